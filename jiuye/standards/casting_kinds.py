"""How each kind of item is typed and judged, as expressions that are built once per dataset. Art. 5."""

from collections import OrderedDict
from dataclasses import dataclass, field

import polars as pl

from jiuye.lib.characters import DOT, DOTS, STOPS
from jiuye.standards.casting_words import sentence
from jiuye.standards.catalogue import Catalogue, Item

ZONE = "Asia/Shanghai"
# Typed columns stand beside the text ones until all is judged.
LATER = "|typed"
# Control characters but tab and line breaks; invisible and direction-changing characters.
CONTROL = (
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ufffe\\uffff]"
)
# Items that hold a person's name, with whatever stands for its middle dot.
NAMES = frozenset({"name", "legal_representative", "contact_person", "bank_account_name", "out_person"})
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"(?P<h>[01]?[0-9]|2[0-3]):(?P<m>[0-5][0-9])(?::(?P<s>[0-5][0-9]))?"
_MIDNIGHT = r"(?:[ T]0?0:00(?::00)?)?"
_ANY_DAY = (
    r"(?:(?P<y1>[0-9]{4})-(?P<m1>[0-9]{1,2})-(?P<d1>[0-9]{1,2})"
    r"|(?P<y2>[0-9]{4})/(?P<m2>[0-9]{1,2})/(?P<d2>[0-9]{1,2})"
    r"|(?P<y3>[0-9]{4})年(?P<m3>[0-9]{1,2})月(?P<d3>[0-9]{1,2})日"
    r"|(?P<y4>[0-9]{4})(?P<m4>[0-9]{2})(?P<d4>[0-9]{2}))"
)


@dataclass(frozen=True)
class Judgement:
    """typed: the typed value. faults: fault code → mask over the text and the typed value. later: for dates,
    the reading of other ways to write them."""

    typed: pl.Expr
    faults: dict[str, pl.Expr]
    later: pl.Expr | None = None


@dataclass
class Plan:
    """Everything `cast` evaluates for one dataset."""

    items: dict[str, Item]
    text: dict[str, pl.Expr] = field(default_factory=dict)
    absent: dict[str, pl.Expr] = field(default_factory=dict)
    typed: list[pl.Expr] = field(default_factory=list)
    masks: list[pl.Expr] = field(default_factory=list)
    later: dict[str, pl.Expr] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    sentences: dict[tuple[str, str], str] = field(default_factory=dict)


# A catalogue cannot be hashed; it is held with its plans, so that its id stays its own.
_plans: OrderedDict[tuple[int, str], tuple[Catalogue, Plan]] = OrderedDict()
_KEPT = 64


def plan_for(catalogue: Catalogue, dataset: str) -> Plan:
    """The plan of `dataset`, built once per catalogue. Raises KeyError for a dataset that does not exist."""
    key = id(catalogue), dataset
    if key not in _plans:
        _plans[key] = catalogue, _build(catalogue, dataset)
        while len(_plans) > _KEPT:
            _plans.popitem(last=False)
    return _plans[key][1]


def _build(catalogue: Catalogue, dataset: str) -> Plan:
    plan = Plan(catalogue.items[dataset])
    for name, item in plan.items.items():
        value = pl.col(name).cast(pl.String)
        plan.text[name] = pl.when(value.str.strip_chars().str.len_bytes() > 0).then(value).alias(name)
        plan.absent[name] = pl.lit(None, pl.String).alias(name)
        judgement = judge(item, catalogue)
        plan.typed.append(judgement.typed.alias(name + LATER))
        plan.names[name + LATER] = name
        if judgement.later is not None:
            plan.later[name] = judgement.later
        faults = dict(judgement.faults)
        if item.required == "yes":
            faults["I05"] = pl.col(name).is_null()
        for code, mask in sorted(faults.items()):
            plan.masks.append(mask.fill_null(False).alias(f"{name}|{code}"))
            plan.sentences[name, code] = sentence(item, code)
    return plan


def judge(item: Item, catalogue: Catalogue) -> Judgement:
    """How values of `item` are typed and what can be wrong with them (being there is judged apart)."""
    match item.data_type:
        case "date":
            return _date(item)
        case "datetime":
            return _datetime(item)
        case "integer":
            return _integer(item)
        case "decimal":
            return _decimal(item)
        case _:
            return _string(item, catalogue)


def _string(item: Item, catalogue: Catalogue) -> Judgement:
    value = pl.col(item.name)
    listed = _listed(item, catalogue)
    if listed is not None:
        heirs = renewals(item, catalogue)
        if not heirs:
            return Judgement(value, {"I04": ~listed})
        return Judgement(value.replace(heirs), {"I04": ~(listed | value.is_in(list(heirs)))})
    faults = {"I06": value.str.contains(CONTROL)}
    if isinstance(item.max_length, int):
        faults["I03"] = value.str.len_chars() > item.max_length
    return Judgement(_with_its_dot(value) if item.name in NAMES else value, faults)


def _with_its_dot(name: pl.Expr) -> pl.Expr:
    """Whatever stands for the middle dot, as U+00B7. A stop between two Chinese characters is one; two passes,
    because the character after one stop may stand before the next."""
    between = rf"(\p{{Han}})[{STOPS}](\p{{Han}})"
    for _ in range(2):
        name = name.str.replace_all(between, f"${{1}}{DOT}${{2}}")
    return name.str.replace_all(f"[{DOTS}]", DOT)


def renewals(item: Item, catalogue: Catalogue) -> dict[str, str]:
    """Retired codes of the item's list that have one in use to take their place."""
    gone, used = catalogue.retired.get(item.code_list, {}), catalogue.code_lists.get(item.code_list, {})
    heirs = {}
    for code, one in gone.items():
        heir = one.replaced_by
        while heir in gone:  # retired in its turn; an heir is always retired later than what it took over
            heir = gone[heir].replaced_by
        if heir in used:
            heirs[code] = heir
    return heirs


def _listed(item: Item, catalogue: Catalogue) -> pl.Expr | None:
    """In the enumerated list, or by the pattern of an open one; None when there is no list to judge by."""
    value = pl.col(item.name)
    codes = catalogue.code_lists.get(item.code_list)
    pattern = catalogue.open_lists.get(item.code_list)
    inside = value.is_in(pl.Series(list(codes), dtype=pl.String).implode()) if codes else None
    if pattern:
        fits = value.str.contains(f"^(?:{pattern})$")
        return fits if inside is None else inside | fits
    return inside


def _typed(item: Item) -> pl.Expr:
    return pl.col(item.name + LATER)


def _unread(item: Item) -> pl.Expr:
    return pl.col(item.name).is_not_null() & _typed(item).is_null()


def _date(item: Item) -> Judgement:
    value = pl.col(item.name)
    iso = pl.when(value.str.contains(f"^{_DAY}$") & ~value.str.starts_with("0000")).then(value)
    parts = value.str.extract_groups(f"^{_ANY_DAY}{_MIDNIGHT}$")
    return Judgement(iso.str.to_date("%Y-%m-%d", strict=False), {"I01": _unread(item)}, _day(parts).alias(item.name))


def _day(parts: pl.Expr) -> pl.Expr:
    """Groups of `_ANY_DAY` as a date; null for a day that does not exist."""
    year, month, day = (pl.coalesce(parts.struct.field(f"{part}{n}") for n in range(1, 5)) for part in "ymd")
    text = pl.concat_str(year, month.str.zfill(2), day.str.zfill(2), separator="-")
    return pl.when(year != "0000").then(text).str.to_date("%Y-%m-%d", strict=False)


def _datetime(item: Item) -> Judgement:
    value = pl.col(item.name)
    exact = value.str.contains(f"^{_DAY} [0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}$") & ~value.str.starts_with("0000")
    first = pl.when(exact).then(value).str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", strict=False)
    parts = value.str.extract_groups(f"^{_ANY_DAY}(?:[ T]{_CLOCK})?$")
    hour, minute, second = (parts.struct.field(p).cast(pl.Int64).fill_null(0) for p in "hms")
    moment = _day(parts).cast(pl.Datetime("us")) + pl.duration(hours=hour, minutes=minute, seconds=second)
    return Judgement(_zoned(first), {"I01": _unread(item)}, _zoned(moment).alias(item.name))


def _zoned(moment: pl.Expr) -> pl.Expr:
    """City time; of an hour that came twice (summer time, 1986-1991) the first; one that never came: null.
    So is the very first day of the calendar: in universal time it lies before the year 1."""
    known = pl.when(moment >= pl.datetime(1, 1, 2)).then(moment)
    return known.dt.replace_time_zone(ZONE, ambiguous="earliest", non_existent="null")


def _integer(item: Item) -> Judgement:
    value = pl.col(item.name)
    number = value.str.contains(r"^[+-]?0*[0-9]{1,18}$")
    faults = {"I02": _unread(item)}
    if isinstance(item.max_length, int):
        faults["I03"] = number & ~value.str.contains(rf"^[+-]?0*[0-9]{{0,{item.max_length}}}$")
    return Judgement(pl.when(number).then(value).cast(pl.Int64, strict=False), faults)


def _decimal(item: Item) -> Judgement:
    """A value with more digits or places than the item has is not rounded: it is a fault and null."""
    value = pl.col(item.name)
    digits, places = item.max_length if isinstance(item.max_length, tuple) else (18, 2)
    number = value.str.contains(r"^[+-]?[0-9]+(\.[0-9]+)?$")
    fits = value.str.contains(rf"^[+-]?0*[0-9]{{0,{digits - places}}}(\.[0-9]{{0,{places}}}0*)?$")
    plain = value.str.replace(rf"(\.[0-9]{{{places}}})0+$", "$1").str.strip_prefix("+")
    typed = pl.when(number & fits).then(plain).cast(pl.Decimal(38, places), strict=False)
    return Judgement(typed, {"I02": _unread(item)})
