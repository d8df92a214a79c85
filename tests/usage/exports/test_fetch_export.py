"""领取: password once, file once, by whoever asked, in time; reported on and destroyed. Art. 10(3), 11, 19."""

from datetime import timedelta

import pytest

from jiuye.front.demo import session_of
from jiuye.front.worklist import waiting_for
from jiuye.lib import clock
from jiuye.records.custody.contents import store
from jiuye.records.custody.sweep import sweep_store
from jiuye.server.connect import Instance
from jiuye.usage.exports import actions
from jiuye.usage.exports.models import Export
from tests.book import SessionOf, entries, refused
from tests.usage.exports import steps
from tests.usage.exports.steps import approved, browser, fetched, requested, town

pytestmark = pytest.mark.article("11")
REPORT = "已逐人电话核对 12 人，结果登记在台账附表"
GONE = "下载的文件和拆出的表格已从本机彻底删除，没有打印"


@pytest.fixture(scope="module", autouse=True)
def on_file(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> None:
    town(tmp_path_factory.mktemp("town"), session_of, persons=60)


def made(session: SessionOf) -> Export:
    export = approved(session, requested(session))
    return actions.produce_export(export, by=steps.machine())


def test_once_and_never_again(house: Instance, session: SessionOf) -> None:
    export = made(session)
    opened = actions.fetch_export(export, by=session("clerk2"))
    with refused(house, "U010", "usage.fetch_export"):
        actions.fetch_export(export, by=session("clerk2"))
    data = b"".join(actions.download(export, by=session("clerk2"), link=opened.link))
    assert data[:2] == b"PK"
    with refused(house, "U030", "usage.fetch_export"):
        actions.download(export, by=session("clerk2"), link=opened.link)
    told = [e for e in entries(house, "usage.fetch_export", "done") if e.subject_id == export.pk]
    assert len(told) == 2


def test_nobody_else_and_no_guessed_link(house: Instance, session: SessionOf) -> None:
    export = made(session)
    for who in ("reviewer2", "outsider", "manager"):
        code = "U404" if who == "outsider" else "U031"
        with refused(house, code, "usage.fetch_export"):
            actions.fetch_export(export, by=session(who))
    opened = actions.fetch_export(export, by=session("clerk2"))
    for link in ("", "x" * 43, opened.link[:-1], opened.link.swapcase()):
        with refused(house, "U030", "usage.fetch_export"):
            actions.download(export, by=session("clerk2"), link=link)
    with refused(house, "U031", "usage.fetch_export"):
        actions.download(export, by=session("reviewer2"), link=opened.link)
    assert steps.again(session, export).state == "opened"


def test_after_its_hours_it_is_wiped_and_certified(house: Instance, session: SessionOf) -> None:
    export, never = made(session), made(session)
    opened = actions.fetch_export(export, by=session("clerk2"))
    steps.aged(house, [export, never])
    with refused(house, "U033", "usage.fetch_export"):
        actions.download(export, by=session("clerk2"), link=opened.link)
    with refused(house, "U033", "usage.fetch_export"):
        actions.fetch_export(never, by=session("clerk2"))
    assert actions.destroy_unfetched(by=steps.machine()) == 2
    for one in (export, never):
        held = steps.again(session, one)
        assert (held.state, held.pieces) == ("destroyed", [])
        assert held.file_sm3 in held.certificate
        assert not [p for p in one.pieces if store().has(p)]


def test_reported_then_destroyed(house: Instance, session: SessionOf) -> None:
    export = made(session)
    with refused(house, "U010", "usage.report_use"):
        actions.report_use(export, by=session("clerk2"), text=REPORT)
    fetched(session, export)
    with refused(house, "U035", "usage.destroy_export"):
        actions.destroy_export(export, by=session("clerk2"), statement=GONE)
    with refused(house, "U034", "usage.report_use"):
        actions.report_use(export, by=session("clerk2"), text="用了")
    with refused(house, "U031", "usage.report_use"):
        actions.report_use(export, by=session("reviewer2"), text=REPORT)
    actions.report_use(export, by=session("clerk2"), text=REPORT)
    with refused(house, "U036", "usage.destroy_export"):
        actions.destroy_export(export, by=session("clerk2"), statement="删了")
    assert all(store().has(p) for p in export.pieces)
    done = actions.destroy_export(export, by=session("clerk2"), statement=GONE)
    assert (done.state, done.statement, done.pieces) == ("destroyed", GONE, [])
    assert not [p for p in export.pieces if store().has(p)]


def test_a_file_damaged_in_the_store_is_not_given_out(house: Instance, session: SessionOf) -> None:
    export = made(session)
    opened = actions.fetch_export(export, by=session("clerk2"))
    store().drop(export.pieces[0])
    with refused(house, "U032", "usage.fetch_export"):
        actions.download(export, by=session("clerk2"), link=opened.link)
    assert steps.again(session, export).fetched_at is None


def test_the_sweep_of_the_store_knows_the_files(house: Instance, session: SessionOf) -> None:
    export = made(session)
    later = clock.now() + timedelta(days=5)
    clock.inject(lambda: later)
    try:
        sweep_store(by=steps.machine())
    finally:
        clock.inject(None)
    assert all(store().has(p) for p in export.pieces)


def test_each_step_waits_on_the_worklist_of_its_hand(house: Instance, session: SessionOf) -> None:
    def steps_of(account: str) -> list[str]:
        return [w.step for w in waiting_for(session(account)) if w.number == export.number]

    export = requested(session)
    assert (steps_of("clerk2"), steps_of("usage2")) == ([], ["审批导出"])
    approved(session, export)
    actions.produce_export(export, by=steps.machine())
    assert (steps_of("clerk2"), steps_of("usage2")) == (["领取导出"], [])
    fetched(session, export)
    assert steps_of("clerk2") == ["报告使用"]
    actions.report_use(export, by=session("clerk2"), text=REPORT)
    assert steps_of("clerk2") == ["销毁导出"]


@pytest.mark.article("10(3)")
def test_the_pages_show_it_to_those_it_concerns(house: Instance, session: SessionOf) -> None:
    export = made(session)
    address = f"/usage/exports/{export.pk}"
    for who in ("clerk2", "usage2", "usage", "manager", "supervisor"):
        assert browser(session(who)).get(address).status_code == 200
    for who in ("reviewer2", "outsider", "contact-371003"):
        assert browser(session(who)).get(address).status_code == 404
    mine = browser(session("clerk2"))
    page = mine.post(f"{address}/fetch")
    text = page.content.decode()
    assert page["Cache-Control"] == "no-store"
    link = text.split(f"{address}/file/")[1].split('"')[0]
    assert mine.head(f"{address}/file/{link}").status_code == 405
    assert browser(session("usage2")).get(f"{address}/file/{link}").status_code == 403
    assert mine.get(f"{address}/file/{'A' * 43}").status_code == 404
    answer = mine.get(f"{address}/file/{link}")
    assert len(b"".join(answer.streaming_content)) == export.file_size  # type: ignore[attr-defined]
    assert mine.get(f"{address}/file/{link}").status_code == 404
    assert "出示口令" not in mine.get(address).content.decode()
    assert mine.post(f"{address}/fetch").status_code == 422


def test_a_refused_form_keeps_what_was_typed(house: Instance, session: SessionOf) -> None:
    mine = browser(session("clerk2"))
    told = {"dataset": "person", "items": ["name"], "purpose": "04", "reason": "核对名单", "item0": "name",
            "sign0": "eq", "value0": "丛"}  # fmt: skip
    page = mine.post("/usage/exports/new", told)
    assert page.status_code == 422
    assert "核对名单" in page.content.decode()
    nul = {n: v if isinstance(v, list) else f"{v}\0" for n, v in told.items()} | {"items": ["name\0"]}
    assert mine.post("/usage/exports/new", nul).status_code == 422
    assert mine.get("/usage/exports/new?dataset=subsidy").status_code == 200
    assert mine.get("/usage/exports/").status_code == 200
    assert browser(session("supervisor")).get("/usage/exports/?state=requested").status_code == 200
    assert browser(session("supervisor")).get("/usage/exports/new").status_code == 403
