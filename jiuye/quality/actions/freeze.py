"""冻结: a snapshot of every dataset at one moment. Art. 14."""

import os
import shutil
from uuid import UUID

from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.lib.progress import Tell, silent
from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.parties.weihai import CITY
from jiuye.quality.models import Snapshot
from jiuye.records import snapshot
from jiuye.standards.queries import catalogue, holding


@holding()
def freeze(*, by: Session, key: UUID | None = None, tell: Tell = silent) -> Snapshot:
    """Take the snapshot, then put it on file. A crash between leaves a folder nobody refers to; an attempt with
    the same `key` begins it anew."""
    key = key or uuid7()
    folder = snapshot.folder_of(str(key))
    shutil.rmtree(folder, ignore_errors=True)
    moment = clock.now().replace(microsecond=0)
    rows, digest = snapshot.take(key, folder, os.environ["JIUYE_DSN_INSPECTOR"], tell)
    with act("quality.freeze", by=by, on=("quality.snapshot", key)) as entry:
        frozen = Snapshot(
            id=key, moment=moment, scope=CITY[0], standard_version=catalogue().version, rows=rows,
            digest=digest, folder=str(key),
        )  # fmt: skip
        entry.put(frozen)
    return frozen
