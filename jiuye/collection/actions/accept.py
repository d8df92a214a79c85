"""审核通过: a second person has seen it; it becomes a record. Art. 7."""

from collections.abc import Callable

from django.db import IntegrityError

from jiuye.collection import chunks, rules, staging
from jiuye.collection.archive.filing import file_material
from jiuye.collection.archive.transfer import sent_away
from jiuye.collection.models import Submission
from jiuye.collection.sections.following import follow, mark
from jiuye.collection.sharing import attached
from jiuye.collection.sharing.rules import may_accept_with
from jiuye.collection.terms import terms
from jiuye.lib import clock
from jiuye.lib.progress import Progress, Tell, silent
from jiuye.lib.verdict import Refused, Verdict, no
from jiuye.parties.act import act, write_refusal
from jiuye.parties.entry import Entry
from jiuye.parties.founding import MACHINE
from jiuye.parties.sessions import Session, scope, standing_session
from jiuye.records import actions as records
from jiuye.records import leaving
from jiuye.records.custody.transfer import cleared
from jiuye.records.handling.concluding import conclude
from jiuye.standards.queries import catalogue, catalogue_at, holding

CHUNK = 5000
_MEANWHILE = no(
    "提交以后，同一人或同一单位已由别处入库，这件不能再入库", code="C008", help="请退回，由经办人用库中档案办理。"
)
_ELSEWHERE = no("所涉数据不在您的辖区或权限之内", code="JY403", help="由该区市的审核岗办理。")


def accept(submission: Submission, *, by: Session, note: str = "", tell: Tell = silent) -> Submission:
    """Admit every clean row, in chunks of at most 5,000: each chunk is one act. Stopped in the middle
    (a crash, a restart) it goes on where it stood when called again: a row is admitted once.

    Rows are judged again first: what came in meanwhile counts. Raises `Refused` for the collector himself,
    another district, a state that does not allow it, a form that no longer conforms, an open doubt, money that nobody
    has seen before him, or more rows than one may accept in one go. It is judged by the version of the standard
    it was handed in under, and keeps it."""
    most = terms(submission.district).batch_rows
    return admitted(
        "collection.accept", submission, lambda: rules.may_accept(submission, by.staff_id, most), by, note, tell
    )


def first_review(submission: Submission, *, by: Session, note: str = "") -> None:
    """初审: the first of the two reviewers that money takes; nothing becomes a record yet. Raises `Refused` for the
    collector himself, where one reviewer is enough, and while a doubt is open. Art. 6(4), 7."""
    with act("collection.first_review", by=by, on=submission, why=note) as entry:
        lock(submission)
        rules.may_first_review(submission, by.staff_id).or_refuse()
        may_accept_with(attached.open_doubts(submission.pk)).or_refuse()
        submission.first_reviewed_by_id, submission.first_reviewed_at = by.staff_id, entry.at
        entry.put(submission)


def admitted(
    name: str, submission: Submission, may: Callable[[], Verdict], by: Session, note: str, tell: Tell = silent
) -> Submission:
    """Make records of it under the act `name`, for as long as `may` says so. Raises `Refused` as told above."""
    with holding(catalogue_at(submission.standard_version)):
        told = (name, *_on(submission), note, "")
        verdict, waivers = may(), list[str]()
        if verdict and submission.admitted == 0:
            verdict = _undoubted(submission, by) and _still(submission, may, by)
        if verdict and submission.admitted == 0:
            verdict, waivers = cleared(sent_away(submission, by))
        if not verdict:
            write_refusal(by, told, verdict)
            raise Refused(verdict)
        last = False
        while not last:
            try:
                with act(name, by=by, on=submission, why=note, detail=leaving.named(waivers)) as entry:
                    lock(submission)
                    may().or_refuse()
                    may_accept_with(attached.open_doubts(submission.pk)).or_refuse()
                    last = _chunk(submission, entry, by, note)
            except IntegrityError as error:
                # Two reviewers, one person, one moment: the unique index decides.
                write_refusal(by, told, _MEANWHILE)
                raise Refused(_MEANWHILE) from error
            left_out = submission.faulty + submission.already_known
            tell(Progress("入库", submission.admitted, submission.rows - left_out, final=last))
    if submission.dataset == "employment_registration":
        conclude(by=standing_session(MACHINE), brought_by=submission.pk)
    return submission


def lock(submission: Submission) -> None:
    """Read the row again and hold it until the act ends: two reviewers do not take the same step.
    Raises `Refused` for a submission of another district."""
    try:
        submission.refresh_from_db(from_queryset=Submission.objects.select_for_update(of=("self",)))
    except Submission.DoesNotExist:
        _ELSEWHERE.or_refuse()


def _on(submission: Submission) -> tuple[str, object]:
    return submission._meta.label_lower, submission.pk


def _undoubted(submission: Submission, by: Session) -> Verdict:
    """A doubt is settled first: what a department holds may itself be a fault of the row, until somebody has looked."""
    with scope(by):
        return may_accept_with(attached.open_doubts(submission.pk))


def _still(submission: Submission, may: Callable[[], Verdict], by: Session) -> Verdict:
    """Does it still conform? A form is refused whole; of a file the rows that do not are left out."""
    with scope(by):
        if not Submission.objects.filter(pk=submission.pk).exists():
            return _ELSEWHERE
        stops = staging.rejudge(submission.dataset, submission.pk, clock.now(), catalogue())
        standing = staging.counts(submission.dataset, submission.pk)
    if submission.kind == "window" and stops:
        first = next(f for f in stops[1] if f["severity"] == "error")
        return no(f"提交以后情况有变：{first['message']}", code=first["rule_id"], help="请退回，由经办人改正。")
    if submission.kind == "window" and not standing.get("clean"):
        return _MEANWHILE
    return may()


def _chunk(submission: Submission, entry: Entry, by: Session, note: str) -> bool:
    """Admit the next rows; True when nothing is left and the submission is accepted."""
    rows = chunks.next_chunk(submission.dataset, submission.pk, ["clean"], CHUNK)
    stamp = {"reviewer_id": by.staff.staff_no, "reviewed_at": entry.at, "review_result": "1"}
    if submission.first_reviewed_by is not None:
        first = {"first_reviewer_id": submission.first_reviewed_by.staff_no}
        stamp |= first | {"first_reviewed_at": submission.first_reviewed_at}
    if rows.rows:
        met = mark(submission, rows)
        submission.admitted += records.admit(
            submission.dataset, rows, under=entry, stamp=stamp, collected_by=submission.submitted_by_id
        )
        follow(met, submission, under=entry, hand=by.staff.staff_no)
        if submission.kind == "window":
            file_material(submission, entry)
        chunks.passed_on(submission.dataset, rows, keep=submission.kind == "window")
    last = rows.rows < CHUNK
    submission.reviewed_by_id = by.staff_id
    submission.reviewed_at = entry.at
    submission.note = note
    if last:
        standing = staging.counts(submission.dataset, submission.pk)
        submission.faulty, submission.already_known = standing.get("faulty", 0), standing.get("known", 0)
        submission.state = "accepted"
    entry.put(submission)
    return last
