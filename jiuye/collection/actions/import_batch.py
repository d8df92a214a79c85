"""批量导入: a file of living data. Every row is judged; the clean ones wait for a second person. Art. 6(1)."""

from pathlib import Path

from jiuye.collection import staging
from jiuye.collection.actions.submit import REVIEW_DAYS
from jiuye.collection.counter import WINDOW, source_of
from jiuye.collection.files import Reading, read
from jiuye.collection.models import InheritanceOrder, Submission
from jiuye.collection.numbers import next_number, workday_after
from jiuye.collection.rows import Source
from jiuye.parties.act import act
from jiuye.parties.models import Staff
from jiuye.parties.sessions import Session


def import_batch(
    dataset: str, path: Path, *, by: Session, mapping: str = "", channel: str = WINDOW
) -> tuple[Submission, Reading]:
    """Read, judge and hand in a file. Raises `BadFile` for a file that cannot be read as this dataset
    (nothing is kept), `Refused` where the post may not. The reading tells notes and unknown columns."""
    source = source_of(by, dataset, channel=channel)
    reading = stage_file(source, path, mapping)
    with act("collection.import_batch", by=by, on=("collection.submission", source.submission)) as entry:
        submission = describe(source, reading, by, "file", mapping)
        submission.submitted_at = entry.at
        submission.due_on = workday_after(entry.at.date(), REVIEW_DAYS)
        entry.put(submission)
    return submission, reading


def stage_file(source: Source, path: Path, mapping: str) -> Reading:
    """Bring a file into staging, judged and marked. Anything raised leaves staging as it was."""
    try:
        reading = read(source, path, mapping)
        staging.judged(source.dataset, source.submission, source.at, reading.catalogue, reading.faults)
        staging.mark(source.dataset, source.submission, reading.faults, inherited=source.inherited)
    except BaseException:
        staging.clear(source.dataset, source.submission)
        raise
    return reading


def describe(
    source: Source, reading: Reading, by: Session, kind: str, mapping: str, order: InheritanceOrder | None = None
) -> Submission:
    """The submission of a staged file, with its counts."""
    n = staging.counts(source.dataset, source.submission)
    twice = sum(1 for some in reading.faults.values() if any(f["rule_id"] in UNIQUE for f in some))
    return Submission(
        id=source.submission, number=next_number("PL", source.at), dataset=source.dataset, kind=kind,
        channel=source.channel, mapping=mapping, standard_version=source.standard_version,
        agency_id=by.agency_id, district=by.district, file_name=reading.file_name,
        file_digest=reading.digest, order=order, rows=reading.rows, title=reading.file_name,
        faulty=n.get("faulty", 0) + n.get("nameless", 0) + reading.unreadable,
        already_known=n.get("known", 0), duplicates=twice, submitted_by=Staff.objects.get(pk=by.staff_id),
    )  # fmt: skip


# Rules of dimension 唯一性 that speak of one and the same subject twice.
UNIQUE = frozenset({"R015", "R017", "R042", "R089", "R109", "R110"})
