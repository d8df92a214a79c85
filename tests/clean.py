"""Clean persons to begin with, never the same twice in one process, and files of them. Synthetic."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from jiuye.collection.rows import system_filled
from jiuye.lib import clock
from jiuye.standards.catalogue import load_files
from jiuye.town import generate

Row = dict[str, str]
LEFT_OUT = system_filled(load_files().items["person"]) | {"person_id"}
TOWN = 3000  # persons made at a time


def person(**changed: str) -> Row:
    """What a clerk types for one living person with an identity card, of whom tests may change or merge any item: no
    other paper repeats his number, he has no degree, whose school, day and subject hang together, and has not retired,
    whose day may raise a question.
    `changed` items are written otherwise ("" leaves one out)."""
    usual = (p for p in iter(lambda: persons(1)[0], None) if _usual(p))
    return {n: v for n, v in (next(usual) | changed).items() if v}


def _usual(row: Row) -> bool:
    plain = not (row["disability_cert_no"] or row["graduated_school"] or row["retired_date"])
    return plain and (row["id_type"], row["survival_status"]) == ("01", "1")


def persons(number: int) -> list[Row]:
    """Persons as a clerk types them: no item the system fills, no business number; empty items are "" ."""
    return [{n: v for n, v in row.items() if n not in LEFT_OUT} for row in legacy(number)]


def legacy(number: int) -> list[Row]:
    """Persons as an older system exports them, whole."""
    return [dict(next(_people())) for _ in range(number)]


@lru_cache(maxsize=1)
def _people() -> Iterator[Row]:
    """As many as one test process asks for: town after town, nobody's number twice."""
    given: set[str] = set()
    for row in (row for seed in count(11) for row in _town(seed)):
        if row["id_number"] not in given:
            given.add(row["id_number"])
            yield row


def _town(seed: int) -> list[Row]:
    with TemporaryDirectory() as folder:
        town = generate(TOWN, seed, 0, Path(folder), as_of=clock.today())
        with town.files["person"].open(encoding="utf-8", newline="") as f:
            return list(csv.DictReader(f))


def write(path: Path, rows: Sequence[Mapping[str, str]], encoding: str = "utf-8") -> Path:
    """An import file of these rows; its header is every item any of them has."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding=encoding, newline="") as f:
        writer = csv.DictWriter(f, header)
        writer.writeheader()
        writer.writerows(rows)
    return path
