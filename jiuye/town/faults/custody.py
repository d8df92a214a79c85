"""Faults in personnel files and scans: R174 to R186, R224."""

from jiuye.town import custody
from jiuye.town.days import workday
from jiuye.town.faults.case import Case, Planted, Table, fault
from jiuye.town.rows import Bundle, Row

FAULTS: Table = []


def in_stock(case: Case) -> Row | None:
    """A clean file received years ago."""
    return received(case) if case.able and not case.bundle.files else None


def received(case: Case) -> Row:
    day = workday(case.ago(case.rng.randint(500, 1500)))
    return custody.personnel_file(case.desk, case.bundle, case.who, day, case.rng)


def gone(case: Case) -> Row | None:
    """A clean file that was moved out."""
    row = in_stock(case)
    if row is not None:
        custody.moved_out(case.desk, row, workday(row["received_date"] + case.days(60, 200)), "30", case.rng)
    return row


def _kept(case: Case) -> Bundle | None:
    return next((b for b in case.recent if b.files and b.files[0]["file_status"] == "1"), None)


def _taken(case: Case, *items: str) -> Planted:
    """What the file of another person has in those items is in this one's too."""
    other = _kept(case)
    row = in_stock(case) if other else None
    if other is None or row is None:
        return None
    case.recent.remove(other)
    row.update({item: other.files[0][item] for item in items})
    return row, other.files[0]


@fault(FAULTS, "R174")
def number_of_another(case: Case) -> Planted:
    return _taken(case, "file_no")


@fault(FAULTS, "R176")
def place_of_another(case: Case) -> Planted:
    return _taken(case, "cabinet_no", "slot_no")


@fault(FAULTS, "R181")
def still_here(case: Case) -> Planted:
    if not case.who.retired or case.who.died or case.bundle.files or case.who.id_type != "01":
        return None
    return received(case)


@fault(FAULTS, "R183")
def scan_of_another(case: Case) -> Planted:
    other = next((b for b in case.recent if b.archives), None)
    row = scanned(case) if other else None
    if other is None or row is None:
        return None
    case.recent.remove(other)
    row.update({item: other.archives[0][item] for item in ("sha256", "file_ref", "file_size")})
    return row, other.archives[0]


def scanned(case: Case) -> Row | None:
    """A clean scan of the person's card."""
    return None if case.bundle.archives else custody.scan(case.desk, case.bundle, case.person, case.rng)


@fault(FAULTS, "R177")
def left_before_it_came(case: Case) -> Planted:
    row = gone(case)
    if row is not None:
        row["out_date"] = row["received_date"] - case.days(1, 60)
    return row


@fault(FAULTS, "R178")
def left_without_letter(case: Case) -> Planted:
    row = gone(case)
    if row is not None:
        row["transfer_letter_no"] = None
    return row


@fault(FAULTS, "R179")
def seal_broken(case: Case) -> Planted:
    row = in_stock(case)
    if row is not None:
        row["seal_intact_flag"] = "0"
    return row


@fault(FAULTS, "R180")
def no_receipt(case: Case) -> Planted:
    row = gone(case)
    if row is not None:
        row["receipt_date"] = None
    return row


@fault(FAULTS, "R224")
def no_reviewer(case: Case) -> Planted:
    row = in_stock(case)
    if row is not None:
        row[case.rng.choice(("reviewer_id", "reviewed_at"))] = None
    return row


@fault(FAULTS, "R182")
def odd_digest(case: Case) -> Planted:
    row = scanned(case)
    if row is not None:
        row["sha256"] = case.rng.choice((row["sha256"][:63], row["sha256"].upper(), "0x" + row["sha256"][2:]))
    return row


@fault(FAULTS, "R184")
def of_no_record(case: Case) -> Planted:
    row = scanned(case)
    if row is not None:
        row["business_record_id"] = f"{9_990_000_000_000 + case.who.index}"
    return row


@fault(FAULTS, "R185")
def only_void_material(case: Case) -> Planted:
    job = case.running()
    if job is None or case.bundle.archives:
        return None
    row = custody.scan(case.desk, case.bundle, job, case.rng)
    row["valid_flag"] = "0"
    return row


@fault(FAULTS, "R186")
def destroyed_early(case: Case) -> Planted:
    row = scanned(case)
    if row is not None:
        row["archive_status"] = "4"
    return row
