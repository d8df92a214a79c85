"""Employers: whoever acts for one sees what is its own and nothing else, declares its staff and vacancies by form or
file, and takes up what came back. Art. 6(3), 7, 10(1)."""

from pathlib import Path

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError

from jiuye.collection import actions, counter, drafts, queries
from jiuye.collection.models import Submission
from jiuye.front import own_gate
from jiuye.front.demo import session_of
from jiuye.lib.id_token import Claims, LegalPerson
from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import Refused
from jiuye.parties.models import Appointment, Staff
from jiuye.parties.sessions import Session, open_session, scope
from jiuye.records.models import Employer, EmploymentRegistration, Person, Vacancy
from jiuye.server.connect import Instance
from tests.book import entries, refused
from tests.clean import Row, person, write
from tests.own import steps

pytestmark = [pytest.mark.article("6(3)"), pytest.mark.article("10(1)")]


@pytest.fixture(scope="module")
def two(house: Instance) -> tuple[Row, Row]:
    return steps.employer(), steps.employer()


def hand_in(dataset: str, typed: Row, by: Session) -> Submission:
    whole = steps.whole(dataset, typed, by)
    return actions.submit(dataset, whole, by=by, confirmed=steps.EVERY_QUESTION, draft=uuid7())


def test_the_provider_s_word_and_the_file_must_agree(house: Instance, two: tuple[Row, Row]) -> None:
    its, who = two[0], person()
    for code, name, expected in (
        (its["uscc"], "另一家公司", "G025"), ("91371000MISSING001", its["employer_name"], "G024"),
    ):  # fmt: skip
        with refused(house, expected, "parties.sign_in"):
            own_gate.enter_by_name(Claims("01", who["id_number"], who["name"], LegalPerson(code, name)), channel="web")


def test_one_account_for_each_person_and_employer(two: tuple[Row, Row]) -> None:
    who = person()
    one, again, other = (steps.handler(e, who) for e in (two[0], two[0], two[1]))
    assert one.staff_id == again.staff_id != other.staff_id
    assert (one.post, one.own_employer) == ("employer", two[0]["employer_id"])
    assert one.own_index == other.own_index


@pytest.mark.parametrize("factors", ["sms", "password+totp"])
def test_no_other_factor_makes_anybody_an_employer(two: tuple[Row, Row], factors: str) -> None:
    held = Appointment.objects.get(staff_id=steps.handler(two[0]).staff_id)
    with pytest.raises(DatabaseError):
        open_session(held, channel="phone", factors=factors)


def test_what_it_declares_is_reviewed_like_any_other_and_is_its_own(house: Instance, two: tuple[Row, Row]) -> None:
    me, colleague, other = steps.handler(two[0]), steps.handler(two[0]), steps.handler(two[1])
    declared = {"vacancy": steps.vacancy(), "employment_registration": steps.employment()}
    made = [hand_in(d, t, me) for d, t in declared.items()]
    assert {(m.channel, m.employer_id) for m in made} == {("40", two[0]["employer_id"])}
    for m in made:
        actions.accept(m, by=session_of("reviewer2"))
    for by in (me, colleague):
        with scope(by):
            assert {v.employer_id for v in Vacancy.objects.all()} == {two[0]["employer_id"]}
            assert [e.uscc for e in EmploymentRegistration.objects.all()] == [two[0]["uscc"]]
            assert [e.employer_name for e in Employer.objects.all()] == [two[0]["employer_name"]]
            assert not Person.objects.exists()
            assert {s.pk for s in queries.mine(by)} >= {m.pk for m in made}
    with scope(other):
        assert not Vacancy.objects.exists()
        assert not EmploymentRegistration.objects.exists()
        assert not Submission.objects.filter(pk__in=[m.pk for m in made]).exists()
    assert queries.submission(made[0].pk, other) is None


def test_whom_it_hired_reads_his_own_registration(house: Instance, two: tuple[Row, Row]) -> None:
    hired, other = steps.employment(), steps.employment()
    made, also = (hand_in("employment_registration", typed, steps.handler(two[0])) for typed in (hired, other))
    for m in (made, also):
        actions.accept(m, by=session_of("reviewer2"))
    his = own_gate.enter_by_name(Claims("01", hired["id_number"], hired["name"], None), channel="phone")
    with psycopg.connect(house.dsn("app")) as db:
        db.execute("select set_config('jiuye.token', %s, true)", [his.token])
        seen = db.execute("select submission_id from jiuye.records_employmentregistration").fetchall()
    assert seen == [(made.pk,)]


def test_a_person_s_own_session_sees_nothing_of_the_employer_he_acts_for(two: tuple[Row, Row]) -> None:
    from tests.journeys import own_steps

    row = own_steps.citizen()
    mine = own_gate.enter_by_name(Claims("01", row["id_number"], row["name"], None), channel="phone")
    its = steps.handler(two[0], row)
    made = hand_in("vacancy", steps.vacancy(), its)
    with scope(mine):
        assert not Employer.objects.exists()
        assert not Submission.objects.filter(pk=made.pk).exists()
        assert Person.objects.count() == 1
    with scope(its):
        assert not Person.objects.exists()


ATTACKS = [
    "insert into jiuye.collection_submission select (jsonb_populate_record(s, jsonb_build_object("
    " 'id', gen_random_uuid(), 'number', 'CJ-X', 'employer_id', %(other)s::text, 'entry_id', %(entry)s::text))).*"
    " from jiuye.collection_submission s",
    "update jiuye.collection_submission set employer_id = %(other)s, entry_id = %(entry)s::uuid",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_as_the_app_s_login_no_row_of_another_is_read_or_written(
    house: Instance, two: tuple[Row, Row], attack: str
) -> None:
    me, other = steps.handler(two[0]), steps.handler(two[1])
    mine, theirs = hand_in("vacancy", steps.vacancy(), me), hand_in("vacancy", steps.vacancy(), other)
    with psycopg.connect(house.dsn("app")) as db:
        db.execute("set search_path = jiuye, work")
        db.execute("select set_config('jiuye.token', %s, true)", [me.token])
        seen = db.execute("select id from jiuye.collection_submission").fetchall()
        assert (mine.pk,) in seen
        assert (theirs.pk,) not in seen
        assert db.execute("select count(*) from records_employer where uscc = %s", [two[1]["uscc"]]).fetchone() == (0,)
        assert db.execute("select count(*) from records_person").fetchone() == (0,)
        entry = uuid7()
        db.execute("select ledger.open_entry(%s, 'collection.submit', '', null, '', '', '{}', '', null, '{}')", [entry])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute(attack.encode(), {"other": two[1]["employer_id"], "entry": str(entry)})


def test_somebody_not_on_file_or_under_another_name_is_told_so(two: tuple[Row, Row]) -> None:
    me, typed = steps.handler(two[0]), steps.employment()
    stranger = person()
    for wrong in ({"name": "别人"}, {"id_number": stranger["id_number"], "name": stranger["name"]}):
        one = counter.candidate(
            "employment_registration", steps.whole("employment_registration", typed | wrong, me), by=me
        )
        faults = [f for f in counter.judge_candidate(one) if f["severity"] == "error"]
        assert [(f["item"], f["rule_id"]) for f in faults] == [("id_number", "C053")]
        assert "请看证件" in faults[0]["message"]


def test_what_came_back_is_taken_up_by_any_of_them_once(house: Instance, two: tuple[Row, Row]) -> None:
    me, colleague, other = steps.handler(two[0]), steps.handler(two[0]), steps.handler(two[1])
    typed = steps.employment()
    made = hand_in("employment_registration", typed, me)
    actions.return_(made, by=session_of("reviewer2"), code="50", note="工资写错了")
    with pytest.raises(Refused):
        actions.take_up(made, by=other)
    draft = actions.take_up(made, by=colleague)
    held = drafts.load(draft.pk, by=colleague, dataset="employment_registration")
    assert held is not None
    assert held.values.items() >= typed.items() - {("monthly_wage", typed["monthly_wage"])}
    whole = steps.whole("employment_registration", typed | {"monthly_wage": "5000"}, colleague)
    fresh = actions.submit(
        "employment_registration", whole, by=colleague, confirmed=steps.EVERY_QUESTION, draft=draft.pk
    )
    assert fresh.replaces_id == made.pk
    with pytest.raises(Refused):
        actions.take_up(made, by=me)


def upload(path: Path, rows: list[Row]) -> SimpleUploadedFile:
    write(path, rows)
    return SimpleUploadedFile("职工.csv", path.read_bytes())


def test_a_file_of_its_staff_goes_in_once_and_rows_of_others_do_not(
    house: Instance, two: tuple[Row, Row], tmp_path: Path
) -> None:
    me, key = steps.handler(two[0]), uuid7()
    good = [steps.employment() for _ in range(3)]
    foreign = steps.employment() | {"uscc": two[1]["uscc"]}
    nobody = steps.employment() | {"name": "查无此人"}
    rows = [*good, foreign, nobody]
    made = actions.import_own("employment_registration", upload(tmp_path / "a.csv", rows), by=me, draft=key)
    assert (made.rows, made.faulty, made.employer_id, made.channel) == (5, 2, two[0]["employer_id"], "40")
    with scope(me):
        told = {(f["row"], f["rule_id"]) for f in queries.faults(made, me) if f["severity"] == "error"}
    assert told >= {(4, "C051"), (5, "C053")}
    again = actions.import_own("employment_registration", upload(tmp_path / "a.csv", rows), by=me, draft=key)
    assert again.pk == made.pk
    actions.accept(made, by=session_of("reviewer2"))
    with scope(me):
        stored = EmploymentRegistration.objects.filter(submission_id=made.pk)
        assert stored.count() == 3
        assert {(r.employer_id, r.uscc) for r in stored} == {(two[0]["employer_id"], two[0]["uscc"])}


def test_a_file_too_large_or_unreadable_is_refused_on_file(
    house: Instance, two: tuple[Row, Row], tmp_path: Path
) -> None:
    me = steps.handler(two[0])
    large = SimpleUploadedFile("a.csv", b"x" * (1024 * 1024 + 1))
    with refused(house, "C049", "collection.import_batch"):
        actions.import_own("vacancy", large, by=me, draft=uuid7())
    for body in (b"", b"\x00\x01", "甲,乙\n1,2\n".encode()):
        before = len(entries(house, "collection.import_batch", "refused"))
        with pytest.raises(Refused):
            actions.import_own("vacancy", SimpleUploadedFile("a.csv", body), by=me, draft=uuid7())
        assert len(entries(house, "collection.import_batch", "refused")) == before + 1
    assert Staff.objects.get(pk=me.staff_id).employer_id == two[0]["employer_id"]
