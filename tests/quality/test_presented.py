"""Agencies, staff and behaviour events are judged by the standard as they are kept. Art. 2(1), 2(5), 4(2)."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connections

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
from tests.book import SessionOf
from tests.quality import small_town

pytestmark = pytest.mark.article("4")
OURS = ["R187", "R189", "R190", "R191", "R192", "R193", "R194", "R195", "R196", "R197", "R214", "R215"]


def found(session: SessionOf) -> dict[str, set[str]]:
    """Rule → rows, by both engines alike: DuckDB over a snapshot, PostgreSQL over the tables."""
    frozen = quality.freeze(by=session("manager"))
    told = []
    for engine in ("duckdb", "postgres"):
        run = quality.inspect(frozen, by=session("manager"), engine=engine)
        with scope(session("manager")):
            rows = Finding.objects.filter(run=run, rule_id__in=OURS).values_list("rule_id", "record_id")
            told.append({rule: {str(k) for r, k in rows if r == rule} for rule, _ in rows})
    assert told[0] == told[1]
    return told[0]


def test_three_levels_and_a_technical_manager_each(house: Instance) -> None:
    assert {a.level for a in agencies()} == {"1", "2", "3"}
    with connections["inspector"].cursor() as c:
        c.execute(f"select agency_code, agency_level, tech_admin_staff_id from ({QUERIES['agency']}) a")
        rows = c.fetchall()
    assert {level for _, level, _ in rows} == {"1", "2", "3"}
    assert all(technician for _, _, technician in rows)
    assert len(rows) == Agency.objects.count()


def test_a_tidy_house_has_no_finding(session: SessionOf) -> None:
    """A parameter set twice, by one and activated by another each time, is tidy too."""
    for days, value in ((1, "2200"), (40, "2300")):
        day = clock.today() + timedelta(days=days)
        told = {"basis": "鲁政字〔2026〕1号", "reason": "标准调整"}
        made = standards.set_parameter("minimum_wage", value, day, by=session("manager"), **told)
        standards.activate_parameter(made, by=session("manager2"))
    with connections["inspector"].cursor() as c:
        c.execute(f"select version, effective_to is null, changed_by, approved_by from ({QUERIES['parameter']}) p")
        assert sorted(c.fetchall()) == [(1, False, "MANAGER", "MANAGER2"), (2, True, "MANAGER", "MANAGER2")]
    assert found(session) == {}


def test_an_agency_without_a_technical_manager_is_found(session: SessionOf) -> None:
    agency = Agency.objects.get(code="37100211")
    held = Appointment.objects.get(agency=agency, post="technician", revoked_at=None)
    parties.revoke(held, by=session("admin"), why="调整分工")
    told = found(session)
    assert told["R192"] == {str(agency.pk)}
    assert "机构未配备专业技术管理人员" in page("R192")


def test_an_account_without_a_post_is_found(session: SessionOf) -> None:
    staff = Staff.objects.get(staff_no="OUTREVIEWER")
    for held in Appointment.objects.filter(staff=staff, revoked_at=None):
        parties.revoke(held, by=session("manager"), why="停权")
    told = found(session)
    assert told["R187"] == {str(staff.pk)}


def test_an_account_nobody_uses_is_found(house: Instance, session: SessionOf) -> None:
    """Last signed in long ago: the book says when."""
    staff = Staff.objects.get(staff_no="SUPERVISOR")
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute(
            "insert into ledger.entry (id, xact, at, act, staff_id, outcome) values (gen_random_uuid(),"
            " pg_current_xact_id(), now() - interval '100 days', 'parties.sign_in', %s, 'done')", [staff.pk],
        )  # fmt: skip
    assert found(session)["R190"] == {str(staff.pk)}


def test_the_inspector_sees_no_name_and_no_secret(house: Instance) -> None:
    hidden = {"name": "parties_staff", "subject_index": "parties_staff", "totp_secret": "parties_account"}
    for column, table in hidden.items():
        with psycopg.connect(house.dsn("inspector")) as db, pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute(f"select {column} from jiuye.{table}".encode())
    assert Account.objects.exists()


def page(rule: str) -> str:
    run = Run.objects.order_by("-number")[0]
    answer = small_town.signed_in("manager").get(f"/quality/{run.number}/findings?rule={rule}")
    assert answer.status_code == 200
    return str(answer.content.decode())
