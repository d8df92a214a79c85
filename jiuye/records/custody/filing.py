"""归档、检测: a file is looked at when it is filed, again and again while it is kept, and when it leaves. Art. 2(4).

The content is read before the act, so that nobody waits for it; what was found is filed in the act, if the file
still stands as it stood.
"""

from datetime import datetime, timedelta

from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.parties.act import act, write_refusal
from jiuye.parties.entry import Entry
from jiuye.parties.sessions import Session, scope
from jiuye.records.custody import rules
from jiuye.records.custody.checks import Found
from jiuye.records.custody.examine import examine
from jiuye.records.models import EArchive, FourCheck, Keeping

AGAIN = timedelta(days=180)  # until a sound file is read again
SOON = timedelta(days=1)  # until a faulty one is: it may have been restored
SLICE, BYTES = 40, 64 * 1024 * 1024  # files and bytes of one turn of the timer


def file(keeping: Keeping, *, by: Session, why: str = "", found: Found | None = None) -> FourCheck:
    """归档: all four properties hold. Raises `Refused` otherwise; what failed is then on file as a check."""
    found = found or examine(keeping, by=by, whole=True)
    if not found.passed:
        check_archive(keeping, "filing", by=by, found=found)
        verdict = rules.may_file(keeping.state, found)
        write_refusal(by, ("records.file", "records.earchive", keeping.record_id, why, ""), verdict)
        raise Refused(verdict)
    with act("records.file", by=by, on=keeping.record, why=why) as entry:
        held = lock(keeping)
        rules.may_file(held.state, found).or_refuse()
        if held.filed_at is None:
            held.filed_by_id, held.filed_at = by.staff_id, entry.at
        return settle(held, found, "filing", by, under=entry)


def check_archive(keeping: Keeping, occasion: str, *, by: Session, found: Found | None = None) -> FourCheck:
    """四性检测, and what it found. A file that fails is faulty until it is filed anew."""
    found = found or examine(keeping, by=by, whole=occasion != "keeping")
    with act("records.check_archive", by=by, on=keeping.record, why=occasion) as entry:
        held = lock(keeping)
        if held.state == "destroyed":
            rules.may_file(held.state, found).or_refuse()
        return settle(held, found, occasion, by, under=entry)


def settle(held: Keeping, found: Found, occasion: str, by: Session, *, under: Entry) -> FourCheck:
    """Put a look on file, and the state that follows from it. A step of an act."""
    check = FourCheck(
        keeping=held, district=held.district, occasion=occasion, at=under.at, by_id=by.staff_id,
        results=list(found.results), passed=found.passed,
    )  # fmt: skip
    if not found.passed:
        held.state = "faulty"
    elif occasion == "filing":
        held.state = "filed"
    held.checked_at = under.at
    held.next_check_at = under.at + (AGAIN if held.state == "filed" else SOON)
    under.put(held, check)
    record = EArchive.objects.get(pk=held.record_id)
    if record.archive_status != rules.STATUS[held.state]:
        record.archive_status = rules.STATUS[held.state]
        under.put(record)
    return check


def lock(keeping: Keeping) -> Keeping:
    """The row again, held until the act ends. Raises `Refused` outside the doer's district."""
    held = Keeping.objects.select_for_update().filter(pk=keeping.pk).first()
    if held is None:
        raise Refused(rules.GONE)
    return held


def keep(*, by: Session) -> int:
    """The timer's turn: what is due is read again, the longest waiting first; what waits for filing or is faulty is
    looked at whole. Returns how many were found faulty."""
    return sum(not _again(one, by) for one in _due(by, clock.now()))


def _due(by: Session, now: datetime) -> list[Keeping]:
    with scope(by):
        due = Keeping.objects.filter(next_check_at__lte=now).exclude(state="destroyed")
        rows = list(due.select_related("record").order_by("next_check_at", "id")[:SLICE])
    chosen: list[Keeping] = []
    size = 0
    for one in rows:
        size += one.record.file_size or 0
        if chosen and size > BYTES:
            break
        chosen.append(one)
    return chosen


def _again(keeping: Keeping, by: Session) -> bool:
    """One file of the turn. True when it is sound."""
    whole = keeping.state != "filed"
    found = examine(keeping, by=by, whole=whole)
    if whole and found.passed:
        return file(keeping, by=by, found=found).passed
    return check_archive(keeping, "filing" if whole else "keeping", by=by, found=found).passed
