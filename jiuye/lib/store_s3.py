"""A shelf in a bucket of S3-compatible storage. One PUT of known length and digest is whole or nothing, whatever
happens to whoever sends it; nothing is ever sent in parts."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

SECONDS = 20  # until a storage that does not answer is given up


@dataclass(frozen=True)
class Bucket:
    """Objects under a prefix of a bucket."""

    client: Any
    bucket: str
    prefix: str

    def write(self, name: str, data: bytes) -> None:
        told = base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
        self.client.put_object(Bucket=self.bucket, Key=self._key(name), Body=data, ContentMD5=told)

    def read(self, name: str) -> bytes:
        found: bytes = self.client.get_object(Bucket=self.bucket, Key=self._key(name))["Body"].read()
        return found

    def remove(self, name: str) -> None:
        """With every older version the bucket may have kept: what is destroyed is not left behind a marker."""
        pages = self.client.get_paginator("list_object_versions")
        for page in pages.paginate(Bucket=self.bucket, Prefix=self._key(name)):
            for one in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                if one["Key"] != self._key(name):
                    continue
                self.client.delete_object(Bucket=self.bucket, Key=one["Key"], VersionId=one["VersionId"])

    def has(self, name: str) -> bool:
        try:
            self.client.head_object(Bucket=self.bucket, Key=self._key(name))
        except ClientError as e:
            if e.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                return False
            raise
        return True

    def names(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        pages = self.client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.bucket, Prefix=self._key(prefix)):
            for one in page.get("Contents", []):
                yield one["Key"].removeprefix(self.prefix), one["LastModified"]

    def _key(self, name: str) -> str:
        return f"{self.prefix}{name}"


def bucket(address: str) -> Bucket:
    """The shelf of s3://bucket/prefix?endpoint=https://…&region=…; credentials come from the environment as boto3
    reads them (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY). Raises ValueError for another address."""
    url = urlsplit(address)
    if url.scheme != "s3" or not url.hostname:
        raise ValueError(f"JIUYE_STORE 应写作 s3://桶/前缀?endpoint=地址，不是 {address}")
    asked = {k: v[-1] for k, v in parse_qs(url.query).items()}
    config = Config(
        connect_timeout=SECONDS, read_timeout=SECONDS, retries={"max_attempts": 3},
        request_checksum_calculation="when_required", response_checksum_validation="when_required",
        s3={"addressing_style": "path"},
    )  # fmt: skip
    client = boto3.client(
        "s3", endpoint_url=asked.get("endpoint"), region_name=asked.get("region", "us-east-1"), config=config
    )
    prefix = url.path.strip("/")
    return Bucket(client, url.hostname, f"{prefix}/" if prefix else "")
