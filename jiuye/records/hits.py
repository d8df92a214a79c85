"""One line of a list of records: covered number and name, district, where it stands."""

from dataclasses import dataclass
from uuid import UUID

from jiuye.parties.weihai import CITY, DISTRICTS
from jiuye.records.history import dataset_of, values_of
from jiuye.records.models import Record
from jiuye.records.shown import covered, show
from jiuye.standards.catalogue import NUMBERS
from jiuye.standards.queries import catalogue
from jiuye.standards.rules import mask
from jiuye.standards.wording import dataset_label

# The item that says how a record of the dataset stands.
_STATUS = {
    "person": "employment_status",
    "employer": "employer_status",
    "employment_certificate": "certificate_status",
    "job_seeking": "seeking_status",
    "vacancy": "vacancy_status",
    "subsidy": "payment_status",
    "personnel_agency_file": "file_status",
    "e_archive": "archive_status",
    "shared_fact": "match_result",
    "acceptance": "acceptance_status",
}
# What a record is called where it bears no name of a person or an employer.
_TITLES = {
    "job_seeking": "desired_occupation_name",
    "vacancy": "occupation_name",
    "subsidy": "subsidy_kind",
    "personnel_agency_file": "source_unit_name",
    "e_archive": "file_name",
}
_ENDS = {
    "employment_registration": ("end_date", "在职", "已终止"),
    "unemployment_registration": ("cancel_date", "登记中", "已注销"),
    "hardship_assistance": ("exit_date", "认定中", "已退出"),
    "training": ("end_date", "培训中", "已结业"),
}


@dataclass(frozen=True)
class Hit:
    """title: the covered name or the employer's; number: the covered identity number or the business
    number; status: a word; notes: what is out of the ordinary."""

    dataset: str
    label: str
    id: UUID
    title: str
    number: str
    business: str
    district: str
    status: str
    notes: tuple[str, ...]


def hit(record: Record) -> Hit:
    """A record as a list may show it."""
    dataset, values = dataset_of(record), values_of(record)
    items = catalogue().items[dataset]

    def cover(name: str) -> str:
        return covered(items[name], record.pk, values[name]) if name in items else ""

    number = cover("id_number") or cover("uscc")
    title = cover("name") or cover("employer_name") or called(dataset, record, values, covered=True)
    return Hit(
        dataset, dataset_label(dataset), record.pk, title, number,
        cover(NUMBERS[dataset]), district(record.district), status(dataset, record, values), notes(values),
    )  # fmt: skip


def called(dataset: str, record: Record, values: dict[str, object], *, covered: bool = False) -> str:
    """What a record without a name is called: 电焊工, 社会保险补贴; "" where it has nothing to be called by."""
    item = catalogue().items[dataset].get(_TITLES.get(dataset, ""))
    value = values.get(item.name) if item else None
    if item is None or value is None:
        return ""
    if item.data_type != "code" and covered:
        return mask(item, value)
    return show(dataset, record.pk, item.name, value).text


def notes(values: dict[str, object]) -> tuple[str, ...]:
    """What is out of the ordinary with a record: 存量, 逾期补录, 已退出使用."""
    told = (
        ("存量", values.get("inherited")), ("逾期补录", values.get("entered_late")),
        ("已退出使用", values.get("retired")),
    )  # fmt: skip
    return tuple(note for note, yes in told if yes)


def status(dataset: str, record: Record, values: dict[str, object]) -> str:
    """在职, 失业, 已注销 …: the word of the record's own status, or of the date that ends it."""
    if dataset in _ENDS:
        item, before, after = _ENDS[dataset]
        return after if values[item] else before
    name = _STATUS.get(dataset, "")
    return show(dataset, record.pk, name, values[name]).text if name else ""


def district(code: str) -> str:
    """环翠区 for 371002; 威海市 for the city itself."""
    return DISTRICTS.get(code) or (CITY[1] if code == CITY[0] else code)
