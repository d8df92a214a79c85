"""合并需求, 不采纳需求: the city brings together what is about one thing, and answers what it does not take. Art. 5."""

from collections.abc import Sequence

from jiuye.parties.act import act
from jiuye.parties.entry import Entry
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
                answer(earlier, f"并入 {into.number} 一并办理", by, entry)
            other.state, other.merged_into = "merged", into
            answer(other, f"并入 {into.number} 一并办理", by, entry)


def decline_request(request: Request, reason: str, *, by: Session) -> None:
    """不采纳: with the reason, which the district reads."""
    with act("standards.decline_request", by=by, on=request) as entry:
        request.refresh_from_db()
        rules.may_answer(request, reason, by.staff_id).or_refuse()
        request.state = "declined"
        answer(request, reason.strip(), by, entry)
        for merged in request.merged.all():
            answer(merged, f"随 {request.number} 答复不采纳：{reason.strip()}", by, entry)


def answer(request: Request, text: str, by: Session, entry: Entry) -> None:
    """What its district reads, and whose answer it is: a district does not see another's request, nor the one
    its own was merged into."""
    request.answer, request.answered_by_id, request.answered_at = text, by.staff_id, entry.at
    entry.put(request)
