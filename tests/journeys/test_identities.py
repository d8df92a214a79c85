"""A thousand hard identities: stored as sent, found by every variant, offered where they are the same, merged by
nobody, printed in their own characters, and known when they come again. Art. 6, 10(3), 14(2)."""

import html
import struct
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from jiuye.collection import actions, staging
from jiuye.collection.models import Submission
from jiuye.front.demo import session_of
from jiuye.lib import fonts
from jiuye.lib.characters import DOT, DOTS, TWINS, by_edition_2022, folded, legible
from jiuye.parties.sessions import scope
from jiuye.records import queries
from jiuye.records.custody.papers import File
from jiuye.records.lineage import actions as lineage
from jiuye.records.lineage.rules import Told
from jiuye.records.matching import Employer, Match, Person, employers, persons
from jiuye.records.models import MODELS, Lineage
from jiuye.server.connect import Instance
from tests.book import asked
from tests.clean import Row, write
from tests.identities import LEVEL_3, Identity, anybody, identities, numbered, renamed
from tests.papers import picture
from tests.quality.small_town import signed_in
from tests.soak import LONG

pytestmark = pytest.mark.article("10(3)")

PAPER = File("登记通知书.png", "07", picture(1))
Write = Callable[[Path, list[Row]], Path]


def in_gb18030(path: Path, rows: list[Row]) -> Path:
    """As software of the edition of 2022 writes it."""
    plain = write(path, rows).read_text(encoding="utf-8")
    path.write_bytes(by_edition_2022(plain).encode("gb18030"))
    return path


def as_xlsx(path: Path, rows: list[Row]) -> Path:
    header = list(dict.fromkeys(name for row in rows for name in row))
    with xlsxwriter.Workbook(str(path.with_suffix(".xlsx")), {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        for at, line in enumerate([header, *([row.get(n, "") for n in header] for row in rows)]):
            for column, text in enumerate(line):
                sheet.write_string(at, column, text)
    return path.with_suffix(".xlsx")


@dataclass(frozen=True)
class Life:
    """The identities, and the record of each; files: (dataset, path) as they were handed in."""

    all: list[Identity]
    records: dict[int, str]
    files: list[tuple[str, Path]]


@pytest.fixture(scope="module", params=[72, pytest.param(1_000, marks=LONG)])
def life(house: Instance, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Life:
    everybody = list(identities(request.param))
    folder = tmp_path_factory.mktemp("life")
    people = [n for n, one in enumerate(everybody) if one.dataset == "person"]
    firms = [n for n, one in enumerate(everybody) if one.dataset == "employer"]
    groups: list[tuple[str, list[int], Write]] = [
        ("person", people[::2], in_gb18030), ("person", people[1::2], as_xlsx), ("employer", firms, write),
    ]  # fmt: skip
    records: dict[int, str] = {}
    files = []
    for at, (dataset, numbers, written) in enumerate(groups):
        path = written(folder / f"{at}.csv", [everybody[n].row for n in numbers])
        made = handed_in(dataset, path)
        told = staging.counts(dataset, made.pk)
        assert told == {"clean": len(numbers)}, staging.faults_of(dataset, made.pk)[:5]
        actions.accept(made, by=session_of("reviewer2"))
        with scope(session_of("manager")):
            rows = MODELS[dataset].objects.filter(submission_id=made.pk).order_by("row_no").values_list("pk", flat=True)
            records |= dict(zip(numbers, map(str, rows), strict=True))
        files.append((dataset, path))
    for n, one in enumerate(everybody):
        for fact in one.lineage:
            happened(one.dataset, records[n], fact)
    return Life(everybody, records, files)


def happened(dataset: str, key: str, told: Told) -> None:
    """Stated by one on paper, confirmed by another."""
    with scope(session_of("manager")):
        record = MODELS[dataset].objects.get(pk=key)
    made = lineage.state_lineage(record, told, by=session_of("clerk2"), paper=PAPER)
    lineage.confirm_lineage(made, by=session_of("reviewer2"))


def handed_in(dataset: str, path: Path) -> Submission:
    return actions.import_batch(dataset, path, by=session_of("clerk2"))[0]


def test_everybody_is_stored_as_sent(life: Life) -> None:
    with scope(session_of("manager")):
        for n, one in enumerate(life.all):
            record = MODELS[one.dataset].objects.get(pk=life.records[n])
            assert (record.name if one.dataset == "person" else record.employer_name) == one.stored, one
            for column in ("曾用名", "原名称", "注册号"):
                assert record.extra.get(column) == one.row.get(column), one


@pytest.mark.article("2(1)")
def test_what_happened_to_them_is_stored_as_told(life: Life) -> None:
    with scope(session_of("manager")):
        for n, one in enumerate(life.all):
            held = Lineage.objects.filter(record_id=life.records[n], state="confirmed").order_by("id")
            assert [Told(**{f.name: getattr(fact, f.name) for f in fields(Told)}) for fact in held] == one.lineage


def test_everybody_is_found_by_every_variant(life: Life) -> None:
    by = session_of("manager")
    lost = []
    with scope(by):
        for n, one in enumerate(life.all):
            for text in one.found_by:
                found = queries.look_up(text, by=by)
                if life.records[n] not in {str(r.pk) for r in found.records} and not found.more:
                    lost.append((one.kind, text, one.row))
    assert not lost, (len(lost), lost[:3])


def test_who_is_the_same_is_offered(life: Life) -> None:
    missed = []
    for n, one in enumerate(life.all):
        for other in one.same:
            found = offered(one.dataset, other)
            if life.records[n] not in {str(m.id) for m in found}:
                missed.append((one.kind, other, found))
    assert not missed, (len(missed), missed[:3])


@pytest.mark.article("9(2)")
@pytest.mark.parametrize("every", [3, pytest.param(1, marks=LONG)])
def test_everybody_leaves_whole_on_file_and_on_paper(life: Life, every: int) -> None:
    """A life as JSON and as pages to print: the name, and what happened to it, in characters that print."""
    clerk, lost = signed_in("clerk2"), []
    some = [n for n, one in enumerate(life.all) if one.lineage or n % every == 0]
    for n in some:
        one, address = life.all[n], f"/maintenance/life/{life.all[n].dataset}/{life.records[n]}"
        told = clerk.post(address, {"case": "其他：法院调取 WT-1", "format": "json"}).json()
        values = {i["item"]: i["value"] for g in told["groups"] for i in g["items"]}
        name = values["name" if one.dataset == "person" else "employer_name"]
        page = html.unescape(clerk.post(address, {"case": "其他：法院调取 WT-1", "format": "print"}).content.decode())
        said = [text for fact in one.lineage for text in (fact.former, fact.later, fact.other_name, fact.other_uscc)]
        facts = {text for fact in told["lineage"] for text in fact.values()}
        if folded(name) != folded(one.stored) or not set(filter(None, said)) <= facts:
            lost.append((one.kind, "json", told))
        if any(legible(text) not in page for text in [one.stored, *said]):
            lost.append((one.kind, "print", page))
    assert not lost, (len(lost), lost[0])


def offered(dataset: str, row: Row) -> list[Match]:
    if dataset == "employer":
        return employers(Employer(row["uscc"], row["employer_name"]))
    born = date.fromisoformat(row["birth_date"]) if row.get("birth_date") else None
    return persons(Person(row["id_number"], row["name"], row.get("sex", ""), born))


@pytest.mark.article("14(2)")
def test_two_of_one_name_and_birthday_are_offered_to_each_other_and_stay_two(house: Instance, life: Life) -> None:
    """People are different until somebody says otherwise, under an order."""
    one = next(i for i in life.all if i.kind == "beyond the basic plane")
    other = anybody() | {k: one.row[k] for k in ("name", "birth_date", "sex")}
    other |= {"id_type": "08", "id_number": "E90000001", "nationality": "FRA", "social_security_number": ""}
    assert "same_person" in {m.level for m in offered("person", other)}
    made = actions.submit("person", other, by=session_of("clerk2"), confirmed=[f"R{n:03d}" for n in range(1, 229)])
    actions.accept(made, by=session_of("reviewer2"))
    people = sum(1 for i in life.all if i.dataset == "person")
    assert asked(house, "select count(*) from jiuye.records_person where merged_into_person_id is null") == people + 1
    assert (
        asked(house, "select count(*) from jiuye.records_employer where merged_into_employer_id is null")
        == len(life.all) - people
    )


def test_coming_again_in_whatever_file_everybody_is_known(life: Life, tmp_path: Path) -> None:
    for dataset, path in life.files:
        again = handed_in(dataset, path)
        assert (again.rows, again.already_known) == (again.rows, again.rows)
    people = [one.row for one in life.all if one.dataset == "person"]
    for at, written in enumerate((in_gb18030, as_xlsx)):
        again = handed_in("person", written(tmp_path / f"{at}.csv", people))
        assert again.already_known == again.rows == len(people)


# ── characters ─────────────────────────────────────────────────────────────


def test_every_look_alike_is_the_dot(house: Instance, tmp_path: Path) -> None:
    rows = [renamed(anybody(), f"阿依{sign}古丽{n % 5 * '江'}") for n, sign in enumerate(DOTS + ".。｡")]
    made = handed_in("person", in_gb18030(tmp_path / "dots.csv", rows))
    assert staging.counts("person", made.pk) == {"clean": len(rows)}
    names = asked(house, "select array_agg(name) from work.stage_person where submission_id = %s", made.pk)
    assert {name[2] for name in names} == {DOT}


def test_level_3_is_read_compared_and_written_without_loss() -> None:
    whole = "".join(LEVEL_3)
    assert len(LEVEL_3) == 60_317
    assert folded(whole) == legible(whole) == whole
    assert by_edition_2022(by_edition_2022(whole).encode("gb18030").decode("gb18030")) == whole
    swapped = "\u9fb4\u9fbb\u1e3f\ufe10\ufe19"
    assert by_edition_2022(swapped).encode("gb18030") == b"\xfe\x59\xfe\xa0\xa8\xbc\xa6\xd9\xa6\xf3"


def test_a_twin_is_its_character() -> None:
    assert (TWINS[0xE863], len(TWINS)) == (0x4DAE, 80)
    for private, real in TWINS.items():
        assert folded(chr(private)) == folded(chr(real))
        assert legible(chr(private)) == chr(real)


@pytest.mark.parametrize("every", [29, pytest.param(1, marks=LONG)])
def test_names_of_all_of_level_3_are_names(house: Instance, tmp_path: Path, every: int) -> None:
    some, base = LEVEL_3[::every], anybody()
    names = ["丛" + "".join(some[at : at + 49]) for at in range(0, len(some), 49)]
    rows = [numbered(renamed(base, name), "08", f"E{at}00000", "FRA") for at, name in enumerate(names)]
    made = handed_in("person", in_gb18030(tmp_path / "level3.csv", rows))
    assert staging.counts("person", made.pk) == {"clean": len(rows)}, staging.faults_of("person", made.pk)[:3]


@pytest.mark.skipif(fonts.rare() is None, reason=f"not run: install Debian's {fonts.PACKAGE}")
def test_the_faces_have_every_character_of_level_3() -> None:
    folder = fonts.rare()
    assert folder is not None
    drawn = set().union(*(characters(folder / f"{face}.ttf") for face in fonts.FACES))
    assert [c for c in LEVEL_3 if ord(c) not in drawn] == []
    assert [hex(real) for real in TWINS.values() if real not in drawn and real > 0x3000] == []


def characters(path: Path) -> set[int]:
    """What a TrueType face has a glyph for: its table of segments with 32 bits (cmap format 12)."""
    data = path.read_bytes()
    tables = {data[at : at + 4]: struct.unpack_from(">II", data, at + 8) for at in range(12, 12 + 16 * data[5], 16)}
    start = tables[b"cmap"][0]
    (subtables,) = struct.unpack_from(">H", data, start + 2)
    places = {start + struct.unpack_from(">I", data, start + 8 + 8 * n)[0] for n in range(subtables)}
    found: set[int] = set()
    for at in (place for place in places if struct.unpack_from(">H", data, place)[0] == 12):
        for n in range(struct.unpack_from(">I", data, at + 12)[0]):
            first, last, _ = struct.unpack_from(">III", data, at + 16 + 12 * n)
            found.update(range(first, last + 1))
    return found
