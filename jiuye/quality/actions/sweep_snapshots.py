"""清点快照: a freeze that was killed leaves a folder no row names; a row may have lost its folder. Art. 14, 20(3)."""

import shutil
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from jiuye.lib import clock
from jiuye.parties.act import act
from jiuye.parties.sessions import Session, scope
from jiuye.quality.models import Snapshot
from jiuye.records import snapshot

YOUNG = timedelta(days=2)  # a freeze may still be writing it


def sweep_snapshots(*, by: Session) -> dict[str, int]:
    """Away with folders nobody refers to; lost folders are counted. Nothing to tell, nothing written."""
    with scope(by):
        named = set(Snapshot.objects.values_list("folder", flat=True))
    root = snapshot.folder_of("")
    there = {p.name: p for p in root.iterdir()} if root.is_dir() else {}
    stray = [p for name, p in there.items() if name not in named and _ours(p)]
    counts = {"gone": len(stray), "lost": len(named - there.keys())}
    if any(counts.values()):
        with act("quality.sweep_snapshots", by=by, detail=counts):
            for path in stray:
                shutil.rmtree(path)
    return counts


def _ours(path: Path) -> bool:
    """A folder a freeze made, long enough ago."""
    try:
        UUID(path.name)
    except ValueError:
        return False
    return path.stat().st_mtime < (clock.now() - YOUNG).timestamp()
