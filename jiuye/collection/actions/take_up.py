"""取回更正: a returned form, as it was handed in, becomes a draft again for who handed it in. Art. 7."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jiuye.collection import drafts, forms, queries, rules, shown
from jiuye.collection.actions.accept import lock
from jiuye.collection.models import Draft, Submission
from jiuye.lib import clock
from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.records.keys import sealer
from jiuye.records.seal import open_item


def take_up(submission: Submission, *, by: Session) -> Draft:
    """Lay the returned form into a draft, sealed items included; the entry names them, never their values.
    The draft bears the submission's key, so that taking it up again finds what was corrected so far.

    Raises `Refused` when it is not his, not returned, no form, or replaced already."""
    with act("collection.take_up", by=by, on=submission, why=submission.number, items=_sealed(submission)):
        lock(submission)
        queries.may_take_up(submission, by).or_refuse()
        key = drafts.own_key(submission.pk, by=by, dataset=submission.dataset)
        begun = drafts.load(key, by=by, dataset=submission.dataset)
        if begun is not None and begun.replaces:
            return Draft.objects.get(pk=key)
        row = queries.staged_row(submission, by)
        rules.is_still_here(row).or_refuse()
        assert row is not None
        held = {
            "values": typed_again(submission.dataset, row),
            "confirmed": [c["rule_id"] for c in submission.confirmations if "rule_id" in c],
            "answers": {m["match"]: m["reason"] for m in shown.likenesses(submission)},
            "replaces": str(submission.pk),
        }
        return drafts.save(key, by=by, dataset=submission.dataset, held=held)


def replaced(draft: drafts.Held | None, dataset: str, *, by: Session) -> Submission | None:
    """The returned submission this draft corrects, held until the act ends; None for a draft of its own.
    Raises `Refused` when it has been replaced meanwhile or is not his."""
    if draft is None or not draft.replaces:
        return None
    before = Submission(pk=draft.replaces)
    lock(before)
    queries.may_take_up(before, by, dataset=dataset).or_refuse()
    return before


def _sealed(submission: Submission) -> list[str]:
    return [n for n, i in forms.form_items(submission.dataset).items() if i.protection == "sealed"]


def typed_again(dataset: str, row: Mapping[str, Any]) -> dict[str, str]:
    """A staged row as it would be typed: item → text, the empty ones left out."""
    typed = {}
    for name, item in forms.form_items(dataset).items():
        value = row.get(name)
        if value is None:
            continue
        if item.protection == "sealed":
            typed[name] = open_item(dataset, row["id"], name, value, sealer())
        elif isinstance(value, datetime):
            typed[name] = f"{value.astimezone(clock.ZONE):%Y-%m-%d %H:%M:%S}"
        else:
            typed[name] = str(value)
    return typed
