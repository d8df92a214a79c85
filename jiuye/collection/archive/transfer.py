"""转出: when personal files leave for another agency, every paper kept of these persons is looked at whole first, and
what does not conform stays. Art. 2(4), 6(1)."""

from django.db import connection

from jiuye.collection.models import Submission
from jiuye.lib import clock
from jiuye.lib.verdict import YES, Verdict, no
from jiuye.parties import founding
from jiuye.parties.sessions import Session, machine_session, scope
from jiuye.records.custody.filing import check_archive
from jiuye.records.leaving import may_leave
from jiuye.records.models import Keeping, PersonnelAgencyFile

DATASET, OUT = "personnel_agency_file", "2"  # file_status


def may_transfer(submission: Submission, by: Session) -> Verdict:
    """Yes for anything but a transfer out, typed or in a file. Each look is on file as the machine's, whatever comes
    of it."""
    with scope(by):
        people = _leaving(submission) if submission.dataset == DATASET else []
    if not people:
        return YES
    machine = machine_session(founding.MACHINE)
    with scope(machine):  # what another district keeps of them is held to the same
        kept = Keeping.objects.filter(record__person_id__in=people).exclude(state="destroyed")
        papers = list(kept.select_related("record").order_by("id"))
        files = list(PersonnelAgencyFile.objects.filter(person_id__in=people, retired=False))
    bad = [k.record.archive_id or "" for k in papers if not check_archive(k, "transfer", by=machine).passed]
    if bad:
        return no(
            f"电子档案四性检测不合格，不得转出：{'、'.join(bad[:5])}", code="A020",
            help="请档案管理岗恢复或更正后再检测，然后再审核。",
        )  # fmt: skip
    with scope(machine):
        return may_leave([*files, *(k.record for k in papers)], on=clock.today())


def _leaving(submission: Submission) -> list[str]:
    """Whose files its rows send away."""
    with connection.cursor() as c:
        c.execute(
            f"select distinct person_id from work.stage_{DATASET} where submission_id = %s and standing = 'clean'"
            " and file_status = %s and person_id is not null",
            [submission.pk, OUT],
        )
        return [person for (person,) in c.fetchall()]
