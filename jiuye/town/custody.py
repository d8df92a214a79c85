"""Personnel files in the city's keeping and the scans bound to records. Every row is clean."""

import hashlib
from datetime import date, timedelta
from random import Random

from jiuye.town.days import add_years
from jiuye.town.desk import Desk
from jiuye.town.people import Resident
from jiuye.town.rows import Bundle, Row

# material_kind and what the scanner calls it.
SCANS = {"hardship_assistance": ("16", "认定申请表"), "subsidy": ("04", "缴费证明"),
         "employment_registration": ("01", "劳动合同"), "unemployment_registration": ("02", "终止证明"),
         "personnel_agency_file": ("18", "调档函"), "person": ("11", "身份证")}  # fmt: skip
SHELVES, SLOTS = 40, 500


def personnel_file(desk: Desk, bundle: Bundle, who: Resident, received: date, rng: Random) -> Row:
    """A file received on the day and in stock since."""
    nth = desk.next("file")
    d = who.division
    row = Row("personnel_agency_file", {
        "file_id": f"DA{nth:012d}", "file_no": f"{d.code}{received:%Y}{nth:07d}",
        "person_id": bundle.person["person_id"], "id_number": bundle.person["id_number"],
        "deposit_kind": rng.choice("113"), "source_unit_name": f"威海{d.name}示例单位{rng.randint(1, 400)}号",
        "file_source": "机要转递", "receive_reason": rng.choice(("10", "20", "30", "40", "60")),
        "delivery_method": rng.choice("123"), "seal_intact_flag": "1", "received_date": received,
        "received_by": f"H{d.code}01-{rng.randint(1, 4)}", "storage_place": f"{d.name}档案库",
        "cabinet_no": f"{d.code[2:]}-{nth // SLOTS // SHELVES + 1}-{nth // SLOTS % SHELVES + 1:02d}",
        "slot_no": f"{nth % SLOTS + 1:03d}", "material_count": rng.randint(8, 60),
        "digitized_flag": rng.choice("01"), "file_status": "1",
    })  # fmt: skip
    desk.stamp(row, f"{d.code}01", received, rng)
    bundle.files.append(row)
    desk.accept(bundle, row, rng)
    return row


def moved_out(desk: Desk, row: Row, day: date, reason: str, rng: Random) -> None:
    """The file left on the day; reason: code of file_out_reason."""
    receipt = day + timedelta(days=rng.randint(10, 45))
    row.update(file_status="2", out_date=day, out_reason=reason, out_person="机要通信员",
               out_unit_name=f"示例接收单位{rng.randint(1, 300)}号", transfer_letter_no=f"DH{day:%Y}{row.key[-7:]}",
               receipt_date=receipt if receipt < desk.as_of else None)  # fmt: skip


def scan(desk: Desk, bundle: Bundle, row: Row, rng: Random) -> Row:
    """A scan bound to the row, taken when it was handled."""
    nth = desk.next("scan")
    kind, label = SCANS[row.dataset]
    digest = hashlib.sha256(f"{desk.employers.seed} {nth}".encode()).hexdigest()
    taken = row["handled_at"] + timedelta(minutes=rng.randint(1, 5))
    term = rng.choice("123")
    years = {"1": 0, "2": 30, "3": 10}[term]
    archived = Row("e_archive", {
        "archive_id": f"EA{nth:014d}", "business_entity": row.dataset, "business_record_id": row.key,
        "person_id": bundle.person["person_id"], "material_kind": kind, "file_name": f"{label}.pdf",
        "file_ref": f"scan/{digest[:2]}/{digest}.pdf", "mime_type": "application/pdf",
        "file_size": rng.randint(40_000, 900_000), "page_count": rng.randint(1, 6), "sha256": digest, "scan_dpi": 300,
        "captured_at": taken, "captured_by": row["handler_id"], "channel": rng.choice(("10", "30", "50")),
        "original_checked_flag": "1", "security_level": "2", "retention_period": term,
        "retention_until": add_years(taken.date(), years) if years else None,
        "archive_status": "1", "valid_flag": "1",
    })  # fmt: skip
    bundle.archives.append(archived)
    return archived
