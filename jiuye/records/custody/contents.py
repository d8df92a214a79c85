"""The contents of the archive: where they lie, who refers to them, and how one goes without taking another's along.

A content is shared by all files that are the same. Whoever refers to one or takes one away holds it by a lock until
his transaction ends; so that nobody refers to what another is taking away.
"""

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, connections, transaction

from jiuye.lib.store import Folder, Shelf, Store

_CONTENT = 20043  # the class of our advisory locks
# Selects of (sha256, key) of all that refers to contents, told by each room: key is the material's, where there is one.
REFERENCES = [
    "select sha256, source_id as key from jiuye.records_keeping where state <> 'destroyed'",
    "select certificate as sha256, id as key from jiuye.records_disposal where certificate <> ''",
    "select sha256, id as key from jiuye.records_lineage where sha256 <> ''",
]


def store() -> Store:
    """The installation's store: a directory, or S3-compatible storage where JIUYE_STORE names it."""
    return Store(_shelf(os.environ.get("JIUYE_STORE", ""), settings.FILES / "archive"))


@lru_cache(maxsize=4)
def _shelf(address: str, folder: Path) -> Shelf:
    if not address:
        return Folder(folder)
    from jiuye.lib.store_s3 import bucket  # a second and 40 MB of boto3, for those who use it

    return bucket(address)


def hold(sha256: str) -> None:
    """Until the transaction ends nobody takes this content away."""
    with connection.cursor() as c:
        c.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", [_CONTENT, sha256])


def referred(sha256: str, but: Sequence[UUID] = ()) -> bool:
    """Does anything in the city refer to this content, beside the material named?"""
    with connections["inspector"].cursor() as c:
        c.execute(
            f"select exists (select from ({' union all '.join(REFERENCES)}) r"
            " where r.sha256 = %s and r.key <> all(%s))",
            [sha256, list(but)],
        )
        return bool(c.fetchone()[0])


def let_go(sha256: str) -> bool:
    """Away with a content, unless something refers to it. True when it went."""
    with transaction.atomic():
        hold(sha256)
        if referred(sha256):
            return False
        store().drop(sha256)
        return True


def references(prefix: str) -> Iterator[tuple[str, UUID]]:
    """(sha256, key) of every reference to a content that begins so."""
    with connections["inspector"].cursor() as c:
        c.execute(
            f"select r.sha256, r.key from ({' union all '.join(REFERENCES)}) r where r.sha256 like %s", [f"{prefix}%"]
        )
        yield from c.fetchall()
