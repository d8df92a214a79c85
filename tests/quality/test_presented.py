"""Agencies, staff and behaviour events are judged by the standard as they are kept. Art. 2(1), 2(5), 4(2)."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connections

from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.parties import actions as parties
from jiuye.parties.models import Account, Agency, Appointment, Staff
from jiuye.parties.sessions import scope
from jiuye.parties.weihai import agencies
from jiuye.quality import actions as quality
from jiuye.quality.models import Finding, Run
from jiuye.records.presented import QUERIES
from jiuye.server.connect import Instance
from jiuye.standards import actions as standards
from jiuye.standards.parameters.models import ParameterValue
from tests.book import SessionOf
from tests.quality import small_town

pytestmark = pytest.mark.article("4")
OURS = ["R187", "R189", "R190", "R192", "R193", "R194", "R195", "R196", "R197", "R214", "R215"]


def found(run: Run, session: SessionOf) -> dict[str, set[str]]:
    with scope(session("manager")):
        rows = Finding.objects.filter(run=run, rule_id__in=OURS).values_list("rule_id", "record_id")
        told: dict[str, set[str]] = {}
        for rule, key in rows:
            told.setdefault(rule, set()).add(str(key))
    return told


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def engine(request: pytest.FixtureRequest, house: Instance) -> str:
    return str(request.param)


def inspected(engine: str) -> Run:
    by = session_of("manager")
    return quality.inspect(quality.freeze(by=by), by=by, engine=engine)


def test_three_levels_and_a_technical_manager_each(house: Instance) -> None:
    assert {a.level for a in agencies()} == {"1", "2", "3"}
    with connections["inspector"].cursor() as c:
        c.execute(f"select agency_code, agency_level, tech_admin_staff_id from ({QUERIES['agency']}) a")
        rows = c.fetchall()
    assert {level for _, level, _ in rows} == {"1", "2", "3"}
    assert all(technician for _, _, technician in rows)
    assert len(rows) == Agency.objects.count()


def test_a_tidy_house_has_no_finding(engine: str, session: SessionOf) -> None:
    """A parameter set twice, by one and activated by another each time, is tidy too."""
    if not ParameterValue.objects.exists():
        for days, value in ((1, "2200"), (40, "2300")):
            day = clock.today() + timedelta(days=days)
            told = {"basis": "鲁政字〔2026〕1号", "reason": "标准调整"}
            made = standards.set_parameter("minimum_wage", value, day, by=session("manager"), **told)
            standards.activate_parameter(made, by=session("manager2"))
    with connections["inspector"].cursor() as c:
        c.execute(f"select version, effective_to is null, changed_by, approved_by from ({QUERIES['parameter']}) p")
        assert sorted(c.fetchall()) == [(1, False, "MANAGER", "MANAGER2"), (2, True, "MANAGER", "MANAGER2")]
    assert found(inspected(engine), session) == {}


def test_an_agency_without_a_technical_manager_is_found(engine: str, session: SessionOf) -> None:
    agency = Agency.objects.get(code="37100211")
    held = Appointment.objects.filter(agency=agency, post="technician", revoked_at=None).first()
    if held is not None:
        parties.revoke(held, by=session("admin"), why="调整分工")
    run = inspected(engine)
    told = found(run, session)
    assert told["R192"] == {str(agency.pk)}
    assert "机构未配备专业技术管理人员" in page(run, "R192")


def test_an_account_without_a_post_is_found(engine: str, session: SessionOf) -> None:
    staff = Staff.objects.get(staff_no="OUTREVIEWER")
    for held in Appointment.objects.filter(staff=staff, revoked_at=None):
        parties.revoke(held, by=session("manager"), why="停权")
    told = found(inspected(engine), session)
    assert told["R187"] == {str(staff.pk)}


def test_an_account_nobody_uses_is_found(engine: str, house: Instance, session: SessionOf) -> None:
    """Last signed in long ago: the book says when."""
    staff = Staff.objects.get(staff_no="SUPERVISOR")
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute(
            "insert into ledger.entry (id, xact, at, act, staff_id, outcome) values (gen_random_uuid(),"
            " pg_current_xact_id(), now() - interval '100 days', 'parties.sign_in', %s, 'done')", [staff.pk],
        )  # fmt: skip
    assert found(inspected(engine), session)["R190"] == {str(staff.pk)}


def test_the_inspector_sees_no_name_and_no_secret(house: Instance) -> None:
    hidden = {"name": "parties_staff", "subject_index": "parties_staff", "totp_secret": "parties_account"}
    for column, table in hidden.items():
        with psycopg.connect(house.dsn("inspector")) as db, pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute(f"select {column} from jiuye.{table}".encode())
    assert Account.objects.exists()


def page(run: Run, rule: str) -> str:
    answer = small_town.signed_in("manager").get(f"/quality/{run.number}/findings?rule={rule}")
    assert answer.status_code == 200
    return str(answer.content.decode())
