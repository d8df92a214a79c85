"""冻结统计期: what the definitions read, as it stands after the last day of a period. Art. 11."""

import os
import shutil
from datetime import date
from uuid import UUID

from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.lib.progress import Tell, silent
from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.records import snapshot
from jiuye.standards.queries import catalogue, holding
from jiuye.usage.statistics.definitions import VERSION, definitions
from jiuye.usage.statistics.models import PeriodSnapshot

# Beside the snapshots of inspections, in a folder of their own: the sweep of those leaves it alone.
SHELF = "statistics"


@holding()
def freeze_period(last: date, *, by: Session, key: UUID | None = None, tell: Tell = silent) -> PeriodSnapshot:
    """Take the snapshot of a period that ended on `last`, then put it on file. An attempt with the same `key`
    begins it anew."""
    key = key or uuid7()
    folder = snapshot.folder_of(f"{SHELF}/{key}")
    shutil.rmtree(folder, ignore_errors=True)
    moment = clock.now().replace(microsecond=0)
    dsn = os.environ["JIUYE_DSN_INSPECTOR"]
    rows, digest = snapshot.take(key, folder, dsn, tell, definitions(VERSION).columns)
    with act("usage.freeze_period", by=by, on=("usage.periodsnapshot", key), why=f"{last:%Y-%m-%d}") as entry:
        frozen = PeriodSnapshot(
            id=key, last=last, definition=VERSION, moment=moment, standard_version=catalogue().version, rows=rows,
            digest=digest, folder=f"{SHELF}/{key}",
        )  # fmt: skip
        entry.put(frozen)
    return frozen
