"""2,075 real employers of the market regulator, taken over as they are. Art. 8, 14(2)."""

import csv
from pathlib import Path

import pytest

from jiuye.collection import actions, staging
from jiuye.collection.channels.capital import parse_capital
from jiuye.collection.models import Submission
from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.parties.sessions import scope
from jiuye.records.models import Employer
from jiuye.server.connect import Instance
from tests.book import asked
from tests.collection.steps import order

pytestmark = [pytest.mark.article("8"), pytest.mark.shared]

FILE, ROWS = "data/weihai-employers-1980-2000.csv", 2_075


@pytest.fixture(scope="module")
def taken(house: Instance) -> Submission:
    """The file after its first import."""
    path = Path(__file__).resolve().parents[3] / "shared" / FILE
    if not path.exists():
        pytest.skip("the material beside the repository is not here")
    order(session_of, "市监-1", rows=ROWS)
    return take(path)


def take(path: Path) -> Submission:
    s, _ = actions.inherit(
        "employer", path, by=session_of("manager"), order_number="市监-1", mapping="market-regulation"
    )
    return s


def rows_of(shared: Path) -> list[dict[str, str]]:
    with (shared / FILE).open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def employers() -> list[Employer]:
    with scope(session_of("manager")):
        return list(Employer.objects.order_by("row_no"))


def test_every_row_is_admitted_or_refused_with_a_reason(house: Instance, taken: Submission) -> None:
    assert taken.rows == ROWS
    standing = staging.counts("employer", taken.pk)
    assert taken.admitted + standing.get("nameless", 0) == ROWS
    assert asked(house, "select count(*) from jiuye.records_employer") == taken.admitted
    assert taken.faulty == standing.get("nameless", 0)
    faults = staging.faults_of("employer", taken.pk, None)
    reasons = {f["row"] for f in faults if f["severity"] == "error"}
    stored = {e.row_no: e for e in employers()}
    for row_no in range(1, ROWS + 1):
        assert row_no in stored or row_no in reasons
    assert sum(1 for e in stored.values() if e.verdicts) == taken.admitted_with_faults
    assert all(f["message"] for f in faults)


def test_a_second_import_changes_nothing(house: Instance, taken: Submission, shared: Path) -> None:
    book = "select count(*) from history.version where tbl = 'records_employer'"
    before = asked(house, book)
    s = take(shared / FILE)
    assert (s.admitted, s.already_known) == (0, taken.admitted)
    assert asked(house, "select count(*) from jiuye.records_employer") == taken.admitted
    assert asked(house, book) == before


def test_what_was_written_stands_as_it_was_written(house: Instance, taken: Submission, shared: Path) -> None:
    rows = rows_of(shared)
    for e in employers():
        assert e.row_no is not None
        row = rows[e.row_no - 1]
        assert e.employer_name == row["企业名称"]
        assert (e.uscc or "N/A") == row["统一社会信用代码"]


def test_capital_keeps_its_text_and_has_an_amount_where_it_is_clear(
    house: Instance, taken: Submission, shared: Path
) -> None:
    rows, clear, unclear = rows_of(shared), 0, 0
    for e in employers():
        assert e.row_no is not None
        text = rows[e.row_no - 1]["注册资金"]
        if text.strip() in ("", "N/A"):
            assert not any("capital" in name for name in e.extra)
            continue
        assert e.extra["registered_capital_text"] == text
        parsed = parse_capital(text)
        clear, unclear = clear + bool(parsed), unclear + (not parsed)
        amount = (e.extra.get("registered_capital"), e.extra.get("registered_capital_currency"))
        assert amount == ((str(parsed[0]), parsed[1]) if parsed else (None, None)), text
        assert e.extra.get("registered_capital_unclear", False) is (parsed is None), text
    assert clear > 1_500
    assert unclear > 0


def test_the_zone_that_is_no_division_goes_to_its_district(house: Instance, taken: Submission) -> None:
    """371081 was 文登市; since 2014 it is 文登区, 371003."""
    old = [e for e in employers() if (e.uscc or "")[2:8] == "371081"]
    assert len(old) > 50
    assert {e.district for e in old} == {"371003"}
    assert {e.division_code for e in old} <= {"371003", None}


def test_no_row_is_dated_after_today(house: Instance, taken: Submission) -> None:
    assert all(e.registered_date is None or e.registered_date <= clock.today() for e in employers())
