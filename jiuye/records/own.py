"""A person's own file, as he himself reaches it, and an employer's, as whoever acts for it does. Art. 10(1)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from jiuye.lib.characters import folded
from jiuye.parties.identity import Indexes, indexes_of
from jiuye.parties.sessions import Session
from jiuye.parties.weihai import CITY, DISTRICTS
from jiuye.records.history import dataset_of
from jiuye.records.keys import sealer
from jiuye.records.models import Employer, Person, Record
from jiuye.records.naming import number_indexes
from jiuye.records.seal import open_item
from jiuye.standards.language.names import normalize_name
from jiuye.standards.rules import cover_ends, cover_name


def own_index(number: str) -> bytes:
    """What stands for a person's number in his account: the index of its longest form, in capitals."""
    return indexes_of(number).full


@dataclass(frozen=True)
class OwnFile:
    """Who someone is by his file. Sealed items are opened when they are asked for: the phone under the act that texts
    to it, the number for its owner's own form and account."""

    person: Person
    name: str

    @property
    def indexes(self) -> Indexes:
        """What stands for him in his account, whichever form of his number is on file."""
        return indexes_of(self.id_number)

    @property
    def phone(self) -> str:
        """ "" where none is on file."""
        return _open(self.person, "mobile_phone") if self.person.mobile_phone else ""

    @property
    def id_number(self) -> str:
        return _open(self.person, "id_number")

    @property
    def district(self) -> str:
        """The district that serves him: where he lives, or the one that keeps his file."""
        return _served_in(self.person.residence_division, self.person.district)

    @property
    def known(self) -> dict[str, str]:
        """Items of the standard that need not be asked."""
        return {"id_number": self.id_number, "name": self.name, "person_id": self.person.person_id or ""}

    @property
    def line(self) -> str:
        """Who it is, for the page of his own."""
        return f"{cover_name(self.name)}，{cover_ends(self.id_number)}"


@dataclass(frozen=True)
class OwnEmployer:
    """An employer, by its own file."""

    employer: Employer

    @property
    def name(self) -> str:
        return self.employer.employer_name or ""

    @property
    def number(self) -> str:
        return self.employer.employer_id or ""

    @property
    def district(self) -> str:
        """The district that serves it: where it is registered, or the one that keeps its file."""
        return _served_in(self.employer.division_code, self.employer.district)

    @property
    def known(self) -> dict[str, str]:
        """Items of the standard that need not be asked."""
        return {"employer_id": self.number, "employer_name": self.name, "uscc": self.employer.uscc or ""}

    @property
    def line(self) -> str:
        return f"{self.name}，{self.employer.uscc}"

    @property
    def phone(self) -> str:
        """The legal representative's mobile; "" where none is on file. Opened under the act that texts to it."""
        return _open(self.employer, "legal_rep_phone") if self.has_phone else ""

    @property
    def has_phone(self) -> bool:
        return self.employer.legal_rep_phone is not None and self.employer.legal_rep_phone_form == "mobile"

    def is_representative(self, index: bytes | None) -> bool:
        """Is it what stands for its legal representative, as `own_index` gives it? Rows filed before this was kept
        beside the number are held by the number as it is written there."""
        its = self.employer
        held = its.legal_rep_id_number_folded_index or its.legal_rep_id_number_index
        return held is not None and bytes(held) == index


def files_of(number: str) -> list[OwnFile]:
    """The files of a number: one, where all is well. Call inside a scope that sees the city."""
    return [_file(p) for p in _living().filter(id_number_folded_index__in=number_indexes(number, sealer()))[:10]]


def file_of(number: str) -> OwnFile | None:
    """The one file of a number. None when there is none, and when several disagree about the phone: nobody
    is let in by a file that may be another's. Call inside a scope that sees the city."""
    found = files_of(number)
    phones = {bytes(f.person.mobile_phone_index) for f in found if f.person.mobile_phone_index}
    if not found or len(phones) > 1:
        return None
    return next((f for f in found if f.person.mobile_phone_index), found[0])


def person_numbers(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(identity number, name) → the person's number of the standard, for those on file under both. Call inside a
    scope that sees the city."""
    wanted = {i: pair for pair in pairs if pair[0] for i in number_indexes(pair[0], sealer())}
    found: dict[tuple[str, str], str] = {}
    for p in _living().filter(id_number_folded_index__in=list(wanted)).exclude(person_id=None):
        pair = wanted[bytes(p.id_number_folded_index)]
        if same_name(p.name or "", pair[1]):
            found.setdefault(pair, p.person_id or "")
    return found


def is_his(file: OwnFile, id_type: str, name: str) -> bool:
    """Is it the file of the bearer of such a document? A file that names no type is not held against him."""
    return same_name(file.name, name) and file.person.id_type in (None, "", id_type)


def by_indexes(indexes: Iterable[bytes]) -> OwnFile | None:
    """The file that bears one of these. Call inside a scope that sees it."""
    found = _living().filter(id_number_folded_index__in=list(indexes)).exclude(mobile_phone=None).first()
    return _file(found) if found else None


def same_name(one: str, other: str) -> bool:
    """Is it the same name, however its letters, dots and brackets are written?"""
    return normalize_name(folded(one)) == normalize_name(folded(other)) != ""


def employer_of(uscc: str) -> OwnEmployer | None:
    """The one employer of a credit code. None when there is none, when several files bear the code, or when another
    bears its number: nobody is let in to what may be another's. Call inside a scope that sees the city."""
    found = list(_in_business().filter(uscc=uscc)[:2])
    if len(found) != 1 or not found[0].employer_id:
        return None
    if _in_business().filter(employer_id=found[0].employer_id).count() != 1:
        return None
    return OwnEmployer(found[0])


def employer_numbered(number: str) -> OwnEmployer | None:
    """The employer of a number. Call inside a scope that sees it."""
    found = _in_business().filter(employer_id=number).first()
    return OwnEmployer(found) if found else None


def own_file(by: Session) -> OwnFile | OwnEmployer | None:
    """The file of whoever acts for himself or his employer. Row security shows him no other. Call inside his scope."""
    if by.own_employer:
        return employer_numbered(by.own_employer)
    first = _living().filter(id_number_folded_index__in=by.own_indexes).first()
    return _file(first) if first else None


def _living() -> "QuerySet[Person]":
    return Person.objects.filter(retired=False, merged_into_person_id=None, death_date=None).order_by("id")


def _in_business() -> "QuerySet[Employer]":
    return Employer.objects.filter(retired=False, merged_into_employer_id=None).order_by("id")


def _served_in(division: str | None, kept_in: str) -> str:
    return next((d for d in ((division or "")[:6], kept_in) if d in DISTRICTS), CITY[0])


def _file(person: Person) -> OwnFile:
    return OwnFile(person, person.name or "")


def _open(record: Record, item: str) -> str:
    return open_item(dataset_of(record), record.pk, item, getattr(record, item), sealer())
