"""The notation is read whole, and each convention of `semantics` holds. Art. 14."""

import ast
import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.oracle import NotationError, load
from tests.oracle.conftest import CATALOGUE, write
from tests.oracle.notation import And, Compare, Not, Or, Subquery
from tests.oracle.parser import parse
from tests.oracle.semantics import executable
from tests.oracle.town import catalogue_rows

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "standards" / "rules.csv"
NO_PERSON = "exists(person p2 where p2.person_id != person.person_id and {})"


def test_oracle_imports_nothing_of_the_product() -> None:
    for path in HERE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.split(".")[0] == "jiuye"], path


def test_every_original_is_read() -> None:
    rules = catalogue_rows(CATALOGUE, "rules")
    assert len([parse(rule["original"]) for rule in rules]) >= 228


@pytest.mark.shared
def test_originals_are_those_of_the_standard() -> None:
    if not SHARED.exists():
        pytest.skip("the material beside the repository is absent")
    ours = {rule["rule_id"]: rule["original"] for rule in catalogue_rows(CATALOGUE, "rules")}
    with SHARED.open(encoding="utf-8-sig", newline="") as f:
        theirs = {rule["rule_id"]: rule["expression"] for rule in csv.DictReader(f)}
    assert len(theirs) == 228
    assert {k: ours.get(k) for k in theirs} == theirs
    assert all(parse(text) for text in theirs.values())


def test_precedence_is_pythons() -> None:
    tree = parse("a.x == 1 and not a.y == 2 or a.z < 1 + 2 * 3")
    assert isinstance(tree, Or)
    first, last = tree.parts
    assert isinstance(first, And)
    assert isinstance(first.parts[1], Not)
    assert isinstance(last, Compare)
    assert last.right == parse("1 + (2 * 3)")


def test_subqueries_name_their_dataset() -> None:
    for text, dataset, alias in [
        ("exists(person where person.name is null)", "person", "person"),
        ("count(person p2 where p2.name is null)", "person", "p2"),
        ("max(employer.registered_date where employer.uscc is null)", "employer", "employer"),
        ("count_distinct(g.name for person g where g.name is null)", "person", "g"),
    ]:
        tree = parse(text)
        assert isinstance(tree, Subquery)
        assert (tree.dataset, tree.alias) == (dataset, alias)


@pytest.mark.parametrize("text", ["a.b ==", "a.b == 'x", "a.b ! 1", "f(1", "a.b == 1 == 2", "min(1 where 1)"])
def test_what_is_not_notation_is_refused(text: str) -> None:
    with pytest.raises(NotationError):
        parse(text)


@pytest.mark.parametrize("text", ["person.nothing is null", "nothing(person.name)", "person.birth_date == 'x'"])
def test_what_cannot_be_judged_is_refused(text: str, holds: Callable[..., bool]) -> None:
    with pytest.raises(NotationError):
        holds(text)


def test_rules_with_a_reason_are_left_out() -> None:
    assert executable({"dataset": "person", "original": "1 == 1", "not_yet": ""})
    assert not executable({"dataset": "person", "original": "1 == 1", "not_yet": "需要共享信息"})
    drafts = [{**rule} for rule in catalogue_rows(CATALOGUE, "rules") if rule["rule_id"] <= "R228"]
    for draft in drafts:
        del draft["not_yet"]
    assert len([draft for draft in drafts if executable(draft)]) == 228


@pytest.mark.parametrize(
    "text",
    [
        "person.name == 'x'", "person.name != 'x'", "not person.name == 'x'", "not match(person.name, 'x')",
        "person.name in ('x')", "person.name not in ('x')",
        "not (person.name == 'x' and person.person_id == 'P1')",
        "not record_exists('person', person.name)", "not placeholder(person.name)",
        "to_date(person.name) is null", "to_date(person.name) is not null",
        "(person.name == 'x') != (person.death_date is not null)",
        "(person.name == 'x' or person.person_id == 'P1') == (person.death_date is null)",
        "exists(person p2 where p2.name == person.name)",
        "not exists(person p2 where p2.name == person.name)",
        "not exists(person p2 where p2.person_id == 'P9' and p2.name == person.name)",
        "exists(person p2 where p2.person_id == person.person_id or p2.name == person.name)",
        "count(person p2 where p2.name == person.name) < 5", "person(person.name).name is null",
        "param('minimum_wage', person.name) > 0",
        "as_of(person(person.person_id), person.birth_date).person_id == 'P1'",
        "1 == 1 or (1 if person.name == 'x' else 2) == 1", "nvl(person.name, person.major) == 'x'",
    ],
)  # fmt: skip
def test_null_is_never_a_fault(text: str, holds: Callable[..., bool]) -> None:
    assert not holds(text)


@pytest.mark.parametrize(
    "text",
    [
        "person.name is null", "person.name == 'x' or person.person_id == 'P1'",
        "nvl(person.name, 'x') == 'x'",
        "to_date(person.person_id) is null", "person('P9').name is null", "person('P1').name is null",
        "not exists(person p2 where p2.name == 'x')", "(person.name is null) == (person.major is null)",
        "exists(person p2 where p2.person_id == nvl(person.name, 'P1'))",
        "exists(person p2 where p2.person_id == person.person_id and person.name is null)",
        "max(person.birth_date where person.person_id == 'P9') is null",
        "least(person.birth_date, date('2020-01-02')) == date('2020-01-02')",
        "count(person p2 where p2.person_id == person.person_id) == 1", "record_exists('person', 'P1')",
        "not record_exists('training', 'P1')", "param('minimum_wage', 'x') == 2010",
        "today() == date('2025-06-30') and now() > today()", "gb2260_all_years() is not null",
        "'371002' in gb2260_all_years() and '371022' in codelist('division_all_years')",
        "'371022' not in codelist('division_all')", "'371002' in codelist('weihai_id_region')",
        "(1 if person.person_id == 'P1' else 2) == 1", "'abcdef'[1:3] == 'bc' and 'ab'[1:9] == 'b'",
        "7 % 2 == 1 and 0 - 3 < 2 * 2 and abs(0 - 2) == 2 and int('12') == 12 and length('ab') == 2",
        "format(date('2025-03-04'), 'YYYYMMDD') == '20250304' and format(today(), 'YY') == '25'",
    ],
)  # fmt: skip
def test_what_is_there_is_judged(text: str, holds: Callable[..., bool]) -> None:
    assert holds(text)


def test_inner_nulls_only_drop_their_row(holds: Callable[..., bool]) -> None:
    others = [{"person_id": "P2", "major": "会计"}, {"person_id": "P3", "name": "", "major": ""}]
    assert holds(NO_PERSON.format("p2.major == person.major"), others, major="会计")
    assert not holds(NO_PERSON.format("p2.name == person.name"), others, name="王小明")
    assert holds("not " + NO_PERSON.format("p2.name == person.name"), others, name="王小明")
    assert holds("count_distinct(p2.major for person p2 where p2.person_id != 'P1') == 1", others)


def test_nested_subqueries_reach_all_records_outside(holds: Callable[..., bool]) -> None:
    inside = "exists(person p3 where p3.major == p2.major and p3.sex == person.sex)"
    text = f"exists(person p2 where p2.person_id != person.person_id and {inside})"
    others = [{"person_id": "P2", "major": "会计"}, {"person_id": "P3", "major": "会计", "sex": "2"}]
    assert holds(text, others, sex="2")
    assert not holds(text, others, sex="1")
    assert not holds(text, others, sex="")


def test_positions_beyond_the_end(holds: Callable[..., bool]) -> None:
    assert holds("person.name[5:9] == ''", name="甲乙")
    assert not holds("person.name[5] == '' or person.name[5] != 'x'", name="甲乙")


def test_uniqueness_judges_valid_unmerged_rows_only(holding: Callable[..., set[int]]) -> None:
    rows = [
        {"person_id": "P1", "valid_flag": "1", "merged_into_person_id": ""},
        {"person_id": "P2", "valid_flag": "0", "merged_into_person_id": ""},
        {"person_id": "P3", "valid_flag": "1", "merged_into_person_id": "P1"},
        {"person_id": "P4", "valid_flag": "", "merged_into_person_id": ""},
    ]
    assert holding("person.person_id is not null", person=rows) == {1, 2, 3, 4}
    assert holding("person.person_id is not null", dimension="唯一性", person=rows) == {1}


def test_files_are_read_as_written(tmp_path: Path) -> None:
    row = {"person_id": " P1", "name": "　", "birth_date": "1990-02-30", "created_at": "2025-01-02 03:04:05"}
    write(tmp_path, {"person": [row, {"person_id": "P2", "birth_date": "1990-2-3", "unknown": "x"}]})
    with (tmp_path / "person.csv").open("a", encoding="utf-8") as f:
        f.write("\nP3\n")
    town = load(tmp_path, CATALOGUE)
    table = town.tables["person"]
    assert table.values("person_id") == [" P1", "P2", "P3"]
    assert table.values("name") == table.values("birth_date") == [None] * 3
    assert str(table.values("created_at")[0]) == "2025-01-02 03:04:05"
    assert town.uncast == {("person", 1, "birth_date"), ("person", 2, "birth_date")}
    assert town.tables["employer"].rows == []
