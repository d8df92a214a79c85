"""拟订: the next version of the standard as its exact difference from the one before. Art. 5.

The draft is one person's; every edit is an act of its own under the same name. `changes` is always what
`difference` finds between the base and the draft: a change made twice or made back again leaves no trace in it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db.models import Max

from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.sessions import Session
from jiuye.standards import rules_of_drafts as rules
from jiuye.standards.actions.request import numbered
from jiuye.standards.changes import Change, apply, difference
from jiuye.standards.drafting import may_change
from jiuye.standards.in_force import catalogue_of
from jiuye.standards.models import Draft, Request, Version


def draft(*, by: Session, title: str, basis: str, requests: Sequence[Request] = ()) -> Draft:
    """Begin a draft on the latest published version, taking up requests. One draft at a time."""
    with act("standards.draft", by=by, why=title[:100]) as entry:
        rules.may_open_draft(title, basis, Draft.objects.filter(state="open").first()).or_refuse()
        made = Draft(
            number=numbered("BZ", entry), base=latest(), title=title.strip(), basis=basis.strip(),
            drafted_by_id=by.staff_id, drafted_at=entry.at,
        )  # fmt: skip
        entry.put(made)
        _take(made, requests, entry)
    return made


def take_requests(draft: Draft, requests: Sequence[Request], *, by: Session) -> None:
    """列入草案: more requests are answered by this draft."""
    with _editing(draft, by, f"列入 {'、'.join(r.number for r in requests)}") as entry:
        _take(draft, requests, entry)


def change(draft: Draft, one: Change, *, by: Session) -> None:
    """One more change. Raises `Refused` in words when the standard it would make does not hold."""
    with _editing(draft, by, one["do"]) as entry:
        base = catalogue_of(draft.base)
        now = apply(base, draft.changes)
        may_change(now, one).or_refuse()
        draft.changes = difference(base, apply(now, [one]))
        entry.put(draft)


def take_back(draft: Draft, place: int, *, by: Session) -> None:
    """One change of the draft undone; the others must still hold without it."""
    with _editing(draft, by, "take_back") as entry:
        left = [c for n, c in enumerate(draft.changes) if n != place]
        base = catalogue_of(draft.base)
        now = base
        for one in left:
            may_change(now, one).or_refuse()
            now = apply(now, [one])
        draft.changes = difference(base, now)
        entry.put(draft)


def drop_draft(draft: Draft, *, by: Session, why: str) -> None:
    """放弃草案: its requests wait again."""
    with act("standards.drop_draft", by=by, on=draft, why=why) as entry:
        draft.refresh_from_db()
        rules.may_edit(draft, by.staff_id).or_refuse()
        for taken in draft.requests.filter(state="taken"):
            taken.state, taken.draft = "asked", None
            entry.put(taken)
        draft.state = "dropped"
        entry.put(draft)


def latest() -> int:
    """The newest version published, in force or yet to come."""
    number: int = Version.objects.aggregate(n=Max("number"))["n"]
    return number


@contextmanager
def _editing(draft: Draft, by: Session, why: str) -> Iterator[Entry]:
    with act("standards.draft", by=by, on=draft, why=why) as entry:
        # Two windows of one person: the later edit sees what the earlier one left.
        draft.refresh_from_db(from_queryset=Draft.objects.select_for_update())
        rules.may_edit(draft, by.staff_id).or_refuse()
        yield entry


def _take(draft: Draft, requests: Sequence[Request], entry: Entry) -> None:
    for one in requests:
        rules.may_move(one, "taken").or_refuse()
        one.state, one.draft = "taken", draft
        entry.put(one)
