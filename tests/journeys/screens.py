"""A furnished house and the screens in it: whose they are and where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from jiuye.collection import actions as collection
from jiuye.collection.archive import attach
from jiuye.collection.models import Conflict
from jiuye.collection.views.base import WINDOW
from jiuye.front.demo import session_of
from jiuye.front.middleware import COOKIE, KIOSK_COOKIE, OWN_COOKIE, TERMINAL_COOKIE
from jiuye.lib import clock
from jiuye.maintenance import actions as maintenance
from jiuye.parties import actions as parties
from jiuye.parties.founding import MACHINE
from jiuye.parties.models import Agency, Staff, Terminal
from jiuye.parties.sessions import Session, machine_session, scope
from jiuye.parties.terminals import sit_down
from jiuye.quality import jobs as inspections
from jiuye.quality.models import Task
from jiuye.records.leaving import held_back
from jiuye.records.models import Employer, Person
from jiuye.records.own import employer_of
from jiuye.records.waivers import waive
from jiuye.standards.changing import rule_changed
from jiuye.standards.queries import catalogue
from jiuye.usage.enquiries import alerts
from jiuye.usage.enquiries import batches as batch_look_ups
from jiuye.usage.enquiries.models import Alert, BatchLookUp
from jiuye.usage.enquiries.oddity import Odd
from jiuye.usage.own.models import Objection
from jiuye.usage.own.objections import report_wrong
from jiuye.usage.statistics import actions as statistics
from jiuye.usage.statistics.definitions import definitions
from jiuye.usage.statistics.periods import before, period
from tests import papers
from tests.clean import person
from tests.journeys import own_steps
from tests.kiosk import steps as hall
from tests.maintenance import batches
from tests.maintenance.steps import admitted, applied
from tests.own import steps
from tests.quality import small_town
from tests.records.custody.steps import filed
from tests.sections import steps as sections
from tests.standards import test_set_parameter
from tests.standards.steps import asked, drafted, item
from tests.usage.exports import steps as exports

SURE = [f"R{n:03d}" for n in range(1, 229)]
STRICTER = {
    "severity": "error", "expression": "not match(name, '^[一-鿿]{3,50}$')",
    "description": "姓名应是三个以上汉字", "message": "姓名太短，请核对证件。",
}  # fmt: skip


@dataclass(frozen=True)
class Furnished:
    """Addresses by account; those who act for themselves stand under tokens of their own."""

    staff: dict[str, list[str]]
    own: dict[str, list[str]]
    tokens: dict[str, str]
    hall: "Hall"

    def all(self) -> Iterator[tuple[str, str]]:
        yield from (("", path) for path in ("/sign-in", "/my/sign-in", "/my/verify"))
        yield from ((account, path) for account, paths in self.staff.items() for path in paths)
        yield from ((who, path) for who, paths in self.own.items() for path in paths)
        yield from (("terminal", path) for path in (*self.hall.paths, "/kiosk/sign-in"))


@dataclass(frozen=True)
class Hall:
    """A terminal, and somebody who sits there whenever he is looked at."""

    terminal: Terminal
    secret: str
    session: Session
    paths: tuple[str, ...] = ("/kiosk/", "/kiosk/new/unemployment_registration", "/kiosk/data", "/kiosk/seen")

    def open(self, browser: Browser, address: str, width: int) -> Page:
        sit_down(self.session, self.terminal)
        context = browser.new_context(viewport={"width": width, "height": 768}, locale="zh-CN")
        for name, value in ((TERMINAL_COOKIE, self.secret), (KIOSK_COOKIE, self.session.token)):
            context.add_cookies([{"name": name, "value": value, "url": f"{address}/kiosk/"}])
        return context.new_page()


def _hall() -> Hall:
    with pytest.MonkeyPatch.context() as patch, own_steps.gateway(patch) as gateway:
        session = own_steps.let_in(gateway, own_steps.citizen()["id_number"], channel="kiosk")
    return Hall(*hall.terminal("大厅看样"), session)


def furnish(folder: Path) -> Furnished:
    """A town inspected and reported on, a case with material, a draft of the standard, a citizen with a case."""
    small_town.settle(folder, persons=200)
    run = small_town.inspected()
    small_town.signed_in("manager").post(f"/quality/{run.number}/report/issue")
    case = collection.submit("person", person(), by=session_of("clerk2"), confirmed=SURE)
    attach.attach(case, papers.picture(3), "户口簿.png", "12", by=session_of("clerk2"), original_checked=True)
    attach.attach(case, papers.pdf(2, seed=9), "身份证.pdf", "11", by=session_of("clerk2"))
    draft = drafted(session_of, item(), rule_changed(catalogue(), "R011", **STRICTER), requests=[asked(session_of)])
    parties.grant(
        Staff.objects.get(staff_no="REVIEWER2"), by=session_of("admin"), post="clerk",
        agency=Agency.objects.get(code="37100201"), why="窗口缺人",
    )  # fmt: skip
    wage = test_set_parameter.wage(session_of)
    who = sections.filed()
    sections.sought(who.person_id or "", contact_phone=sections.OTHER)
    with scope(session_of("manager")):
        conflict = Conflict.objects.get(held_record_id=who.pk)
        record = Person.objects.filter(retired=False).order_by("id").first()
        task = Task.objects.get(report__run=run, district="371002")
    assert record
    changed = admitted(session_of)
    order = applied(changed, session_of, {"name": "丛更名", "remarks": "更正"})
    twin, kept = admitted(session_of), filed(session_of, papers.picture(5))[0]
    _waiver()
    export = exports.requested(session_of, by="manager", unmasked={"mobile_phone": "要逐人打电话核实"})
    job = inspections.inspect(by=session_of("manager"))
    batches_ = [
        batches.proposed(session_of, batches.listed([(changed, {"remarks": text})])) for text in ("等批", "已执行")
    ]
    maintenance.execute_batch(batches.bound(batches_[1], session_of), by=session_of("operator"))
    many, odd = _looked_up()
    quality, impact = f"/quality/{run.number}", f"/quality/impact/{draft.pk}"
    told = {"citizen": _citizen(), "employer": _employer()}
    public = {who: paths for who, (_, paths) in told.items()}, {who: token for who, (token, _) in told.items()}
    with scope(session_of("reviewer2")):
        said = Objection.objects.get()
    return Furnished({
        "clerk2": [
            *[f"/collection/new/{d}" for d in WINDOW], "/", "/collection/", f"/collection/{case.pk}",
            f"/maintenance/apply/person/{changed.pk}", f"/maintenance/apply/person/{changed.pk}?case=核对审核",
            f"/maintenance/apply/person/{changed.pk}?case=核对审核&item=id_number&item=education&item=residence_division",
            f"/records/person/{changed.pk}?case=核对审核：WT-1", f"/maintenance/alike/person/{twin.pk}?case=核对审核",
            f"/maintenance/merge/person/{changed.pk}/{twin.pk}?case=核对审核",
            f"/maintenance/retire/person/{twin.pk}?case=核对审核",
            f"/maintenance/compare/person/{changed.pk}?case=核对审核：WT-1&a=2020-01-01T00:00&b=2099-01-01T00:00",
            "/collection/import", "/collection/mandates", "/usage/look-up", "/usage/batches",
            f"/usage/batches/{many.pk}",
        ],
        "reviewer2": [
            "/collection/queue", "/collection/conflicts", f"/collection/conflicts/{conflict.pk}",
            f"/collection/{case.pk}", "/account", "/collection/doubts", "/maintenance/", "/jobs/",
            f"/usage/objection/{said.pk}",
        ],
        "manager": [
            f"/records/person/{record.pk}?case=核对审核：WT-1", f"/standards/drafts/{draft.pk}", "/quality/", quality,
            f"{quality}/report", f"{quality}/parts?indicator=completeness", f"{quality}/findings", "/quality/tasks",
            impact, f"{impact}/rows?name=R011&check=rule&dataset=person", "/standards/parameters",
            "/maintenance/batch",
            f"/standards/parameters/{wage.name}", f"/quality/parameters/{wage.pk}/effect",
            f"/standards/parameters/{wage.name}/set", "/records/waivers", "/jobs/", f"/jobs/{job.pk}",
            "/collection/orders", "/collection/inherit", "/collection/behaviour", "/standards/drafts",
            "/standards/requests", "/usage/exports/", "/usage/exports/new", f"/usage/exports/{export.pk}",
        ],
        "approver2": ["/maintenance/", f"/maintenance/{order.pk}"],
        "approver": [f"/maintenance/batch/{batches_[0].pk}"],
        "rechecker": [f"/maintenance/batch/{batches_[1].pk}"],
        "usage": [f"/usage/exports/{export.pk}"],
        "contact-371002": [f"/quality/tasks/{task.pk}"],
        "outsider": ["/standards/", "/standards/rules/R004", "/ledger/", "/usage/look-up"],
        "technician": ["/collection/departments"],
        "admin": ["/parties/terminals", "/standards/requests/new", "/parties/rights?act=usage.look_up"],
        "archivist": ["/archive/", f"/archive/{kept.pk}", "/archive/disposals", "/archive/propose"],
        "supervisor": [
            "/usage/alerts", f"/usage/alerts/{odd.pk}", "/ledger/reconcile", "/ledger/health", "/usage/exports/trace",
        ],
        "statistician": _statistics(),
        "manager2": ["/parties/", "/parties/due"],
    }, *public, _hall())  # fmt: skip


def _looked_up() -> tuple[BatchLookUp, Alert]:
    """Many numbers to be looked up, and something odd about somebody."""
    many = batch_look_ups.ask_batch("371098199001019990", by=session_of("clerk2"), why="核对审核：名单")
    clerk, machine = session_of("clerk2"), machine_session(MACHINE)
    odd = alerts.raise_alert(clock.today(), clerk.staff_id, clerk.district, Odd("burst", 40, []), by=machine)
    assert odd
    return many, odd


def _statistics() -> list[str]:
    """A year filed, and its figures asked for outside."""
    by, year = session_of("statistician"), before(period("year", clock.today()))
    report = definitions().reports["employment"]
    kept = statistics.run_report(report, year, statistics.freeze_period(year.last, by=by), by=by)
    statistics.file_report(kept.pk, by=by)
    release = statistics.release_figure(
        kept.pk, by=by, measures=["new_total"], recipient="市统计局", purpose="编写统计公报"
    )
    address = f"/usage/statistics/{kept.number}"
    return ["/usage/statistics", address, f"{address}/release", "/usage/releases", f"/usage/releases/{release.pk}"]


def _waiver() -> None:
    with scope(session_of("manager")):
        some = list(Person.objects.filter(retired=False).order_by("id"))
        broken = held_back(some, on=clock.today())
    flawed = next(p for p in some if broken.get(p.pk))
    why = "法院调取，随附说明"
    waive(flawed, broken[flawed.pk], by=session_of("manager2"), reason=why, valid_until=clock.today())


def _citizen() -> tuple[str, list[str]]:
    with pytest.MonkeyPatch.context() as patch, own_steps.gateway(patch) as gateway:
        session = own_steps.let_in(gateway, own_steps.citizen()["id_number"])
    phone = Client(headers={"host": "localhost"})
    phone.cookies[OWN_COOKIE] = session.token
    declared = own_steps.unemployment() | {"confirmed": steps.EVERY_QUESTION}
    case = phone.post("/my/new/unemployment_registration", declared).headers["Location"]
    pages = ["/my/", "/my/mandates", "/my/departments", "/my/behaviour", "/my/new/unemployment_registration"]
    with scope(session):
        mine = Person.objects.get().pk
    report_wrong("person", str(mine), "major", "所学专业写错了，应当是会计", by=session)
    pages += ["/my/data", "/my/seen", "/my/data/wrong", f"/my/data/wrong/person/{mine}"]
    return session.token, [*pages, case, f"{case}/receipt"]


def _employer() -> tuple[str, list[str]]:
    with scope(session_of("manager")):
        here = Employer.objects.filter(retired=False, division_code__startswith="371002").exclude(uscc=None)
        its = next(e for one in here if (e := employer_of(one.uscc or "")))
    session = steps.handler({"uscc": its.known["uscc"], "employer_name": its.name})
    phone = Client(headers={"host": "localhost"})
    phone.cookies[OWN_COOKIE] = session.token
    vacancy = steps.vacancy() | {"confirmed": steps.EVERY_QUESTION}
    case = phone.post("/my/new/vacancy", vacancy).headers["Location"]
    data = ["/my/data", "/my/seen"]
    forms = ["/my/new/vacancy", "/my/new/employment_registration", "/my/file/employment_registration"]
    return session.token, ["/my/", *data, *forms, case, f"{case}/receipt"]


def screen(browser: Browser, address: str, token: str, *, own: bool, width: int) -> Page:
    """A page of somebody who is already in."""
    context = browser.new_context(viewport={"width": width, "height": 768}, locale="zh-CN")
    if token:
        context.add_cookies([{"name": OWN_COOKIE if own else COOKIE, "value": token, "url": address}])
    return context.new_page()
