"""A person's own file, as he himself reaches it: by his identity number. Art. 10(1)."""

from dataclasses import dataclass

from django.db.models import QuerySet

from jiuye.lib.identity import number_forms
from jiuye.parties.sessions import Session
from jiuye.parties.weihai import CITY, DISTRICTS
from jiuye.records.keys import sealer
from jiuye.records.models import Person
from jiuye.records.naming import number_indexes
from jiuye.records.seal import open_item
from jiuye.standards.language.names import normalize_name


def own_index(number: str) -> bytes:
    """What stands for a person's number in his account: the index of its longest form, in capitals."""
    return sealer().index(max(number_forms(number), key=len, default=""), "identity")


@dataclass(frozen=True)
class OwnFile:
    """Who someone is by his file. index: as his file bears it. Sealed items are opened when they are asked for:
    the phone under the act that texts to it, the number for its owner's own form."""

    person: Person
    index: bytes
    name: str

    @property
    def phone(self) -> str:
        """"" where none is on file."""
        return _open(self.person, "mobile_phone") if self.person.mobile_phone else ""

    @property
    def id_number(self) -> str:
        return _open(self.person, "id_number")

    @property
    def district(self) -> str:
        """The district that serves him: where he lives, or the one that keeps his file."""
        home = (self.person.residence_division or "")[:6]
        return next((d for d in (home, self.person.district) if d in DISTRICTS), CITY[0])


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


def is_his(file: OwnFile, id_type: str, name: str) -> bool:
    """Is it the file of the bearer of such a document? A file that names no type is not held against him."""
    same = normalize_name(file.name) == normalize_name(name) != ""
    return same and file.person.id_type in (None, "", id_type)


def own_file(by: Session) -> OwnFile | None:
    """The file of a citizen who acts for himself. Row security shows him no other. Call inside his scope."""
    first = _living().filter(id_number_folded_index=by.own_index).first()
    return _file(first) if first else None


def _living() -> "QuerySet[Person]":
    return Person.objects.filter(retired=False, merged_into_person_id=None, death_date=None).order_by("id")


def _file(person: Person) -> OwnFile:
    return OwnFile(person, bytes(person.id_number_folded_index), person.name or "")


def _open(person: Person, item: str) -> str:
    return open_item("person", person.pk, item, getattr(person, item), sealer())
