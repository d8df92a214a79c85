"""清点快照: a killed freeze's folder goes when it is old, a named one and a young one stay. Art. 14, 20(3)."""

import os
import time

import pytest

from jiuye.lib.keys import uuid7
from jiuye.parties import founding
from jiuye.parties.sessions import machine_session
from jiuye.quality import actions as quality
from jiuye.quality.actions import sweep_snapshots
from jiuye.records import snapshot
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused

pytestmark = [pytest.mark.article("14"), pytest.mark.article("20(3)")]


def test_strays_go_and_losses_are_counted(house: Instance, session: SessionOf) -> None:
    frozen, lost = quality.freeze(by=session("manager")), quality.freeze(by=session("manager"))
    stray, young, other = (snapshot.folder_of(n) for n in (str(uuid7()), str(uuid7()), "notes"))
    for folder in (stray, young, other):
        folder.mkdir()
    old = time.time() - 3 * 86400
    for folder in (snapshot.folder_of(frozen.folder), stray, other):
        os.utime(folder, (old, old))
    snapshot.folder_of(lost.folder).rename(other / "away")
    by = machine_session(founding.MACHINE)
    # Other modules of this run froze into the same directory: what is theirs is nobody's here.
    told = sweep_snapshots(by=by)
    assert told["lost"] == 1
    assert told["gone"] >= 1
    assert (stray.exists(), young.exists(), other.exists()) == (False, True, True)
    assert snapshot.folder_of(frozen.folder).exists()
    assert entries(house, "quality.sweep_snapshots", "done")
    with refused(house, "JY403", "quality.sweep_snapshots"):
        sweep_snapshots(by=session("manager"))
