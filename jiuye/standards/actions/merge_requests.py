"""合并需求, 不采纳需求: the city brings together what is about one thing, and answers what it does not take. Art. 5."""

from collections.abc import Sequence

from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.standards import rules_of_drafts as rules
from jiuye.standards.models import Request


def merge_requests(into: Request, others: Sequence[Request], *, by: Session) -> None:
    """The others become part of one request and share its fate. What was merged into them comes along."""
    with act("standards.merge_requests", by=by, on=into, why="、".join(o.number for o in others)) as entry:
        into.refresh_from_db()
        rules.may_merge(into, others).or_refuse()
        for other in others:
            for earlier in other.merged.all():
                earlier.merged_into = into
                entry.put(earlier)
            other.state, other.merged_into = "merged", into
            entry.put(other)


def decline_request(request: Request, answer: str, *, by: Session) -> None:
    """不采纳: with the reason, which the district reads."""
    with act("standards.decline_request", by=by, on=request) as entry:
        request.refresh_from_db()
        rules.may_answer(request, answer, by.staff_id).or_refuse()
        request.state, request.answer = "declined", answer.strip()
        request.answered_by_id, request.answered_at = by.staff_id, entry.at
        entry.put(request)
