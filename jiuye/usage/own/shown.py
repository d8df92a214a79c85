"""A person's own file in words, by dataset: what is shown, what is empty, what is withheld and why. Art. 10(1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from jiuye.records import queries as records
from jiuye.records import shown
from jiuye.records.models import MODELS, Record
from jiuye.records.shown import Group
from jiuye.standards.catalogue import DATASETS
from jiuye.standards.queries import catalogue
from jiuye.usage.own.withheld import ELSEWHERE, REASONS, SHOWN, Reason, reason

PAGE = 50  # rows of a dataset


@dataclass(frozen=True)
class Row:
    """One record."""

    key: UUID
    groups: list[Group]


@dataclass(frozen=True)
class Part:
    """One dataset: its rows, of `total` those from `first`; the numbers of the pages before and after, 0 for none;
    labels by the reason they are withheld for; `whole`: why none of it is shown."""

    dataset: str
    label: str
    rows: list[Row]
    withheld: list[tuple[Reason, list[str]]]
    whole: Reason | None = None
    total: int = 0
    first: int = 1
    before: int = 0
    after: int = 0

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def parts(post: str) -> list[Part]:
    """Everything on file about whoever acts for himself or his employer. In his own scope: row security shows him no
    other."""
    found = [_part(dataset, 0) for dataset in SHOWN[post]]
    return found + _elsewhere(post)


def page(post: str, dataset: str, number: int) -> list[Part]:
    """The same for the screen: the first page of every dataset; or of `dataset` alone, page `number`."""
    if dataset in SHOWN[post]:
        return [_part(dataset, number)]
    return [_part(each, 1) for each in SHOWN[post]] + _elsewhere(post)


def _elsewhere(post: str) -> list[Part]:
    if post == "person":
        return [Part(d, DATASETS[d], [], [], REASONS[code]) for d, code in ELSEWHERE.items()]
    return []


def _part(dataset: str, number: int) -> Part:
    """Page `number`, the last one beyond it; 0: all rows."""
    found = MODELS[dataset].objects.filter(retired=False).order_by("-id")
    total = found.count()
    number = min(number, max(1, -(-total // PAGE)))
    first = max(0, number - 1) * PAGE
    rows = list(found[first : first + PAGE] if number else found)
    kept = {n for n, i in catalogue().items[dataset].items() if reason(i) is None}
    told = [Row(r.pk, _groups(dataset, r, kept)) for r in rows]
    after = number + 1 if number and first + PAGE < total else 0
    return Part(
        dataset, DATASETS[dataset], told, list(_withheld(dataset)), total=total, first=first + 1,
        before=max(0, number - 1), after=after,
    )  # fmt: skip


def _groups(dataset: str, record: Record, kept: Iterable[str]) -> list[Group]:
    values, may = records.values_of(record), set(kept)
    labels = {catalogue().items[dataset][n].label for n in may}
    found = [
        Group(g.title, [i for i in g.items if i.name in may], [m for m in g.missing if m in labels])
        for g in shown.by_group(dataset, record.pk, values)
    ]
    handled = [i for i in shown.provenance(dataset, record.pk, values) if i.name in may]
    return [g for g in [*found, Group("办理", handled, [])] if g.items or g.missing]


def _withheld(dataset: str) -> Iterable[tuple[Reason, list[str]]]:
    """Reasons in the order of their codes; what is shown in part only comes last."""
    items = catalogue().items[dataset].values()
    for one in REASONS.values():
        labels = [i.label for i in items if reason(i) == one]
        if one.code == "W7":
            labels = [i.label for i in items if reason(i) is None and i.protection == "sealed"]
        if labels:
            yield one, labels
