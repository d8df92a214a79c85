"""Finding a record: by number, name, pinyin, credit code or phone. What comes back is covered. Art. 10(3).

Numbers that are sealed are found through their equality index only: exactly or not at all. Row security
keeps every finding inside the asker's scope.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import Q, QuerySet
from django.db.models.functions import Left, Substr

from jiuye.lib import clock, pinyin
from jiuye.lib.characters import folded
from jiuye.lib.identity import MOBILE, ORG_CODE, RIC18, USCC
from jiuye.parties.sessions import Session
from jiuye.records import naming
from jiuye.records.keys import sealer
from jiuye.records.models import MODELS, Employer, Lineage, Person, Record
from jiuye.standards.catalogue import NUMBERS
from jiuye.standards.queries import catalogue

_FACTS = Lineage._meta.db_table
_LAST = "\U0010ffff"  # sorts after every name that begins alike


@dataclass(frozen=True)
class Looked:
    """records found, in the order to show them; `more` says that the limit cut the list; `by` tells
    in words what was compared."""

    records: list[Record]
    more: bool
    by: list[str]


def limit(by: Session) -> int:
    """How many records one look-up may return: a parameter of the standard, as the asker's district set it."""
    return int(catalogue().parameters["bulk_query_limit"].on(clock.today(), by.district))


def look_up(text: str, *, by: Session) -> Looked:
    """Everything the text may mean, exact meanings first. Call inside the asker's scope."""
    text = text.replace("\0", "").strip()
    at_most = limit(by)
    found: dict[Any, Record] = {}
    tried = []
    for label, rows in _meanings(text, by, at_most + 1):
        tried.append(label)
        for record in rows[: at_most + 1 - len(found)]:
            found.setdefault(record.pk, record)
    records = list(found.values())
    return Looked(_sorted(records[:at_most]), len(records) > at_most, tried)


def _meanings(text: str, by: Session, at_most: int) -> "Sequence[tuple[str, QuerySet[Any]]]":
    meanings: list[tuple[str, QuerySet[Any]]] = []
    name, upper = folded(text), text.upper()
    if name and not _a_number(text):
        part = _employers_named(name, by, at_most)
        meanings += [
            ("姓名", _by_name(name)),
            ("单位名称", Employer.objects.filter(pk__in=part).order_by("name_pinyin", "id")),
        ]
    meanings += [(label, model.objects.filter(pk__in=_formerly(model, text, by, at_most))) for label, model in _BEFORE]
    if not text.isascii():
        return meanings
    if text.replace(" ", "").replace("'", "").isalpha():
        meanings += [("姓名拼音", _by_pinyin(Person, text)), ("单位名称拼音", _by_pinyin(Employer, text))]
    if len(text) >= 6:
        meanings.append(("证件号码", _by_identity(text)))
    if MOBILE.fullmatch(text):
        meanings.append(("手机号码", Person.objects.filter(mobile_phone_index=sealer().index(text, "phone"))))
    if USCC.fullmatch(upper):
        meanings.append(("统一社会信用代码", Employer.objects.filter(uscc=upper)))
    if ORG_CODE.fullmatch(upper):
        meanings.append(("组织机构代码", _by_org_code(upper.replace("-", ""))))
    if not RIC18.fullmatch(upper):
        meanings += [("编号", model.objects.filter(**{NUMBERS[dataset]: text})) for dataset, model in MODELS.items()]
    return meanings


def _a_number(text: str) -> bool:
    """Rather a number than a name: more than half of it are digits."""
    return text.isascii() and 2 * sum(c.isdigit() for c in text) > len(text)


def _by_identity(text: str) -> "QuerySet[Person]":
    """Exactly as written, or in any of the number's forms."""
    index = sealer().index(text, "identity")
    return Person.objects.filter(
        Q(id_number_index=index) | Q(id_number_folded_index__in=naming.number_indexes(text, sealer()))
    )


def _by_org_code(code: str) -> "QuerySet[Any]":
    """Of employers that have it beside their credit code, or within."""
    return Employer.objects.annotate(within=Substr("uscc", 9, 9)).filter(Q(org_code=code) | Q(within=code))


def _by_name(name: str) -> "QuerySet[Any]":
    """The name itself and names that begin so, however they are written. A range: it is served by the index under
    row security, which a pattern is not."""
    start = name[:100]
    begun = Person.objects.annotate(start=Left("name_folded", 100)).filter(start__gte=start, start__lt=start + _LAST)
    return begun.filter(name_folded__startswith=name).order_by("start", "id")


def _by_pinyin(model: type[Record], text: str) -> "QuerySet[Any]":
    """Names whose initials or syllables begin so, in the order of their pinyin. Ranges, as above."""
    begun = Q()
    for column, starts in (("initials", [text.lower()]), ("pinyin", pinyin.readings(text))):
        for start in starts:
            begun |= Q(**{f"{column}__gte": start[:100], f"{column}__lt": start[:100] + _LAST})
    named = model.objects.annotate(pinyin=Left("name_pinyin", 100), initials=Left("name_initials", 100))
    return named.filter(begun).order_by("pinyin", "id")


def _sorted(records: list[Record]) -> list[Record]:
    """One kind after the other, as found; of persons and employers by the pinyin of their names."""
    kinds = list(dict.fromkeys(type(r) for r in records))
    return sorted(records, key=lambda r: (kinds.index(type(r)), getattr(r, "name_pinyin", None) or ""))


def _employers_named(name: str, by: Session, at_most: int) -> list[Any]:
    """Keys of employers with this anywhere in their name."""
    part = "%" + name.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    return _keys(Employer, "name_folded like %s", part, by, at_most)


_BEFORE: list[tuple[str, type[Record]]] = [("曾用名或曾用证件号码", Person), ("单位曾用名、原注册号或代码", Employer)]


def _formerly(model: type[Record], text: str, by: Session, at_most: int) -> list[Any]:
    """Keys of those who were called or numbered so before: as their rows and confirmed facts of their 沿革 say."""
    told = [*naming.keys_of(text, sealer(), number=False), *naming.keys_of(text, sealer(), number=True)]
    said = f"id in (select record_id from jiuye.{_FACTS} where keys ?| %s and state = 'confirmed')"
    return list({*_keys(model, "formerly ?| %s", told, by, at_most), *_keys(model, said, told, by, at_most)})


def _keys(model: type[Record], condition: str, value: Any, by: Session, at_most: int) -> list[Any]:
    """Keys of the records that meet a condition, within the asker's district: asked by the inspector, whom the
    index serves. They go through row security afterwards."""
    where, values = ("", [value]) if by.city_wide else (" and district = %s", [value, by.district])
    table = model._meta.db_table
    with connections["inspector"].cursor() as c:
        c.execute(f"select id from jiuye.{table} where {condition}{where} order by id limit %s", [*values, at_most])
        return [key for (key,) in c.fetchall()]
