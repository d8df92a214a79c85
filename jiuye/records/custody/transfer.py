"""转出: when personal files leave for another agency, every paper kept of these persons is looked at whole first, and
what does not conform stays. Art. 2(4), 6(1)."""

from collections.abc import Sequence

from jiuye.lib import clock
from jiuye.lib.verdict import YES, Verdict, no
from jiuye.parties import founding
from jiuye.parties.sessions import machine_session, scope
from jiuye.records.custody.filing import check_archive
from jiuye.records.leaving import may_leave, used
from jiuye.records.models import Keeping, PersonnelAgencyFile


def cleared(people: Sequence[str]) -> tuple[Verdict, list[str]]:
    """May the files of these persons go, and the waivers by which they may: whoever lets them go names these in his
    entry. Each look is on file as the machine's, whatever comes of it."""
    if not people:
        return YES, []
    machine = machine_session(founding.MACHINE)
    with scope(machine):  # what another district keeps of them is held to the same
        kept = Keeping.objects.filter(record__person_id__in=people).exclude(state="destroyed")
        papers = list(kept.select_related("record").order_by("id"))
        files = list(PersonnelAgencyFile.objects.filter(person_id__in=people, retired=False))
    bad = [k.record.archive_id or "" for k in papers if not check_archive(k, "transfer", by=machine).passed]
    if bad:
        verdict = no(
            f"电子档案四性检测不合格，不得转出：{'、'.join(bad[:5])}", code="A020",
            help="请档案管理岗恢复或更正后再检测，然后再办。",
        )  # fmt: skip
        return verdict, []
    with scope(machine):
        leaving = [*files, *(k.record for k in papers)]
        return may_leave(leaving, on=clock.today()), used(leaving, on=clock.today())
