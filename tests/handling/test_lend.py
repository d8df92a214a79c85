"""借出、收回、转出、回执 of a personnel file. Art. 6(1), 6(2)."""

from datetime import timedelta
from pathlib import Path

import pytest

from jiuye.collection import actions as collection
from jiuye.front import demo
from jiuye.lib.workdays import workday_after
from jiuye.parties.sessions import scope
from jiuye.records.handling import actions
from jiuye.records.models import Waiver
from jiuye.records.queries import uses_of
from jiuye.records.waivers import approve_waiver, waive
from jiuye.server.connect import Instance
from tests.book import SessionOf, refused
from tests.clean import write
from tests.handling.steps import again, deposited, file_row, filed, matter, on, record, steps
from tests.handling.test_pages import signed_in

pytestmark = pytest.mark.article("6(2)")
LETTER = {
    "out_reason": "30", "out_person": "机要", "out_unit_name": "示例市人才中心", "transfer_letter_no": "DH-1",
}  # fmt: skip


def test_a_file_is_lent_comes_back_and_moves_out(house: Instance, session: SessionOf) -> None:
    held = deposited(filed()[1])
    actions.lend(held, by=session("clerk2"), note="组织部门查阅")
    assert (record(held).file_status, again(held).due_on) == ("3", workday_after(on(0), 10))
    with refused(house, "H001", "records.transfer_out"):
        actions.transfer_out(again(held), by=session("reviewer2"), typed={})
    actions.take_back(again(held), by=session("clerk2"))  # records.take_back
    assert (record(held).file_status, again(held).due_on) == ("1", None)
    with refused(house, "H007", "records.transfer_out"):
        actions.transfer_out(again(held), by=session("reviewer2"), typed=LETTER | {"transfer_letter_no": ""})
    actions.transfer_out(again(held), by=session("reviewer2"), typed=LETTER)
    assert (record(held).file_status, again(held).due_on) == ("2", on(0) + timedelta(days=60))
    actions.confirm_receipt(again(held), by=session("clerk2"))  # records.confirm_receipt
    assert (record(held).receipt_date, again(held).state) == (on(0), "receipted")
    assert len(steps(held)) == 4


@pytest.mark.article("6(1)")
def test_what_does_not_conform_leaves_by_a_waiver_that_is_named(
    house: Instance, session: SessionOf, tmp_path: Path
) -> None:
    _, who = filed()
    old = {n: v for n, v in file_row(who).items() if n != "deposit_kind"} | {
        "deposit_kind": "88", "agency_code": "37100201",
    }  # fmt: skip
    demo.order()
    done, _ = collection.inherit(
        "personnel_agency_file", write(tmp_path / "o.csv", [old]), by=session("manager"), order_number=demo.ORDER
    )
    held = matter(done)
    with refused(house, "J020", "records.transfer_out"):
        actions.transfer_out(held, by=session("reviewer2"), typed=LETTER)
    row = record(held)
    until = on(0) + timedelta(days=30)
    waiver = waive(row, row.verdicts, by=session("manager"), reason="本人调动急需", valid_until=until)
    approve_waiver(waiver, by=session("manager2"), note="同意")
    actions.transfer_out(held, by=session("reviewer2"), typed=LETTER)
    shown = signed_in("reviewer2").get(f"/records/matter/{held.pk}").content.decode()
    assert "本人调动急需" in shown
    with scope(session("manager")):
        [use] = uses_of(Waiver.objects.get(pk=waiver.pk))
    assert use.act == "records.transfer_out"
