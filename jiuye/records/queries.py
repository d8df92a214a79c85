"""Reads of the records room. Row security scopes them all: outside the district there is nothing to see."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from jiuye.ledger import queries as ledger
from jiuye.ledger.models import EntryShown
from jiuye.parties.models import Staff
from jiuye.records.history import Past, Step, as_of, dataset_of, steps, values_of
from jiuye.records.judging import say
from jiuye.records.look_up import Looked, look_up
from jiuye.records.models import MODELS, Employer, Person, Record
from jiuye.standards.catalogue import NUMBERS
from jiuye.standards.queries import catalogue
from jiuye.standards.wording import MARKS, dataset_label

__all__ = [
    "Looked", "Past", "Step", "as_of", "dataset_of", "entries_of", "find", "look_up", "opened", "related", "staff_names",
    "steps", "values_of", "verdicts",
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


def related(record: Record) -> list[tuple[str, str, Sequence[Record]]]:
    """(heading, dataset, records) tied to this one by its business numbers; empty ones left out."""
    asked: list[tuple[str, str, dict[str, Any]]] = []
    values = values_of(record)
    person, employer = values.get("person_id"), values.get("employer_id")
    if isinstance(record, Person | Employer):
        mine = {"person_id": person} if isinstance(record, Person) else {"employer_id": employer}
        names = ["employment_registration"]
        if isinstance(record, Person):
            names += ["unemployment_registration", "employment_certificate"]
        asked += [(dataset_label(n), n, mine) for n in names]
    else:
        asked += [("本人档案", "person", {"person_id": person}), ("单位档案", "employer", {"employer_id": employer})]
        stored, dataset = values.get("stored_record_id"), values.get("expected_entity") or ""
        if dataset in NUMBERS:
            asked.append(("入库记录", dataset, {NUMBERS[dataset]: stored}))
    found = [
        (label, dataset, list(MODELS[dataset].objects.filter(**by).order_by("-id")[:RELATED]))
        for label, dataset, by in asked
        if all(by.values())
    ]
    return [one for one in found if one[2]]


def verdicts(record: Record) -> list[dict[str, str]]:
    """What the record was admitted with, in the words of the rules: rule_id, mark, character, message, known."""
    values = {k: v for k, v in values_of(record).items() if not isinstance(v, bytes | memoryview)}
    rules = catalogue().rules
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
    """Who opened the record or showed an item of it, the last twenty times."""
    return ledger.about(record.pk, ["records.open", "records.unmask"], OPENED)


def entries_of(keys: Sequence[UUID]) -> dict[UUID, EntryShown]:
    """Ledger entries by key, as far as the reader's scope goes."""
    return ledger.entries_of(keys)


def staff_names(keys: Sequence[UUID | None]) -> dict[UUID, str]:
    """Names of colleagues by key."""
    wanted = {k for k in keys if k}
    return dict(Staff.objects.filter(pk__in=wanted).values_list("id", "name"))
