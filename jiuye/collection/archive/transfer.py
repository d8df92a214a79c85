"""转出: when a personal file leaves for another agency, every paper kept of the person is looked at whole first.
Art. 2(4), 6(1)."""

from jiuye.collection.models import Submission
from jiuye.collection.staging import row_of
from jiuye.lib.verdict import YES, Verdict, no
from jiuye.parties import founding
from jiuye.parties.sessions import Session, machine_session, scope
from jiuye.records.custody.filing import check_archive
from jiuye.records.models import Keeping

DATASET, OUT = "personnel_agency_file", "2"  # file_status


def may_transfer(submission: Submission, by: Session) -> Verdict:
    """Yes for anything but a transfer out. Each look is on file as the machine's, whatever comes of it."""
    with scope(by):
        row = row_of(submission.dataset, submission.pk) if submission.dataset == DATASET else None
        if row is None or submission.kind != "window" or row["file_status"] != OUT or not row["person_id"]:
            return YES
        kept = Keeping.objects.filter(record__person_id=row["person_id"]).exclude(state="destroyed")
        papers = list(kept.select_related("record").order_by("id"))
    machine = machine_session(founding.MACHINE)
    bad = [k.record.archive_id or "" for k in papers if not check_archive(k, "transfer", by=machine).passed]
    if bad:
        return no(
            f"电子档案四性检测不合格，不得转出：{'、'.join(bad[:5])}", code="A020",
            help="请档案管理岗恢复或更正后再检测，然后再审核。",
        )  # fmt: skip
    return YES
