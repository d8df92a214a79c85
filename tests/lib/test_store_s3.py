"""The same store over S3: a server of its own that speaks S3 over HTTP (moto), in another process. Art. 2(4), 17."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest

from jiuye.lib.store import Damaged, Store
from jiuye.lib.store_s3 import Bucket, bucket
from jiuye.server.files import free_port

pytestmark = [pytest.mark.article("2(4)"), pytest.mark.article("17")]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(20)


@pytest.fixture
def shelf(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """A fresh bucket."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    urllib.request.urlopen(urllib.request.Request(f"{endpoint}/moto-api/reset", method="POST")).close()
    made = bucket(f"s3://archive/weihai?endpoint={endpoint}")
    made.client.create_bucket(Bucket="archive")
    return made


def test_kept_once_sealed_found_listed_and_dropped(shelf: Bucket) -> None:
    store = Store(shelf)
    told = store.put(b"a paper of somebody")
    assert store.put(b"a paper of somebody") == told
    assert store.get(told.sha256) == b"a paper of somebody"
    assert b"somebody" not in shelf.read(told.sha256)
    assert [n for n, _ in shelf.names(told.sha256[:2])] == [told.sha256]
    key = shelf.client.list_objects_v2(Bucket="archive")["Contents"][0]["Key"]
    assert key == f"weihai/{told.sha256}"
    store.drop(told.sha256)
    assert not store.has(told.sha256)
    store.drop(told.sha256)
    with pytest.raises(Damaged):
        store.get(told.sha256)


def test_altered_or_swapped_is_found(shelf: Bucket) -> None:
    store = Store(shelf)
    one, other = store.put(b"one"), store.put(b"other")
    shelf.write(one.sha256, shelf.read(other.sha256))
    with pytest.raises(Damaged):
        store.get(one.sha256)


def test_dropped_is_dropped_with_its_older_versions(shelf: Bucket) -> None:
    shelf.client.put_bucket_versioning(Bucket="archive", VersioningConfiguration={"Status": "Enabled"})
    store = Store(shelf)
    told = store.put(b"a paper")
    shelf.write(told.sha256, b"altered")
    store.drop(told.sha256)
    left = shelf.client.list_object_versions(Bucket="archive")
    assert left.get("Versions", []) + left.get("DeleteMarkers", []) == []


SENDER = """
import os, sys
from jiuye.lib.store import Store
from jiuye.lib.store_s3 import bucket
Store(bucket(sys.argv[1])).put(os.urandom(20_000_000))
"""


def test_a_sender_killed_in_the_middle_leaves_nothing(shelf: Bucket, endpoint: str) -> None:
    """A relay passes the upload on slowly; the sender is killed when a part of it has gone through."""
    target = int(endpoint.rpartition(":")[2])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"s3://archive/weihai?endpoint=http://127.0.0.1:{listening.getsockname()[1]}"
        sender = subprocess.Popen([sys.executable, "-c", SENDER, address])
        passed = 0
        while passed < 1_000_000:
            line, _ = listening.accept()
            with line, socket.create_connection(("127.0.0.1", target)) as beyond:
                line.settimeout(2)
                beyond.settimeout(0.2)
                passed = _relay(line, beyond)
                if passed >= 1_000_000:
                    sender.kill()
                    sender.wait(20)
    time.sleep(1)
    assert list(shelf.names("")) == []
    assert shelf.client.list_multipart_uploads(Bucket="archive").get("Uploads", []) == []


def _relay(line: socket.socket, beyond: socket.socket) -> int:
    """Pass bytes on both ways until a megabyte has gone one way or the line falls silent."""
    passed = 0
    while passed < 1_000_000:
        try:
            part = line.recv(16384)
        except TimeoutError:
            return passed
        if not part:
            return passed
        beyond.sendall(part)
        passed += len(part)
        try:
            line.sendall(beyond.recv(65536))
        except TimeoutError:
            continue
    return passed


@pytest.mark.parametrize("address", ["http://bucket", "s3://", "/var/files"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="JIUYE_STORE"):
        bucket(address)


def test_the_setting_chooses_the_shelf(shelf: Bucket, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from jiuye.records.custody import contents

    monkeypatch.setenv("JIUYE_STORE", f"s3://archive/weihai?endpoint={endpoint}")
    told = contents.store().put(json.dumps({"a": 1}).encode())
    assert shelf.has(told.sha256)
