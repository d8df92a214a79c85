"""初审: money takes two reviewers, neither of them the collector; a batch has its limit. Art. 6(4), 7."""

from pathlib import Path

import psycopg
import pytest

from jiuye.collection import actions, queries
from jiuye.collection.models import Submission
from jiuye.collection.terms import terms
from jiuye.front.demo import order, session_of
from jiuye.lib import clock
from jiuye.parties.act import act
from jiuye.parties.sessions import scope
from jiuye.records.models import Subsidy
from jiuye.server.connect import Instance
from jiuye.standards.catalogue import DATASETS
from jiuye.town import generate
from tests.book import SessionOf, asked, entries, refused
from tests.clean import persons
from tests.collection.steps import again, handed_in, imported
from tests.standards.steps import published

pytestmark = pytest.mark.article("7")


@pytest.fixture(scope="module")
def claims(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of subsidies of people who are all on file."""
    order()
    town = generate(400, 5, 0, tmp_path_factory.mktemp("town"), as_of=clock.today())
    for dataset in DATASETS:
        if dataset not in ("subsidy", "acceptance", "e_archive"):
            actions.inherit(dataset, town.files[dataset], by=session_of("manager"), order_number="DEMO-1")
    return town.files["subsidy"]


@pytest.fixture(scope="module")
def claim(claims: Path) -> Submission:
    return actions.import_batch("subsidy", claims, by=session_of("clerk"))[0]


def test_what_it_asks_for_in_all_decides(house: Instance, claim: Submission) -> None:
    total = asked(
        house, "select sum(greatest(applied_amount, approved_amount, paid_amount)) from work.stage_subsidy"
        " where submission_id = %s and standing = 'clean'", claim.pk,
    )  # fmt: skip
    assert total >= 5000
    assert (claim.amount, claim.double) == (total, True)


def test_one_reviewer_alone_makes_no_record_of_it(house: Instance, session: SessionOf, claim: Submission) -> None:
    with refused(house, "C041", "collection.accept"):
        actions.accept(claim, by=session("reviewer"))
    assert asked(house, "select count(*) from jiuye.records_subsidy where submission_id = %s", claim.pk) == 0


@pytest.mark.parametrize(("who", "first"), [("reviewer", None), ("reviewer", "reviewer"), ("reviewer", "clerk")])
def test_nor_does_the_database(
    house: Instance, session: SessionOf, claim: Submission, who: str, first: str | None
) -> None:
    """Past every rule in Python: nobody, the same hand twice, the collector as the first."""
    by = session(who)
    before, other = again(claim, session), session(first).staff_id if first else None

    def attempt() -> None:
        with act("collection.accept", by=by, on=before) as entry:
            before.state, before.reviewed_by_id, before.reviewed_at = "accepted", by.staff_id, entry.at
            if other:
                before.first_reviewed_by_id, before.first_reviewed_at = other, entry.at
            entry.put(before)

    with pytest.raises(Exception, match=r"money_reviewed_by_two|first_reviewed_by_another"):
        attempt()
    assert again(claim, session).state == "submitted"


def test_nor_the_owner_of_the_tables_nor_a_first_chunk(house: Instance, claim: Submission) -> None:
    with psycopg.connect(house.superuser_dsn()) as db, pytest.raises(psycopg.errors.CheckViolation):
        db.execute("update jiuye.collection_submission set admitted = 1 where id = %s", [claim.pk])
    with psycopg.connect(house.superuser_dsn()) as db, pytest.raises(psycopg.errors.CheckViolation):
        db.execute("update jiuye.collection_submission set amount = null where id = %s", [claim.pk])


def test_two_reviewers_do_and_both_are_on_the_record(house: Instance, session: SessionOf, claim: Submission) -> None:
    one, other = session("reviewer3"), session("reviewer")
    with refused(house, "JY403", "collection.first_review"):
        actions.first_review(claim, by=session("clerk"))
    actions.first_review(claim, by=one, note="金额与花名册一致")
    assert entries(house, "collection.first_review", "done")[-1].why == "金额与花名册一致"
    with scope(one):
        assert claim.pk not in {w.pk for w in queries.to_review(one)}
    with refused(house, "C044", "collection.first_review"):
        actions.first_review(again(claim, session), by=other)
    with refused(house, "C042", "collection.accept"):
        actions.accept(again(claim, session), by=one)
    actions.accept(again(claim, session), by=other)
    with scope(other):
        stored = Subsidy.objects.filter(submission_id=claim.pk).first()
    assert stored is not None
    assert (stored.first_reviewer_id, stored.reviewer_id, stored.handler_id) == ("REVIEWER3", "REVIEWER", "CLERK")
    assert stored.first_reviewed_at is not None


def test_one_is_enough_where_no_money_is(house: Instance, session: SessionOf) -> None:
    s = handed_in(session)
    assert (s.amount, s.double) == (None, False)
    with refused(house, "C043", "collection.first_review"):
        actions.first_review(s, by=session("reviewer2"))


def test_a_batch_has_its_limit(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    assert terms().batch_rows > 100_000
    published(session, {"do": "set_parameter", "name": "batch_accept_rows", "value": "3"})
    s = imported(session, tmp_path / "p.csv", persons(4))
    with refused(house, "C040", "collection.accept"):
        actions.accept(s, by=session("reviewer2"))
    actions.return_(again(s, session), by=session("reviewer2"), code="50", note="请拆成两个文件")
    assert actions.accept(imported(session, tmp_path / "q.csv", persons(3)), by=session("reviewer2")).admitted == 3
