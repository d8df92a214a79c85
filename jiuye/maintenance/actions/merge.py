"""合并重复数据: one record stays, the other points to it, and every row that quoted the other follows. Art. 9(3)."""

from collections.abc import Mapping, Sequence
from typing import Any

from jiuye.lib.verdict import YES, Refused, Verdict, first_no
from jiuye.maintenance import queries, rules
from jiuye.maintenance.actions.apply import file_order
from jiuye.maintenance.actions.carry_out import carry_out
from jiuye.maintenance.likeness import cautions, compared, in_words
from jiuye.maintenance.models import Order
from jiuye.parties.act import write_refusal
from jiuye.parties.sessions import Session, scope
from jiuye.records.amending import MERGED, Difference, Plan, amendable, drawn, transplanted
from jiuye.records.custody.papers import File
from jiuye.records.history import dataset_of, values_of
from jiuye.records.models import Record
from jiuye.records.ties import Tie, all_in_sight, number_of, referring
from jiuye.standards.queries import catalogue, holding


@holding()
def apply_merge(
    kept: Record, merged: Record, chosen: Sequence[str], *, by: Session, reason: str, files: Sequence[File] = (),
    origin: str = "",
) -> Order:  # fmt: skip
    """Ask for one record to be merged into another of its dataset. chosen: items whose value the record that stays
    takes from the other. Raises `Refused` for two of a kind that cannot be, for rows that follow but lie outside the
    asker's sight, and without evidence where something speaks for two."""
    with scope(by):
        held, other = queries.fresh(kept), queries.fresh(merged)
        verdict, changes, detail = rules.NOT_BOTH_HERE, list[Difference](), dict[str, Any]()
        if held is not None and other is not None:
            ties = referring(other)
            detail = told(held, other, chosen, ties)
            verdict = first_no(
                rules.may_merge(
                    dataset_of(held), dataset_of(other), same=held.pk == other.pk,
                    numbers=(number_of(held), number_of(other)),
                    in_use=[queries.in_use(held), queries.in_use(other)],
                    warned=detail["cautions"], files=len(files),
                ),
                YES if number_of(held) == number_of(other) or all_in_sight(other) else rules.NOT_ALL_HERE,
            )  # fmt: skip
            changes = drawn(plans(held, other, chosen, ties)) if verdict else []
    _or_refuse(verdict, by, kept, reason)
    return file_order(held, changes, by=by, kind="merge", reason=reason, files=files, origin=origin, detail=detail)


def plans(kept: Record, merged: Record, chosen: Sequence[str], ties: Sequence[Tie]) -> list[Plan]:
    """The one that goes first, so that what is unique is free for the one that stays; then what follows."""
    number = number_of(kept)
    items = amendable(dataset_of(kept))
    taken = {c: v for n in chosen if n in items for c, v in transplanted(merged, kept, n).items()}
    return [
        Plan(merged, {MERGED[dataset_of(kept)]: number}),
        Plan(kept, taken),
        *(Plan(t.record, {t.column: number}) for t in ties if number != number_of(merged)),
    ]


def told(kept: Record, merged: Record, chosen: Sequence[str], ties: Sequence[Tie]) -> dict[str, Any]:
    """Why they look alike and what speaks against it, as the order keeps it: words and names of items only."""
    dataset = dataset_of(kept)
    labels = {n: i.label for n, i in catalogue().items[dataset].items()}
    a, b = values_of(kept), values_of(merged)
    alike = compared(dataset, a, b, labels)
    return {
        "alike": in_words(alike), "cautions": cautions(dataset, a, b, alike), "merged": str(merged.pk),
        "merged_number": number_of(merged), "taken": [labels[n] for n in chosen if n in labels], "follow": len(ties),
    }  # fmt: skip


def _or_refuse(verdict: Verdict, by: Session, record: Record, reason: str) -> None:
    if not verdict:
        write_refusal(by, ("maintenance.apply", record._meta.label_lower, record.pk, reason, ""), verdict)
        raise Refused(verdict)


def merge(order: Order, *, by: Session) -> Order:
    """合并: carry out an approved merge, all of it or nothing."""
    return carry_out("maintenance.merge", order, by=by)


def chosen_of(posted: Mapping[str, str], dataset: str) -> list[str]:
    """Items whose surviving value is the other's: `take:<item>` = "merged"."""
    return [n for n in amendable(dataset) if posted.get(f"take:{n}") == "merged"]
