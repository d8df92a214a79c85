"""补立办理 and where a matter begins: where its record says, typed, in a file, or taken over. Art. 2(2), 8."""

from pathlib import Path

import psycopg
import pytest

from jiuye.collection import actions as collection
from jiuye.parties import founding
from jiuye.parties.act import act
from jiuye.parties.sessions import standing_session
from jiuye.records.handling.beginning import begin_earlier
from jiuye.records.models import Proceeding
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries, refused
from tests.clean import write
from tests.handling.steps import again, day, filed, matter, sought, steps, unemployed
from tests.handling.test_pages import signed_in

pytestmark = pytest.mark.article("2(2)")


def test_a_status_typed_at_the_window_is_where_it_begins_and_its_page_says_so(house: Instance) -> None:
    held = sought(filed()[1], status="4")
    assert (held.state, held.begun_as, steps(held)) == ("cancelled", "cancelled", [])
    shown = signed_in("reviewer2").get(f"/records/matter/{held.pk}").content.decode()
    assert "入库时为“已撤销”" in shown
    assert "此前的环节照录入所载" in shown


def test_a_status_in_a_file_is_where_it_begins(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    _, who = filed()
    row = {
        "person_id": who["person_id"], "seeker_category": "20", "registered_date": day(30),
        "desired_occupation_code": "4030201", "desired_occupation_name": "餐厅服务员",
        "contact_phone": "13812345678", "valid_until": day(-60), "seeking_status": "4",
    }  # fmt: skip
    done, _ = collection.import_batch("job_seeking", write(tmp_path / "s.csv", [row]), by=session("clerk2"))
    collection.accept(done, by=session("reviewer2"))
    assert matter(done).state == "cancelled"


@pytest.mark.article("8")
def test_what_came_before_procedures_begins_once(house: Instance, session: SessionOf) -> None:
    held = unemployed(filed()[1])
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute("alter table jiuye.records_proceeding disable trigger all")
        db.execute("delete from jiuye.records_proceeding where id = %s", [held.pk])
        db.execute("alter table jiuye.records_proceeding enable trigger all")
        for guard in ("insert", "update", "delete", "truncate", "step"):
            db.execute(f"alter table jiuye.records_proceeding enable always trigger guard_{guard}".encode())
    machine = standing_session(founding.MACHINE)
    assert begin_earlier("unemployment_registration", by=machine) == 1
    assert begin_earlier("unemployment_registration", by=machine) == 0
    now = again(held)
    assert (now.state, now.collected_by_id) == ("registered", session("clerk2").staff_id)
    assert [e.why for e in entries(house, "records.begin", "done")] == ["unemployment_registration 1 行"]
    assert asked(house, "select count(*) from jiuye.records_proceeding where id = %s", held.pk) == 1
    with refused(house, "JY403", "records.begin"), act("records.begin", by=session("manager")) as entry:
        entry.put(Proceeding(pk=held.pk))
