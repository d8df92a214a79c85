"""Material becomes electronic archive when its case is accepted, in the same act. Art. 2(4), 7."""

from typing import Any

from jiuye.collection.archive.queries import material
from jiuye.collection.models import Attachment, Submission
from jiuye.collection.numbers import business_numbers
from jiuye.collection.staging import row_of
from jiuye.lib.media.kinds import SUFFIXES
from jiuye.parties.entry import Entry
from jiuye.parties.models import Agency
from jiuye.records.custody import terms
from jiuye.records.keys import sealer
from jiuye.records.models import EArchive, Keeping
from jiuye.standards.catalogue import NUMBERS

TO_CHECK, SENSITIVE = "2", "2"  # archive_status, security_level


def file_material(submission: Submission, entry: Entry) -> int:
    """Admit an e_archive record for each file of an accepted form, and take it into keeping: the machine looks at
    it next and files it (`records.file`). Returns how many there were."""
    files = material(submission)
    row = row_of(submission.dataset, submission.pk) if files else None
    if row is None:
        return 0
    agency = Agency.objects.values_list("code", flat=True).get(pk=submission.agency_id)
    numbers = business_numbers("e_archive", len(files))
    rows = [_record(a, submission, row, agency, n) for a, n in zip(files, numbers, strict=True)]
    entry.put(*rows)
    entry.put(*(_keeping(a, r, entry) for a, r in zip(files, rows, strict=True)))
    return len(rows)


def _keeping(a: Attachment, record: EArchive, entry: Entry) -> Keeping:
    return Keeping(
        record=record, district=record.district, source_id=a.pk, sha256=a.sha256, sm3=a.sm3, next_check_at=entry.at
    )


def _record(a: Attachment, s: Submission, row: dict[str, Any], agency: str, number: str) -> EArchive:
    term = terms.term_of(s.dataset)
    return EArchive(
        district=s.district, standard_version=s.standard_version, submission_id=s.pk,
        fingerprint=sealer().index(str(a.pk), "row:e_archive"), archive_id=number, business_entity=s.dataset,
        business_record_id=row[NUMBERS[s.dataset]], person_id=row.get("person_id"), employer_id=row.get("employer_id"),
        material_kind=a.material_kind, file_name=a.file_name, file_ref=f"{a.sha256}{SUFFIXES[a.mime_type]}",
        mime_type=a.mime_type, file_size=a.file_size, page_count=a.page_count, sha256=a.sha256, scan_dpi=a.scan_dpi,
        captured_at=a.attached_at, captured_by=a.attached_by.staff_no, channel=s.channel,
        original_checked_flag="1" if a.original_checked else "0", security_level=SENSITIVE,
        retention_period=term, retention_until=terms.until(term, a.attached_at.date()), archive_status=TO_CHECK,
        valid_flag="1", agency_code=agency,
        device=row["device"], strength="30" if a.original_checked else row["strength"],
    )  # fmt: skip
