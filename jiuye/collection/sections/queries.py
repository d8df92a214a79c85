"""Reads of conflicts, in the asker's scope: which wait, and both sources side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from jiuye.collection.models import Conflict, Submission
from jiuye.collection.sections import rules
from jiuye.collection.sections.following import ends
from jiuye.lib.verdict import Verdict
from jiuye.parties.permissions import ACTS
from jiuye.parties.sessions import Session
from jiuye.records.flows import meet, meet_elsewhere
from jiuye.records.hits import district
from jiuye.records.models import MODELS
from jiuye.records.shown import covered, show, words
from jiuye.records.shown import strength as sure
from jiuye.records.staged import Staged
from jiuye.standards.catalogue import DATASETS, NUMBERS
from jiuye.standards.queries import catalogue

PAGE = 30


@dataclass(frozen=True)
class Side:
    """One source: what it says (sealed values covered), whence, when, how sure."""

    dataset: str
    dataset_label: str
    record_id: UUID
    number: str
    label: str
    text: str
    channel: str
    at: str
    strength: str
    district: str


@dataclass(frozen=True)
class Shown:
    """A conflict with both sources. offers: verdict → its words and whether it may be given."""

    conflict: Conflict
    new: Side
    held: Side
    offers: list[tuple[str, str, Verdict]]


def waiting(by: Session) -> "QuerySet[Conflict]":
    """Open conflicts this post may settle, the oldest due first."""
    if by.post not in ACTS["collection.settle_conflict"].posts:
        return Conflict.objects.none()
    found = Conflict.objects.filter(state="open").exclude(collected_by_id=by.staff_id)
    return found.order_by("due_on", "id")


def page(by: Session, after: str) -> tuple[Sequence[Conflict], str]:
    """A page of them, and the name of the next one ("" on the last)."""
    rows = list(waiting(by).filter(number__gt=after).order_by("number")[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].number if len(rows) > PAGE else ""


def conflict(key: UUID) -> Conflict | None:
    return Conflict.objects.select_related("collected_by", "settled_by").filter(pk=key).first()


def of_submission(submission: UUID) -> Sequence[Conflict]:
    return list(Conflict.objects.filter(submission_id=submission).order_by("number")[:PAGE])


def shown(one: Conflict) -> Shown:
    """Both sides as they stand now."""
    new = _side(one.dataset, one.record_id, one.item, one.strength)
    held = _side(one.held_dataset, one.held_record_id, one.held_item, one.held_strength)
    return Shown(one, new, held, [(v, words_, _may(one, v)) for v, words_ in rules.VERDICTS.items()])


@dataclass(frozen=True)
class Ahead:
    """What a form's admission would open: the other sides that are to be seen, and of those in other districts which
    item of which dataset it is (district, dataset, item, in words), and nothing it says."""

    sides: list[Side]
    elsewhere: list[tuple[str, str, str]]


def ahead(submission: Submission) -> Ahead:
    """What others hold otherwise than a form that waits for review: the conflicts its admission would open."""
    one_row = Staged(submission.pk, ("clean",), 1, 1, 1, 0)
    found, beyond = {}, {}
    for met in meet(submission.dataset, one_row):
        if not met.same and not met.empty and met.flow.differs == "ask":
            dataset, item = ends(met)[1]
            found[dataset, met.record_id, item] = _side(dataset, met.record_id, item, met.held_strength)
    for met in meet_elsewhere(submission.dataset, one_row):
        dataset, item = ends(met)[1]
        label = catalogue().items[dataset][item].label
        beyond[dataset, met.record_id, item] = (district(met.district), DATASETS[dataset], label)
    return Ahead(list(found.values()), [told for key, told in beyond.items() if key not in found])


def _may(one: Conflict, verdict: str) -> Verdict:
    strong = rules.strong_enough(verdict, one)
    if not strong or verdict == "apart":
        return strong
    to, item = (one.held_dataset, one.held_item) if verdict == "new" else (one.dataset, one.item)
    return rules.may_rewrite(catalogue().items[to][item].upkeep)


def _side(dataset: str, key: UUID, name: str, strength: str) -> Side:
    item = catalogue().items[dataset][name]
    record = MODELS[dataset].objects.get(pk=key)
    value = getattr(record, name)
    text = covered(item, key, value) if item.protection == "sealed" else show(dataset, key, name, value).text
    channel = catalogue().label("channel", record.channel or "")
    return Side(
        dataset, DATASETS[dataset], key, getattr(record, NUMBERS[dataset]) or "", item.label, text, channel,
        words(record.handled_at)[:16], sure(strength), district(record.district),
    )  # fmt: skip
