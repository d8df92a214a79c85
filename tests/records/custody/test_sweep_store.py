"""清点存储: what nobody refers to goes, what is young or needed stays, what is gone becomes a finding."""

import os
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from jiuye.collection import actions
from jiuye.collection.archive import attach as archive
from jiuye.lib.store import digests
from jiuye.parties.sessions import scope
from jiuye.records.custody import contents, queries
from jiuye.records.custody.filing import keep
from jiuye.records.custody.sweep import sweep_store
from jiuye.server.connect import Instance
from tests import papers
from tests.book import SessionOf, entries
from tests.clean import person
from tests.records.custody.steps import CONFIRMED, filed, machine

pytestmark = [pytest.mark.article("2(4)"), pytest.mark.article("20(3)")]
OLD = time.time() - 3 * 86400


def aged(name: str) -> Path:
    place = next((settings.FILES / "archive").rglob(f"{name}*"))
    os.utime(place, (OLD, OLD))
    return place


def test_both_ways(house: Instance, session: SessionOf) -> None:
    needed, lost = filed(session, papers.picture(701), papers.picture(702))
    made = actions.submit("person", person(), by=session("clerk2"), confirmed=CONFIRMED)
    off = archive.attach(made, papers.picture(703), "x", "11", by=session("clerk2"))
    archive.detach(off, by=session("clerk2"))
    stray, young = contents.store().put(b"nobody's"), contents.store().put(b"just come")
    half = aged(needed.sha256).with_name(f"{needed.sha256}.half")
    half.write_bytes(b"half")
    for name in (stray.sha256, off.sha256, half.name):
        aged(name)
    contents.store().drop(lost.sha256)
    swept = sweep_store(by=machine())
    assert swept.gone == 3, "a stray one, one taken off before the review, and half a writing"
    assert swept.lost == [lost.source_id]
    assert contents.store().has(needed.sha256)
    assert contents.store().has(young.sha256)
    assert not contents.store().has(stray.sha256)
    assert not half.exists()
    with scope(session("manager")):
        told = queries.last_sweep()
    assert told is not None
    assert (told.detail["gone"], told.detail["lost"]) == (3, 1)
    assert entries(house, "records.sweep_store", "done")
    assert keep(by=machine()) == 1, "what is gone is read again at once and found faulty"
    assert sweep_store(by=machine()).gone == 0


def test_a_content_going_and_coming_at_one_moment_stays(house: Instance, session: SessionOf) -> None:
    """Whoever attaches waits for whoever takes away, and puts it back."""
    data = papers.picture(711)
    name = contents.store().put(data).sha256
    aged(name)
    made = actions.submit("person", person(), by=session("clerk2"), confirmed=CONFIRMED)
    going, coming = threading.Event(), threading.Event()

    def away() -> None:
        from django.db import transaction

        with transaction.atomic():
            contents.hold(name)
            assert not contents.referred(name)
            going.set()
            coming.wait(20)
            time.sleep(0.5)
            contents.store().drop(name)
        connection.close()

    thread = threading.Thread(target=away)
    thread.start()
    going.wait(20)
    by = session("clerk2")
    coming.set()
    a = archive.attach(made, data, "x", "11", by=by)
    thread.join()
    assert contents.store().get(a.sha256) == data
    assert a.sha256 == digests(data).sha256
