"""发布: by another person than the one who drafted, with the moment from which the version is in force. Art. 5."""

from datetime import datetime

from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.standards import rules_of_drafts as rules
from jiuye.standards.actions.merge_requests import answer
from jiuye.standards.changes import apply
from jiuye.standards.drafting import all_sound
from jiuye.standards.in_force import catalogue_of
from jiuye.standards.models import Draft, Version
from jiuye.standards.storing import store


def publish(draft: Draft, *, by: Session, effective_from: datetime | None = None, note: str = "") -> Version:
    """The draft becomes a version; without a moment it is in force at once. Every process follows the clock.

    Refused to the person who drafted it, for a draft whose base is no longer the newest version, and for a
    moment before the publishing itself. Everything of a version is written before it can be in force."""
    base = catalogue_of(draft.base)
    with act("standards.publish", by=by, on=draft, why=note) as entry:
        draft.refresh_from_db(from_queryset=Draft.objects.select_for_update())
        before = Version.objects.order_by("-number")[0]
        rules.may_publish(draft, by.staff_id, before.number).or_refuse()
        moment = effective_from or entry.at
        rules.may_begin(moment, entry.at, before.effective_from).or_refuse()
        facts = apply(base, draft.changes, before.number + 1)
        all_sound(facts).or_refuse()
        version = Version(
            number=facts.version, effective_from=moment, published_at=entry.at,
            source=f"{draft.number} {draft.title}（{draft.basis}）",
        )  # fmt: skip
        store(facts, version, entry)
        draft.state, draft.version = "published", version
        draft.published_by_id, draft.published_at = by.staff_id, entry.at
        entry.put(draft)
        for taken in draft.requests.filter(state="taken"):
            taken.state = "published"
            told = f"已列入第 {version.number} 版标准（{draft.number}）"
            for one in [taken, *taken.merged.all()]:
                answer(one, told, by, entry)
    return version
