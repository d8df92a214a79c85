"""抽样 and 未抽中通过: of low-risk channels a person reviews what is drawn, the machine passes the rest. Art. 7.

Never money, never what wants material, never a risk above low, never while a department has not answered. What the
machine cannot pass after all goes to a person."""

from collections.abc import Iterable
from datetime import timedelta

from jiuye.collection import draw, risk, rules
from jiuye.collection.actions.accept import admitted, lock
from jiuye.collection.models import MONEY, Submission
from jiuye.collection.terms import Terms, terms
from jiuye.lib.verdict import Refused
from jiuye.parties.act import act
from jiuye.parties.sessions import Session, scope
from jiuye.standards.queries import catalogue

AT_ONCE = 200


def sample(*, by: Session) -> dict[str, int]:
    """Draw among what waits, then pass what was not drawn, also of an earlier, interrupted time. Returns how many of
    which; with a share of one nobody draws, and nothing is written."""
    said = terms()
    for waiting in _among(by, said, drawn=None) if said.share < 1 else ():
        _draw(waiting, said, by)
    counts = {"passed": 0, "handed_over": 0}
    for waiting in _among(by, said, drawn=False):
        try:
            pass_undrawn(waiting, by=by)
            counts["passed"] += 1
        except Refused as refusal:
            _hand_over(waiting, refusal.verdict.reason, by)
            counts["handed_over"] += 1
    return counts


def pass_undrawn(submission: Submission, *, by: Session) -> Submission:
    """未抽中通过: the machine admits it under its own act. Raises `Refused` where a person has to look."""
    return admitted("collection.pass_undrawn", submission, lambda: rules.may_pass(submission), by, "")


def _among(by: Session, said: Terms, *, drawn: bool | None) -> Iterable[Submission]:
    """What waits and may be sampled; those of which the draw said so, or that it has not seen (None)."""
    wanting = catalogue().parameters["required_material"].value.split()
    with scope(by):
        waiting = Submission.objects.filter(state="submitted", kind="window", drawn=drawn)
        waiting = waiting.filter(channel__in=said.channels).exclude(dataset__in=(*MONEY, *wanting))
        low = risk.weighed(waiting, said).filter(risk.between(risk.LOW, said), risk.UNCONTESTED)
        return list(low.order_by("id")[:AT_ONCE])


def _draw(submission: Submission, said: Terms, by: Session) -> None:
    told = {"share": str(said.share)}
    with act("collection.sample", by=by, on=submission, why=f"由人审核的比例 {said.share}", detail=told) as entry:
        lock(submission)
        if submission.drawn is None and submission.state == "submitted":
            seed = draw.seed_in_force(entry)
            submission.drawn = _again(submission, said) or draw.drawn(submission.pk, seed, said.share)
            entry.put(submission)


def _again(submission: Submission, said: Terms) -> bool:
    """Whoever took back what was drawn, or had it returned, does not draw anew."""
    since = submission.submitted_at - timedelta(days=said.returns[0])
    before = Submission.objects.filter(
        submitted_by=submission.submitted_by, dataset=submission.dataset, drawn=True,
        state__in=("withdrawn", "returned"), submitted_at__gte=since,
    )  # fmt: skip
    return before.exists()


def _hand_over(submission: Submission, why: str, by: Session) -> None:
    """The machine could not: a person looks."""
    with act("collection.sample", by=by, on=submission, why=f"转由人审核：{why}") as entry:
        lock(submission)
        if submission.state == "submitted":
            submission.drawn = True
            entry.put(submission)
