"""清除导出文件: our copy of what was fetched goes by itself; the recipient's duties stay. Art. 11, 19."""

from datetime import timedelta

import pytest

from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.parties.act import act
from jiuye.parties.sessions import scope
from jiuye.records.custody.contents import store
from jiuye.server.connect import Instance
from jiuye.usage.exports import actions
from jiuye.usage.exports.models import Export
from tests.book import SessionOf, entries, refused
from tests.usage.exports import steps
from tests.usage.exports.steps import approved, fetched, requested, town

pytestmark = pytest.mark.article("11")


@pytest.fixture(scope="module", autouse=True)
def on_file(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> None:
    town(tmp_path_factory.mktemp("town"), session_of, persons=60)


def made(session: SessionOf) -> Export:
    return actions.produce_export(approved(session, requested(session)), by=steps.machine())


def an_hour_later() -> int:
    later = clock.now() + timedelta(minutes=61)
    clock.inject(lambda: later)
    try:
        return actions.wipe_fetched(by=steps.machine())
    finally:
        clock.inject(None)


@pytest.mark.parametrize("reported", [False, True])
def test_an_hour_after_it_was_fetched(house: Instance, session: SessionOf, reported: bool) -> None:
    export, waiting = made(session), made(session)
    fetched(session, export)
    if reported:
        actions.report_use(export, by=session("clerk2"), text="已逐人电话核对 12 人，结果登记在台账附表")
    assert actions.wipe_fetched(by=steps.machine()) == 0
    steps.aged(house, [export])
    assert an_hour_later() == 1
    assert an_hour_later() == 0
    held = steps.again(session, export)
    with refused(house, "U037", "usage.wipe_export"):
        actions.wipe_export(held, by=steps.machine())
    assert (held.state, held.pieces) == ("reported" if reported else "fetched", [])
    assert held.file_sm3 in held.certificate
    assert not [p for p in export.pieces if store().has(p)]
    assert all(store().has(p) for p in waiting.pieces)
    assert [e.subject_id for e in entries(house, "usage.wipe_export", "done")][-1] == export.pk
    if not reported:
        actions.report_use(held, by=session("clerk2"), text="已逐人电话核对 12 人，结果登记在台账附表")
    done = actions.destroy_export(held, by=session("clerk2"), statement="下载的文件已从本机彻底删除，没有打印")
    assert (done.state, done.certificate) == ("destroyed", held.certificate)


def test_the_step_only_wipes_and_is_the_machine_s(house: Instance, session: SessionOf) -> None:
    export = made(session)
    fetched(session, export)
    for who, changed in (("clerk2", []), ("machine", ["a" * 64])):
        by = steps.machine() if who == "machine" else session(who)
        with scope(by):
            held = Export.objects.get(pk=export.pk)
        held.pieces, held.certificate = changed, "已清除"
        with pytest.raises(Refused), act("usage.wipe_export", by=by, on=export) as entry:
            entry.put(held)
    assert steps.again(session, export).pieces == export.pieces
