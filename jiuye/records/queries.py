"""Reads of the records room. Row security scopes them all: outside the district there is nothing to see."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from jiuye.ledger import queries as ledger
from jiuye.ledger.models import EntryShown
from jiuye.parties.models import Staff
from jiuye.parties.sessions import Session
from jiuye.records.history import Changed, Step, dataset_of, steps, values_of
from jiuye.records.judging import say
from jiuye.records.look_up import Looked, look_up
from jiuye.records.models import MODELS, Employer, Person, Record, Waiver
from jiuye.records.past import Past, as_of
from jiuye.records.ties import POINTERS
from jiuye.standards.catalogue import NUMBERS
from jiuye.standards.queries import catalogue, catalogue_of
from jiuye.standards.wording import MARKS, dataset_label

__all__ = [
    "Changed", "Looked", "Past", "Step", "as_of", "dataset_of", "entries_of", "find", "look_up", "opened", "related",
    "staff_names", "steps", "told_of", "values_of", "verdicts",
]  # fmt: skip

RELATED = 50  # of each kind, shown beside a record
OPENED = 20

# What a value could not be read as, when the row came in (standards.casting).
_CAST = {
    "I01": "有的日期写得不是日期", "I02": "有的数字写得不是数字，或超出范围", "I03": "有的内容过长",
    "I04": "有的代码不在代码表内", "I05": "有必填项没有填写", "I06": "有看不见的控制字符",
}  # fmt: skip


def find(dataset: str, key: UUID) -> Record | None:
    """The record, or None when there is none or it lies outside the reader's scope."""
    model = MODELS.get(dataset)
    return model.objects.filter(pk=key).first() if model else None


def related(record: Record) -> list[tuple[str, list[tuple[Record, bool]]]]:
    """(heading, [(record, strange)]) tied to this one by its business numbers; empty kinds are left out.

    `strange` marks one whose identity number or credit code is another: older systems gave numbers twice."""
    mine = values_of(record)
    found = []
    for dataset, by in _ties(record, mine):
        if all(by.values()):
            rows = MODELS[dataset].objects.filter(**by).order_by("-id")[:RELATED]
            found.append((dataset_label(dataset), [(r, _strange(mine, values_of(r))) for r in rows]))
    return [one for one in found if one[1]]


def _ties(record: Record, mine: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """(dataset, what it must match) of everything that may be tied to a record."""
    person, employer = {"person_id": mine.get("person_id")}, {"employer_id": mine.get("employer_id")}
    if isinstance(record, Person):
        return [(dataset, person) for dataset in _bearing("person_id", but="person")]
    if isinstance(record, Employer):
        return [(dataset, employer) for dataset in _bearing("employer_id", but="employer")]
    ties = [("person", person), ("employer", employer)]
    for entity, number in POINTERS:
        if (named := mine.get(entity) or "") in NUMBERS:
            ties.append((named, {NUMBERS[named]: mine[number]}))
    own = dataset_of(record)
    return [*ties, ("e_archive", {"business_entity": own, "business_record_id": mine[NUMBERS[own]]})]


def _bearing(number: str, *, but: str) -> list[str]:
    """The other datasets with that business number among their items."""
    return [d for d in MODELS if d not in (but, "acceptance") and number in catalogue().items[d]]


def _strange(mine: dict[str, Any], other: dict[str, Any]) -> bool:
    def differ(name: str) -> bool:
        a, b = mine.get(name), other.get(name)
        return a is not None and b is not None and bytes(a) != bytes(b)

    return differ("id_number_index") or bool(mine.get("uscc") and other.get("uscc") and mine["uscc"] != other["uscc"])


def verdicts(record: Record) -> list[dict[str, str]]:
    """What the record was admitted with, in the words of the rules: rule_id, mark, character, message, known."""
    values = {k: v for k, v in values_of(record).items() if not isinstance(v, bytes | memoryview)}
    rules = catalogue_of(record.standard_version).rules
    found = []
    for rule_id in dict.fromkeys(record.verdicts):
        rule = rules.get(rule_id)
        mark, character = MARKS[rule.severity if rule else "error"]
        message = say(rule, values) if rule else _CAST.get(rule_id, "不合标准")
        found.append(
            {"rule_id": rule_id, "mark": mark, "character": character, "message": message,
             "known": "yes" if rule else ""}
        )  # fmt: skip
    return found


def opened(record: Record) -> Sequence[EntryShown]:
    """Who opened the record, showed an item of it or took some into a form, the last twenty times."""
    return ledger.about(record.pk, ["records.open", "records.unmask", "collection.flow"], OPENED)


def looked_at(key: UUID, by: Session) -> bool:
    """Whether whoever asks has opened the record a short while ago."""
    return ledger.done_lately("records.open", key, by.staff_id)


def told_of(record: Record) -> Sequence[EntryShown]:
    """Under which facts of its 沿革 were stated and decided; refusals are no part of what happened to it."""
    acts = [f"records.{verb}_lineage" for verb in ("state", "confirm", "refuse", "dispute", "annul", "uphold")]
    return [e for e in ledger.about(record.pk, acts, RELATED) if e.outcome == "done"]


def entries_of(keys: Sequence[UUID]) -> dict[UUID, EntryShown]:
    """Ledger entries by key, as far as the reader's scope goes."""
    return ledger.entries_of(keys)


def staff_names(keys: Sequence[UUID | None]) -> dict[UUID, str]:
    """Names of colleagues by key."""
    wanted = {k for k in keys if k}
    return dict(Staff.objects.filter(pk__in=wanted).values_list("id", "name"))


def waivers(state: str) -> Sequence[Waiver]:
    """The last 100 ("" for any state), the newest first."""
    found = Waiver.objects.select_related("proposed_by", "decided_by").order_by("-proposed_at")
    return list((found.filter(state=state) if state else found)[:100])


def uses_of(waiver: Waiver) -> Sequence[EntryShown]:
    """The last entries under which the record left because of it (their detail names it, `leaving.used`)."""
    found = EntryShown.objects.filter(at__gte=waiver.decided_at, detail__contains={"waivers": [str(waiver.pk)]})
    return list(found.filter(outcome="done").order_by("-at")[:5])
