"""登记委托: at a window, for somebody without a phone, by a clerk who is neither of the two; taken back there; nothing
in it can be changed. Art. 6(3), 10(2)."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError

from jiuye.collection import actions as collection
from jiuye.collection import mandates
from jiuye.front import demo, own_gate
from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.lib.id_token import Claims
from jiuye.lib.verdict import Refused
from jiuye.parties import founding, own_account
from jiuye.parties.act import act
from jiuye.parties.mandates import register_mandate, revoke_mandate
from jiuye.parties.models import Agency, Mandate, Staff
from jiuye.parties.sessions import Session, machine_session, resolve, scope
from jiuye.records.own import own_index
from jiuye.server.connect import Instance
from tests.book import asked, entries, refused
from tests.clean import Row, legacy, write
from tests.journeys import own_steps
from tests.own.test_mandates import UNEMPLOYMENT, declare
from tests.quality.small_town import signed_in

pytestmark = [pytest.mark.article("10(2)"), pytest.mark.article("6(3)")]
WHY = "委托书 2026-11-25"


def phoneless() -> Row:
    """Somebody on file of whom no phone is known: taken over from an older system."""
    working = (p for p in iter(lambda: legacy(1)[0], None) if not p["retired_date"])
    able = (p for p in working if "1972" < p["birth_date"] < "2003")
    row = next(p for p in able if (p["id_type"], p["survival_status"]) == ("01", "1"))
    row |= {"mobile_phone": "", "agency_code": "37100201"}
    demo.order()
    with TemporaryDirectory() as folder:
        file = write(Path(folder) / "old.csv", [row])
        collection.inherit("person", file, by=session_of("manager"), order_number=demo.ORDER)
    return row


def account(row: Row) -> Staff:
    agency = Agency.objects.get(code="37100201")
    machine = machine_session(founding.MACHINE)
    return own_account.open_account(own_index(row["id_number"]), "某*某", agency, by=machine).staff


def registered(giver: Row, agent: Row, **other: Any) -> Mandate:
    told: dict[str, Any] = {"single": False, "until": clock.today(), "why": WHY, "by": session_of("clerk2")} | other
    return register_mandate(account(giver), own_index(agent["id_number"]), "受*人", [UNEMPLOYMENT], **told)


@pytest.fixture
def two(house: Instance) -> tuple[Row, Row]:
    return phoneless(), own_steps.citizen()


def form(giver: Row, agent: Row, **changed: str) -> dict[str, str]:
    return {
        "giver_number": giver["id_number"], "giver_name": giver["name"], "agent_number": agent["id_number"],
        "agent_name": agent["name"], "datasets": UNEMPLOYMENT, "until": clock.today().isoformat(), "why": WHY,
        "seen": "1",
    } | changed  # fmt: skip


def test_from_the_window_to_a_case_and_back(house: Instance, two: tuple[Row, Row]) -> None:
    giver, agent = two
    window = signed_in("clerk2")
    answer = window.post("/collection/mandates", form(giver, agent))
    assert answer.status_code == 302, answer.content.decode()
    paper = window.get(answer.headers["Location"]).content.decode()
    assert "委托登记单" in paper
    assert giver["id_number"] not in paper
    by = own_gate.enter_by_name(Claims("01", agent["id_number"], agent["name"], None), channel="phone")
    with scope(by):
        (held,) = mandates.given_to(by)
    acting = mandates.use_mandate(held, by=by)  # nobody could be told: he has no phone, and knows the window
    made = declare(acting)
    mandates.handed_in(made, by=acting)
    assert made.mandate_id == held.pk
    assert not entries(house, "collection.tell_grantor", "refused")
    last = entries(house, "parties.register_mandate", "done")[-1]
    assert (last.why, last.staff_id) == (WHY, session_of("clerk2").staff_id)
    assert window.post(f"/collection/mandates/{held.pk}/revoke").status_code == 302
    assert resolve(acting.token) is None
    assert "已撤销" in window.get("/collection/mandates").content.decode()
    with refused(house, "P035", "parties.revoke_mandate"):
        revoke_mandate(held, by=session_of("clerk2"))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"giver_name": "别人"}, "没有委托人的个人档案"), ({"agent_name": "别人"}, "没有受托人的个人档案"),
        ({"until": ""}, "到哪一天"), ({"seen": ""}, "当面核对"), ({"datasets": "vacancy"}, "不是他办的"),
        ({"datasets": ""}, "请勾选"),
        ({"why": " "}, "理由"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_what_was_typed_stays(
    house: Instance, two: tuple[Row, Row], changed: dict[str, str], told: str
) -> None:
    page = signed_in("clerk2").post("/collection/mandates", form(two[0], two[1], **changed))
    assert page.status_code == 422
    text = page.content.decode()
    assert told in text
    assert two[0]["id_number"] in text


def test_who_has_a_phone_gives_it_himself(house: Instance) -> None:
    page = signed_in("clerk2").post("/collection/mandates", form(own_steps.citizen(), own_steps.citizen()))
    assert "档案上有手机号码" in page.content.decode()


def known_as(house: Instance, index: bytes | None) -> None:
    """As if clerk2's account bore this index."""
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute("alter table jiuye.parties_staff disable trigger user")
        db.execute("update jiuye.parties_staff set identity_index = %s where staff_no = 'CLERK2'", [index])
        db.execute("alter table jiuye.parties_staff enable trigger user")
        for op in ("insert", "update", "delete", "truncate"):
            db.execute(f"alter table jiuye.parties_staff enable always trigger guard_{op}".encode())


def test_the_clerk_is_neither_of_the_two(house: Instance, two: tuple[Row, Row]) -> None:
    giver, agent = two
    account(giver)
    before = asked(house, "select identity_index from jiuye.parties_staff where staff_no = 'CLERK2'")
    his = own_index(agent["id_number"])
    for index, code in ((his, "P043"), (own_index(giver["id_number"]), "P044"), (None, "P042")):
        known_as(house, index)
        with refused(house, code, "parties.register_mandate"):
            registered(giver, agent)
    known_as(house, his)
    clerk = session_of("clerk2")
    for index in (his, b"another's"):  # straight into the table
        forged = Mandate(
            grantor=account_of(giver), grantor_index=own_index(giver["id_number"]), agent_index=his,
            agent_name="受*人", datasets=[UNEMPLOYMENT], single=False, valid_from=clock.today(),
            valid_to=clock.today(), granted_at=clock.now(), registered_by=clerk.staff, registered_index=index,
            registered_in=clerk.district,
        )  # fmt: skip
        with pytest.raises((Refused, IntegrityError)):
            put("parties.register_mandate", forged, clerk)
    known_as(house, before)


def put(name: str, row: Mandate, by: Session) -> None:
    """Past the action, straight into the table."""
    with act(name, by=by) as entry:
        entry.put(row)


def account_of(row: Row) -> Staff:
    return Staff.objects.get(subject_index=own_index(row["id_number"]), principal_index=None, employer_id="")


def test_another_district_neither_sees_nor_ends_it_and_nobody_changes_it(house: Instance, two: tuple[Row, Row]) -> None:
    held = registered(*two)
    outsider = session_of("outsider")
    with scope(outsider):
        assert mandates.registered_one(held.pk) is None
    with refused(house, "P034", "parties.revoke_mandate"):
        revoke_mandate(held, by=outsider)
    assert signed_in("outsider").get(f"/collection/mandates/{held.pk}").status_code == 404
    clerk = session_of("clerk2")
    held.valid_to += timedelta(days=9)
    with pytest.raises(Refused, match="只能撤销"):
        put("parties.revoke_mandate", held, clerk)
    with refused(house, "JY403", "parties.register_mandate"):
        registered(*two, by=session_of("reviewer2"))
