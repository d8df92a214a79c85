"""批量导入: every row of a file is judged; the clean ones wait for a second person. Art. 6(1)."""

from pathlib import Path

import pytest

from jiuye.collection import actions, queries, staging
from jiuye.collection.models import Submission
from jiuye.parties.sessions import scope
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf, entries, refused
from tests.clean import persons, write
from tests.collection.steps import again, imported, in_use, staged

pytestmark = pytest.mark.article("6(1)")


def standing(s: Submission) -> dict[str, int]:
    return staging.counts("person", s.pk)


def test_clean_rows_wait_and_faulty_ones_are_listed_with_all_their_faults(
    house: Instance, session: SessionOf, tmp_path: Path
) -> None:
    rows = persons(6)
    rows[1] |= {"name": "李4", "sex": "男", "mobile_phone": "12345"}
    rows[4] |= {"birth_date": "不详", "name": ""}
    s = imported(session, tmp_path / "p.csv", rows)
    assert (s.rows, s.faulty, s.already_known, s.state) == (6, 2, 0, "submitted")
    assert standing(s) == {"clean": 4, "faulty": 2}
    by = session("clerk2")
    with scope(by):
        told = queries.faults(s, by)
    assert {(f["row"], f["item"], f["rule_id"]) for f in told} >= {
        (2, "name", "R011"), (2, "sex", "I04"), (2, "mobile_phone", "R012"),
        (5, "birth_date", "I01"), (5, "name", "I05"),
    }  # fmt: skip
    assert {f["row"] for f in told} == {2, 5}
    assert all(f["message"] and f["severity"] == "error" for f in told)
    assert in_use(house) == 0
    assert entries(house, "collection.import_batch", "done")[-1].subject_id == s.pk


def test_uploading_again_after_acceptance_adds_nothing(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    rows = persons(5)
    actions.accept(imported(session, tmp_path / "p.csv", rows), by=session("reviewer2"))
    before = in_use(house)
    s = imported(session, tmp_path / "again.csv", rows)
    assert (s.rows, s.already_known, s.faulty) == (5, 5, 0)
    actions.accept(s, by=session("reviewer2"))
    assert in_use(house) == before
    assert again(s, session).admitted == 0


def test_the_corrected_file_adds_only_the_corrected_rows(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    good = persons(5)
    bad = [row | ({"name": "张5"} if n in (0, 3) else {}) for n, row in enumerate(good)]
    actions.accept(imported(session, tmp_path / "p.csv", bad), by=session("reviewer2"))
    before = in_use(house)
    s = imported(session, tmp_path / "p.csv", good)
    assert (s.already_known, s.faulty) == (3, 0)
    actions.accept(s, by=session("reviewer2"))
    assert in_use(house) == before + 2
    assert again(s, session).admitted == 2


def test_one_file_handed_in_twice_before_review_enters_once(
    house: Instance, session: SessionOf, tmp_path: Path
) -> None:
    rows = persons(4)
    first, second = (imported(session, tmp_path / f"{n}.csv", rows) for n in "12")
    before = in_use(house)
    actions.accept(first, by=session("reviewer2"))
    actions.accept(second, by=session("reviewer2"))
    assert in_use(house) == before + 4
    assert again(second, session).already_known == 4


def test_the_same_person_twice_in_one_file_is_stopped_at_both(
    house: Instance, session: SessionOf, tmp_path: Path
) -> None:
    one, other = persons(2)
    s = imported(session, tmp_path / "p.csv", [one, other, one | {"remarks": "又一次"}])
    assert standing(s) == {"clean": 1, "faulty": 2}
    assert s.duplicates == 2


def test_a_question_in_a_file_does_not_stop_the_row(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    rows = persons(2)
    rows[0] |= {"hukou_type": "11", "hukou_division": "110101"}
    s = imported(session, tmp_path / "p.csv", rows)
    assert standing(s) == {"clean": 2}
    assert [f["rule_id"] for f in staging.faults_of("person", s.pk)] == ["R031"]


def test_trying_it_out_leaves_nothing(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    rows = persons(3)
    rows[0]["sex"] = "9999"
    before = staged(house), len(entries(house))
    trial = actions.dry_run("person", write(tmp_path / "p.csv", rows), by=session("clerk2"))
    assert trial.counts == {"clean": 2, "faulty": 1}
    assert trial.faults[0]["row"] == 1
    assert (staged(house), len(entries(house))) == before


def test_what_the_standard_does_not_know_is_kept_beside_the_row(
    house: Instance, session: SessionOf, tmp_path: Path
) -> None:
    rows = [row | {"备用栏": "旧编号 17"} for row in persons(2)]
    s, reading = actions.import_batch("person", write(tmp_path / "p.csv", rows), by=session("clerk2"))
    assert [n.code for n in reading.notes] == ["unknown_column"]
    actions.accept(s, by=session("reviewer2"))
    with scope(session("reviewer2")):
        kept = list(Person.objects.filter(submission_id=s.pk).values_list("extra", flat=True))
    assert kept == [{"备用栏": "旧编号 17"}] * 2


@pytest.mark.parametrize("who", ["reviewer2", "manager", "supervisor"])
def test_other_posts_import_nothing(house: Instance, session: SessionOf, tmp_path: Path, who: str) -> None:
    before = staged(house)
    with refused(house, "JY403", "collection.import_batch"):
        imported(session, tmp_path / "p.csv", persons(2), by=who)
    assert staged(house) == before
