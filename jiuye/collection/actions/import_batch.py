"""批量导入: a file of living data. Every row is judged; the clean ones wait for a second person. Art. 6(1)."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from jiuye.collection import risk, staging
from jiuye.collection.channels import BadFile
from jiuye.collection.counter import WINDOW, source_of
from jiuye.collection.files import Reading, read
from jiuye.collection.models import InheritanceOrder, Submission
from jiuye.collection.rows import Source
from jiuye.collection.rules import REVIEW_DAYS
from jiuye.lib.progress import Progress, Tell, silent
from jiuye.lib.verdict import no
from jiuye.lib.workdays import workday_after
from jiuye.parties.act import act, write_refusal
from jiuye.parties.models import Staff
from jiuye.parties.sessions import Session
from jiuye.records.numbers import next_number
from jiuye.standards.queries import holding

Told = tuple[Any, ...]  # what the ledger is told of an act: name, dataset, subject, why, channel


@dataclass(frozen=True)
class Trial:
    """What importing a file would give. counts: standing → rows; faults: the first, row by row;
    by_rule: (rule, severity, message, rows), the most frequent first."""

    dataset: str
    reading: Reading
    counts: dict[str, int]
    faults: list[dict[str, Any]]
    by_rule: list[staging.RuleCount]


@holding()
def import_batch(
    dataset: str, path: Path, *, by: Session, mapping: str = "", channel: str = WINDOW, file_name: str = "",
    key: UUID | None = None, tell: Tell = silent,
) -> tuple[Submission, Reading]:  # fmt: skip
    """Read, judge and hand in a file. Raises `BadFile` for a file that cannot be read as this dataset
    (nothing is kept, the refusal is on file), `Refused` where the post may not. The reading tells notes and
    unknown columns; `file_name` is the person's own name of the file when `path` bears another; `key` is the
    submission's, when one was given out before."""
    source = source_of(by, dataset, channel=channel, file=True, submission=key)
    told = ("collection.import_batch", dataset, key, "", channel)
    reading = stage_or_refuse(source, path, mapping, by, told, tell)
    try:
        with act("collection.import_batch", by=by, on=("collection.submission", source.submission)) as entry:
            submission = describe(source, reading, by, "file", mapping)
            submission.file_name = submission.title = file_name or reading.file_name
            submission.submitted_at = entry.at
            submission.due_on = workday_after(entry.at.date(), REVIEW_DAYS)
            risk.take_stock(submission)
            entry.put(submission)
    except BaseException:
        staging.clear(dataset, source.submission)
        raise
    return submission, reading


@holding()
def dry_run(dataset: str, path: Path, *, by: Session, mapping: str = "") -> Trial:
    """先试一遍: stage, judge, look, and clear away. Nothing is handed in. Raises `BadFile` as above."""
    source = source_of(by, dataset, file=True)
    told = ("collection.import_batch", dataset, None, "试一遍", "")
    reading = stage_or_refuse(source, path, mapping, by, told)
    try:
        key = source.submission
        return Trial(
            dataset, reading, reading.counts, staging.faults_of(dataset, key, 200),
            staging.by_rule(dataset, key),
        )  # fmt: skip
    finally:
        staging.clear(dataset, source.submission)


def stage_or_refuse(source: Source, path: Path, mapping: str, by: Session, told: Told, tell: Tell = silent) -> Reading:
    """`stage_file`; a file that cannot be read is a refusal too, and goes on file with its sentence."""
    try:
        return stage_file(source, path, mapping, tell)
    except BadFile as bad:
        write_refusal(by, told, no(bad.message, code=f"F-{bad.code}"))
        raise


def stage_file(source: Source, path: Path, mapping: str, tell: Tell = silent) -> Reading:
    """Bring a file into staging, judged and marked. Anything raised leaves staging as it was."""
    try:
        reading = read(source, path, mapping, tell)
        tell(Progress("校验", 0, reading.rows))
        found = staging.judge_among(source.dataset, source.submission, source.at, reading.catalogue)
        staging.mark(source.dataset, source.submission, found, inherited=source.inherited)
        staging.sort_out(source.dataset, source.submission, inherited=source.inherited)
        reading.counts, reading.duplicates = staging.tally(source.dataset, source.submission, UNIQUE)
        tell(Progress("校验", reading.rows, reading.rows))
    except BaseException:
        staging.clear(source.dataset, source.submission)
        raise
    return reading


def describe(
    source: Source, reading: Reading, by: Session, kind: str, mapping: str, order: InheritanceOrder | None = None
) -> Submission:
    """The submission of a staged file, with its counts."""
    n = reading.counts
    return Submission(
        id=source.submission, number=next_number("PL", source.at), dataset=source.dataset, kind=kind,
        channel=source.channel, mapping=mapping, standard_version=source.standard_version,
        agency_id=by.agency_id, district=by.district, file_name=reading.file_name,
        file_digest=reading.digest, order=order, rows=reading.rows, title=reading.file_name,
        faulty=n.get("faulty", 0) + n.get("nameless", 0), already_known=n.get("known", 0),
        duplicates=reading.duplicates, submitted_by=Staff.objects.get(pk=by.staff_id), reading=told_of(reading),
        employer_id=by.own_employer or "",
    )  # fmt: skip


def told_of(reading: Reading) -> dict[str, Any]:
    """What is kept of a reading beside the rows."""
    return {
        "notes": [asdict(n) for n in reading.notes[:100]],
        "aside": reading.aside,
        "headers": reading.headers,
    }


# Rules of dimension 唯一性 that speak of one and the same subject twice.
UNIQUE = frozenset({"R015", "R017", "R042", "R089", "R109", "R110"})
