"""撤回导出: as long as nobody has the file, by whoever may approve. Art. 10(3), 11."""

import pytest

from jiuye.front.demo import session_of
from jiuye.records.custody.contents import store
from jiuye.server.connect import Instance
from jiuye.usage.exports import actions
from tests.book import SessionOf, refused
from tests.usage.exports import steps
from tests.usage.exports.steps import approved, fetched, requested, town

pytestmark = [pytest.mark.article("10(3)"), pytest.mark.article("11")]
WHY = "项目多于用途所需"


@pytest.fixture(scope="module", autouse=True)
def on_file(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> None:
    town(tmp_path_factory.mktemp("town"), session_of, persons=60)


def test_what_was_withdrawn_is_not_produced(house: Instance, session: SessionOf) -> None:
    export = approved(session, requested(session))
    done = actions.withdraw_export(export, by=session("usage2"), note=WHY)
    assert (done.state, done.note) == ("withdrawn", f"同意。撤回：{WHY}")
    with refused(house, "U010", "usage.produce_export"):
        actions.produce_export(export, by=steps.machine())
    with refused(house, "U038", "usage.withdraw_export"):
        actions.withdraw_export(export, by=session("usage2"), note=WHY)


@pytest.mark.parametrize("shown", [False, True])
def test_a_file_that_waits_is_destroyed(house: Instance, session: SessionOf, shown: bool) -> None:
    export = actions.produce_export(approved(session, requested(session)), by=steps.machine())
    link = actions.fetch_export(export, by=session("clerk2")).link if shown else ""
    done = actions.withdraw_export(export, by=session("usage"), note=WHY)
    assert (done.state, done.pieces, done.destroyed_by_id) == ("destroyed", [], session("usage").staff_id)
    assert WHY in done.statement
    assert done.certificate
    assert not [p for p in export.pieces if store().has(p)]
    with refused(house, "U030" if shown else "U010", "usage.fetch_export"):
        if shown:
            actions.download(export, by=session("clerk2"), link=link)
        else:
            actions.fetch_export(export, by=session("clerk2"))


def test_refused(house: Instance, session: SessionOf) -> None:
    export = requested(session)
    with refused(house, "U038", "usage.withdraw_export"):
        actions.withdraw_export(export, by=session("usage2"), note=WHY)
    approved(session, export)
    with refused(house, "U039", "usage.withdraw_export"):
        actions.withdraw_export(export, by=session("usage2"), note="不")
    for who in ("clerk2", "manager", "supervisor"):
        with refused(house, "JY403", "usage.withdraw_export"):
            actions.withdraw_export(export, by=session(who), note=WHY)
    held = actions.produce_export(export, by=steps.machine())
    fetched(session, held)
    with refused(house, "U038", "usage.withdraw_export"):
        actions.withdraw_export(held, by=session("usage2"), note=WHY)


def test_on_its_page(house: Instance, session: SessionOf) -> None:
    export = approved(session, requested(session))
    address = f"/usage/exports/{export.pk}"
    assert "withdraw" not in steps.browser(session("clerk2")).get(address).content.decode()
    other = steps.browser(session("usage2"))
    assert f"{address}/withdraw" in other.get(address).content.decode()
    assert other.post(f"{address}/withdraw", {"note": ""}).status_code == 422
    assert other.post(f"{address}/withdraw", {"note": WHY}).status_code == 302
    page = steps.browser(session("clerk2")).get(address).content.decode()
    assert "批准已撤回" in page
    assert WHY in page
