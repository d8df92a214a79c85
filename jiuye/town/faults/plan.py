"""Which fault comes next: all kinds in turn, each on the first person it fits."""

from collections import deque
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from jiuye.standards.catalogue import DATASETS
from jiuye.town import people
from jiuye.town.days import workday
from jiuye.town.desk import Desk
from jiuye.town.employers import Employer
from jiuye.town.faults import (
    certificate,
    custody,
    duplicates,
    employment,
    employment_items,
    hardship,
    identity,
    payment,
    person,
    seeking,
    shared,
    subsidy,
    training,
    twice,
    unemployment,
    unemployment_end,
)
from jiuye.town.faults.case import Case, Fault
from jiuye.town.people import Resident
from jiuye.town.rows import Bundle, Row

# The choosier first: a fault that fits anybody is not spent on somebody whom a rarer one fits.
TABLES = (
    subsidy.FAULTS, hardship.FAULTS, certificate.FAULTS, employment.FAULTS, payment.FAULTS, training.FAULTS,
    employment_items.FAULTS, custody.FAULTS, seeking.FAULTS, shared.FAULTS, person.FAULTS, identity.FAULTS,
)  # fmt: skip
SCARCE = (*unemployment.FAULTS, *unemployment_end.FAULTS, *shared.SCARCE, *hardship.SCARCE)
GROUP = 4  # people with one telephone, one more than may be (R013)
BATCH, BATCH_PHONES = 21, 7  # registrations of one employer on one day, and telephones among them (R078)
Step = Callable[[Case], bool]


class PersonFaults:
    """Plants faults in people. persons: the size of the town, which says how many batches it has."""

    def __init__(self, desk: Desk, rng: Random, persons: int) -> None:
        self.desk, self.rng = desk, rng
        self.queue: list[Step] = []
        self.scarce: list[Step] = []  # faults that want unemployment, which few people have
        self.items = {dataset: twice.required(dataset) for dataset in DATASETS}
        self.phones: deque[str] = deque()  # telephones still owed to members of a group
        self.members = 0
        self.every = persons // (len(desk.employers.batch) + 1)

    def plant(self, bundle: Bundle, who: Resident, recent: deque[Bundle], left: int) -> bool:
        """Plants the first waiting fault that fits; False when none does. left: person rows still to come."""
        case = Case(self.desk, bundle, who, self.rng, recent, left)
        if self.phones:
            return self._share(case)
        if len(self.queue) < 60:
            # What did not fit yet stays in front.
            scarce = self._scarce()
            self.queue += self._steps()
            if len(self.scarce) < 2 * len(scarce):
                self.scarce += self.rng.sample(scarce, len(scarce))
        return _first(self.scarce, case) or _first(self.queue, case)

    def plant_scarce(self, bundle: Bundle, who: Resident, recent: deque[Bundle], left: int) -> bool:
        """Plants a fault that few people fit, ahead of its turn; False when none waits that fits."""
        if not bundle.unemployments or self.phones:
            return False
        return _first(self.scarce, Case(self.desk, bundle, who, self.rng, recent, left))

    def _scarce(self) -> list[Step]:
        steps = [_rule(rule_id, fault) for rule_id, fault in SCARCE]
        return [*steps, twice.unemployment_twice]

    def _steps(self) -> list[Step]:
        """One round of everything that can be planted; the commonest troubles come more than once."""
        steps: list[Step] = []
        for table in TABLES:
            steps += [_rule(rule_id, fault) for rule_id, fault in self.rng.sample(table, len(table))]
        anybody: list[Step] = [_duplicate(kind) for kind in duplicates.KINDS]
        anybody += [lambda case: twice.missing(case, self.items)] * 6
        steps += [self._group, _rule("R012", identity.bad_phone)]
        return [*twice.TWICE, *steps, *self.rng.sample(anybody, len(anybody))]

    def _group(self, case: Case) -> bool:
        """Begins a group with one telephone, if there are people enough to come."""
        if case.left < 10 * GROUP or case.person["mobile_phone"] is None:
            return False
        self.phones.extend([case.person["mobile_phone"]] * (GROUP - 1))
        return case.bundle.mark(case.person, rule_id="R013")

    def _share(self, case: Case) -> bool:
        case.person["mobile_phone"] = self.phones.popleft()
        return case.bundle.mark(case.person, rule_id="R013")

    def batch(self, who: Resident) -> tuple[Employer, date] | None:
        """The employer and the day of the batch this person belongs to, if one is being made up."""
        nth = (who.index + 1) // self.every - 1 if self.every else 0
        done = self.members // BATCH
        if done > nth or done >= len(self.desk.employers.batch) or who.status != people.EMPLOYED or who.age < 20:
            return None
        employer = self.desk.employers.get(self.desk.employers.batch[done])
        day = workday(self.desk.as_of - timedelta(days=90 + done % 7 * 30))
        return employer, day

    def join(self, bundle: Bundle) -> None:
        """Counts the person into the batch: seven telephones, each of three people."""
        place = self.members % BATCH
        self.members += 1
        if place % 3 == 0:
            self.phone = bundle.person["mobile_phone"]
        bundle.person["mobile_phone"] = self.phone
        row = next(r for r in bundle.employments if not r.get("end_date"))
        bundle.mark(row, rule_id="R078")


def _first(queue: list[Step], case: Case) -> bool:
    """Plants the first fault of the queue that fits and takes it out."""
    for place, step in enumerate(queue):
        if step(case):
            del queue[place]
            return True
    return False


def _rule(rule_id: str, fault: Fault) -> Step:
    def step(case: Case) -> bool:
        planted = fault(case)
        if planted is None:
            return False
        for row in [planted] if isinstance(planted, Row) else planted:
            case.bundle.mark(row, rule_id=rule_id)
        return True

    return step


def _duplicate(kind: str) -> Step:
    return lambda case: duplicates.duplicate(case, kind)
