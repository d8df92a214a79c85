"""A town to order: the import files and the truth about every fault; the same bytes for the same seed."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from jiuye.town import market, numbers, people, places, shared, story
from jiuye.town.days import at, workday
from jiuye.town.desk import SERVICES, Desk
from jiuye.town.employers import Employer, Employers, employer_row
from jiuye.town.faults import EmployerFaults, PersonFaults
from jiuye.town.population import Population
from jiuye.town.rows import Bundle, Row, Writer

AHEAD = 20  # faulty rows by which faults that few people fit may run ahead of the rate
ROWS_PER_PERSON = 5.1
TWO_ROUNDS = 620  # faulty rows in which every kind comes about twice
RECENT = 400  # clean people kept at hand, so that a duplicate can be made of one


@dataclass(frozen=True)
class Summary:
    """files: path by dataset, and "truth"; rows: rows by dataset; planted: lines of truth."""

    files: dict[str, Path]
    rows: dict[str, int]
    planted: int


def generate(
    persons: int, seed: int, faults: float, out: Path, *, as_of: date,
    progress: Callable[[int], None] = lambda done: None,
) -> Summary:  # fmt: skip
    """Writes the town into the directory `out`.

    persons: rows of the person file (at least 1), duplicates among them included; faults: share of all
    rows that get a planted fault (0 to 0.5), a small town getting some more so that every kind comes
    about twice; as_of: the day nothing is later than. progress: called now and then with the number of
    people written. Raises ValueError for numbers out of range.
    """
    if persons < 1 or not 0 <= faults <= 0.5:
        raise ValueError("persons 须不小于 1，faults 须在 0 与 0.5 之间")
    batches = 0 if not faults or persons < 600 else 1 + persons // 25_000
    town = Employers(persons, seed, as_of, batches)
    desk = Desk(Population(persons, seed, as_of), town, as_of)
    rate = faults * _boost(faults * persons * ROWS_PER_PERSON)
    with Writer(out) as writer:
        _employers(desk, writer, Random(f"{seed} employers"), faults)
        _people(desk, writer, seed, rate, persons, progress)
    return Summary(writer.files, writer.rows, writer.planted)


def _boost(expected: float) -> float:
    """By how much a town that falls a little short of two rounds of faults gets more of them."""
    return TWO_ROUNDS / expected if TWO_ROUNDS > expected > TWO_ROUNDS / 1.4 else 1.0


def _employers(desk: Desk, writer: Writer, rng: Random, rate: float) -> None:
    planner = EmployerFaults(desk, Random(rng.random()), desk.employers.persons >= 600)
    for index in range(desk.employers.size):
        employer = desk.employers.get(index)
        rows, marks = [employer_row(employer, desk.as_of, rng)], []
        rows += _beside(desk, employer, rows[0], rng)
        if rate and planner.heads(index, rows[0]):
            marks = [(rows[0], {"rule_id": "R050"})]
        writer.write(rows)
        writer.note(marks)
        left = desk.employers.size - index
        # Spread what has to be planted over what is left of the file.
        while rate and (writer.faulty < rate * writer.total or planner.owed >= left):
            rows, marks = planner.case(rows[0])
            writer.write(rows)
            writer.note(marks)


def _beside(desk: Desk, employer: Employer, row: Row, rng: Random) -> list[Row]:
    """What else there is of an employer: vacancies, what market regulation says, visits online."""
    rows = [market.vacancy(desk, employer, rng) for _ in range(rng.choice((0, 0, 0, 1, 1, 2)))]
    rows += shared.registered(desk, employer, row, rng)
    if rng.random() < 0.1:
        rows.append(shared.visit(desk, employer, rng))
    return rows


def _people(desk: Desk, writer: Writer, seed: int, rate: float, persons: int,
            progress: Callable[[int], None]) -> None:  # fmt: skip
    planner = PersonFaults(desk, Random(f"{seed} faults"), persons)
    recent: deque[Bundle] = deque(maxlen=RECENT)
    rng = Random()
    index = 0
    while writer.rows["person"] < persons:
        rng.seed(seed * 2_654_435_761 + index)
        who = people.resident(index, desk.population, rng, desk.as_of)
        batch = planner.batch(who)
        bundle = settle(desk, who, rng)
        story.live(desk, bundle, who, rng, batch)
        if batch:
            planner.join(bundle)
        elif rate and writer.faulty < rate * writer.total + AHEAD:
            left = persons - writer.rows["person"]
            plant = planner.plant if writer.faulty < rate * writer.total else planner.plant_scarce
            plant(bundle, who, recent, left)
        elif rng.random() < 0.03:
            _open_case(desk, bundle, who, rng)
        writer.write(bundle.rows())
        writer.note(bundle.marks)
        if not bundle.marks:
            recent.append(bundle)
        index += 1
        if index % 5_000 == 0:
            progress(writer.rows["person"])


def settle(desk: Desk, who: people.Resident, rng: Random) -> Bundle:
    """The person's own row; some share the telephone of a neighbour in the file, three at most."""
    shared = rng.random() < (0.06 if who.age >= 16 else 0.9)
    phone = numbers.mobile(who.index - who.index % 3 if shared else who.index)
    number = f"{3_710_000_000_000 + desk.next('person')}"
    return Bundle(people.person_row(who, phone, number, rng, desk.as_of), who.index)


def _open_case(desk: Desk, bundle: Bundle, who: people.Resident, rng: Random) -> None:
    """A case that led to no record: still open, refused, withdrawn or sent back."""
    day = workday(desk.as_of - timedelta(days=rng.randint(15, 200)))
    agency = places.agency(rng, who.division)
    state = rng.choice("1345")
    accepted = at(day, rng.randint(0, 400))
    bundle.acceptances.append(Row("acceptance", {
        "acceptance_no": f"SL{day:%Y%m%d}{desk.next('acceptance'):09d}",
        "service_code": SERVICES["employment_certificate"], "expected_entity": "employment_certificate",
        "person_id": bundle.person["person_id"], "accepted_at": accepted,
        "completed_at": None if state == "1" else accepted + timedelta(minutes=40),
        "acceptance_status": state,
        "channel": "10", "agency_code": agency, "handler_id": f"H{agency}-{rng.randint(1, 4)}",
    }))  # fmt: skip
