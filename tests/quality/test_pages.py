"""The pages of the quality room: figures keep their parts and lead to rows; posts and districts are kept apart."""

import re
from html import unescape

import pytest

from jiuye.front.demo import session_of
from jiuye.ledger.models import EntryShown
from jiuye.parties.sessions import scope
from jiuye.quality import queries
from jiuye.quality.compose import INDICATORS, NAMES
from jiuye.quality.models import Figure, Finding, Run, Snapshot
from tests.jobs.steps import drained
from tests.quality.small_town import signed_in

pytestmark = pytest.mark.article("14")
DISTRICT = "371002"


def text(html: bytes) -> str:
    return unescape(html.decode())


def refusals(act: str) -> int:
    with scope(session_of("manager")):
        return EntryShown.objects.filter(act=act, outcome="refused").count()


def test_the_list_shows_every_run_with_its_parts(run: Run) -> None:
    page = signed_in("manager").get("/quality/")
    assert page.status_code == 200
    shown = text(page.content)
    assert shown.index(run.number) < shown.index("JC-00001")
    for figure in Figure.objects.filter(run=run, level="city", indicator__in=INDICATORS):
        assert f"{figure.met:,} / {figure.of:,}" in shown
    assert shown.count('<svg class="spark"') == 5
    assert "冻结并检查" in shown


def test_a_run_shows_rates_districts_rules_and_what_it_could_not_judge(run: Run) -> None:
    shown = text(signed_in("manager").get(f"/quality/{run.number}").content)
    for district in Figure.objects.filter(run=run, level="district").values_list("district", flat=True).distinct():
        assert NAMES[district] in shown
    assert run.snapshot.digest in shown
    assert f"{len(run.not_yet)} 条，没有算作通过" in shown
    assert "上次" in shown
    assert shown.count('<svg class="bars"') == 1
    with scope(session_of("manager")):
        rules = set(Finding.objects.filter(run=run).values_list("rule_id", flat=True))
    assert rules
    for rule in rules:
        assert f"findings?rule={rule}&" in shown


def test_no_page_sets_a_style_or_a_script_inline(run: Run) -> None:
    """The policy forbids both: what breaks it would silently not be seen."""
    for path in (f"/quality/{run.number}", "/quality/", f"/quality/{run.number}/findings"):
        page = signed_in("manager").get(path)
        assert "style=" not in page.content.decode()
        assert not re.search(r"<script(?![^>]* src=)", page.content.decode())
        assert "default-src 'none'" in page["Content-Security-Policy"]


@pytest.mark.parametrize("indicator", ["entry", "completeness", "recording", "anomaly", "duplication"])
def test_parts_of_a_rate_add_up(run: Run, indicator: str) -> None:
    """City = sum of districts = sum of datasets; items complete are judged anew at every level."""
    figures = Figure.objects.filter(run=run, indicator=indicator)
    city = figures.get(level="city")
    for level in ("district", "dataset"):
        if indicator == "completeness" and level == "district":
            continue
        parts = figures.filter(level=level)
        assert sum(f.met for f in parts) == city.met
        assert sum(f.of for f in parts) == city.of
    client = signed_in("supervisor")
    for query in ("", f"&district={DISTRICT}"):
        page = client.get(f"/quality/{run.number}/parts?indicator={indicator}{query}")
        assert page.status_code == 200
    assert client.get(f"/quality/{run.number}/parts?indicator=nonsense&district=x").status_code == 200


def test_findings_page_through_by_key_without_loss(run: Run) -> None:
    client, seen = signed_in("manager"), []
    address = f"/quality/{run.number}/findings"
    while address:
        shown = client.get(address).content.decode()
        seen += re.findall(r"/records/([a-z_]+)/([0-9a-f-]{36})\?case=", shown)
        following = re.search(r'href="(\?[^"]+)" rel="next"', shown)
        address = f"/quality/{run.number}/findings{unescape(following[1])}" if following else ""
    with scope(session_of("manager")):
        wanted = [(d, str(k)) for d, k in Finding.objects.filter(run=run).values_list("dataset", "record_id")]
    assert len(wanted) > queries.PAGE
    assert sorted(seen) == sorted(wanted)


def test_findings_show_no_number_in_clear(run: Run) -> None:
    """Lists cover identity and phone numbers, in the rule's own message too."""
    shown = signed_in("manager").get(f"/quality/{run.number}/findings?rule=R004").content.decode()
    assert "R004" in shown
    assert not re.search(r"(?<![0-9A-Za-z-])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z-])", shown)
    assert "证件号码上是 （打开档案可见）" in shown


@pytest.mark.parametrize("query", ["rule=%00", "rule=R999", "dataset=nobody", "district=999999", "kind=x"])
def test_an_unknown_filter_finds_nothing_and_says_so(run: Run, query: str) -> None:
    page = signed_in("manager").get(f"/quality/{run.number}/findings?{query}")
    assert page.status_code == 200
    assert "没有这样的问题行" in text(page.content)


@pytest.mark.parametrize("after", ["x", "R004_371002_x", "%00_371002_00000000-0000-0000-0000-000000000000"])
def test_a_broken_page_key_begins_at_the_start(run: Run, after: str) -> None:
    assert signed_in("manager").get(f"/quality/{run.number}/findings?after={after}").status_code == 200


def test_a_district_sees_its_own_findings_only(run: Run) -> None:
    contact = signed_in(f"contact-{DISTRICT}")
    shown = text(contact.get(f"/quality/{run.number}/findings?district=371003").content)
    assert "没有这样的问题行" in shown
    with scope(session_of(f"contact-{DISTRICT}")):
        assert set(Finding.objects.filter(run=run).values_list("district", flat=True)) == {DISTRICT}
    # Whoever puts findings right may open the records; without that right there is no link to one.
    assert "/records/person/" in contact.get(f"/quality/{run.number}/findings").content.decode()
    supervisor = signed_in("supervisor")
    assert "/records/person/" not in supervisor.get(f"/quality/{run.number}/findings").content.decode()


@pytest.mark.parametrize("account", ["clerk2", "reviewer2", "admin"])
def test_other_posts_are_refused_and_it_is_on_file(run: Run, account: str) -> None:
    before = refusals("quality.inspect")
    assert signed_in(account).get(f"/quality/{run.number}").status_code == 403
    assert refusals("quality.inspect") == before + 1


def test_who_opens_the_records_sees_the_rows_of_his_district(run: Run) -> None:
    """The contact hands the page's address on; the clerk finds the links to the records there."""
    page = signed_in("clerk2").get(f"/quality/{run.number}/findings")
    assert page.status_code == 200
    assert "/records/" in page.content.decode()
    assert f"/quality/{run.number}/parts" not in page.content.decode()
    assert signed_in("admin").get(f"/quality/{run.number}/findings").status_code == 403


@pytest.mark.parametrize("account", ["supervisor", f"contact-{DISTRICT}"])
def test_only_the_data_manager_inspects(run: Run, account: str) -> None:
    snapshots = Snapshot.objects.count()
    assert signed_in(account).post("/quality/inspect").status_code == 403
    assert Snapshot.objects.count() == snapshots


def test_freeze_and_inspect_makes_the_next_run(run: Run) -> None:
    page = signed_in("manager").post("/quality/inspect")
    assert page.status_code == 302
    assert re.fullmatch(r"/jobs/[0-9a-f-]{36}", page["Location"])
    assert drained() == 1
    made = Run.objects.order_by("-number").first()
    assert made is not None
    assert f"/quality/{made.number}" in signed_in("manager").get(page["Location"]).content.decode()
    assert made.previous is not None
    assert made.snapshot.rows == run.snapshot.rows


def test_nobody_signed_in_is_sent_to_sign_in(run: Run) -> None:
    from django.test import Client

    for path in ("/quality/", f"/quality/{run.number}", "/quality/tasks", f"/quality/{run.number}/report.pdf"):
        page = Client(headers={"host": "localhost"}).get(path)
        assert page.status_code == 302
        assert page["Location"].startswith("/sign-in")


def test_an_unknown_run_is_not_found(run: Run) -> None:
    for number in ("JC-99999", "nonsense"):
        for tail in ("", "/findings", "/parts", "/report", "/report.pdf"):
            assert signed_in("manager").get(f"/quality/{number}{tail}").status_code == 404
