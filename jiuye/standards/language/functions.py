"""The functions of the rule language that need nothing but their arguments, as plain SQL of either engine.

A function takes the compiler and its compiled arguments and returns a term. Where an argument is null
the result is null, unless said otherwise (`nvl`, `least`).
"""

from typing import TYPE_CHECKING

from jiuye.parties.weihai import CITY

from . import values
from .arguments import as_day, spread, word
from .errors import RuleError
from .moments import MOMENTS, Function
from .names import normalized
from .parameters import parameter
from .patterns import portable
from .placeholders import DEFAULT_DATES, may_be_placeholder, placeholder_text
from .terms import Kind, Term, derived, flag, text_literal, want
from .values import tested

if TYPE_CHECKING:
    from .compiler import Compiler

USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def match(c: "Compiler", args: list[Term]) -> Term:
    value, pattern = spread("match", args, 2, 2)
    want(value, "text", name="match")
    form = portable(word(pattern, "match"))
    return tested(c, value, lambda v: c.engine.matches(v, form))


def in_list(c: "Compiler", args: list[Term]) -> Term:
    """Is the code in the code list, or, where the list is open, of its pattern."""
    value, listed = spread("in_list", args, 2, 2)
    want(value, "text", name="in_list")
    name = word(listed, "in_list")
    if name in c.catalogue.open_lists:
        form = portable(c.catalogue.open_lists[name])
        return tested(c, value, lambda v: c.engine.matches(v, form))
    if name not in c.catalogue.code_lists:
        raise RuleError(f"没有代码表 {name}")
    codes = ", ".join(text_literal(code) for code in c.catalogue.code_lists[name])
    return tested(c, value, lambda v: f"({v} in ({codes}))")


def placeholder(c: "Compiler", args: list[Term]) -> Term:
    (value,) = spread("placeholder", args, 1, 1)
    if value.kind in ("date", "datetime"):
        listed = ", ".join(f"date '{d}'" for d in DEFAULT_DATES)
        return flag(f"({as_day(value, 'placeholder')} in ({listed}))", value)
    want(value, "text", "number", name="placeholder")
    if value.kind == "number" or (value.source and value.source[0] == "code"):
        return flag(f"(case when {value.sql} is not null then false end)", value)
    return values.placeholder(
        c, value,
        lambda v: may_be_placeholder(v, c.catalogue), lambda v: placeholder_text(v, c.catalogue, c.engine),
    )  # fmt: skip


def param(c: "Compiler", args: list[Term]) -> Term:
    """The parameter's value on the day of the matter; with a second argument that of the division (as its
    district set it, or `name@code` of the catalogue), else the general one."""
    spread("param", args, 1, 2)
    name = word(args[0], "param")
    general = parameter(c, name)
    if len(args) == 1:
        return general
    division = want(args[1], "text", name="param")
    own = {k.split("@", 1)[1]: parameter(c, k) for k in c.catalogue.parameters if k.startswith(name + "@")}
    own |= {p: parameter(c, name, p) for p in c.catalogue.parameters[name].steps or () if p != CITY[0]}
    cases = "".join(f" when {division.sql} = {text_literal(d)} then {v.sql}" for d, v in own.items())
    return derived(
        f"(case{cases} when {division.sql} is not null then {general.sql} end)", general.kind, division, general
    )


def normalize_name(c: "Compiler", args: list[Term]) -> Term:
    (value,) = spread("normalize_name", args, 1, 1)
    return derived(normalized(want(value, "text", name="normalize_name").sql, c.engine), "text", value)


def uscc_check_digit(c: "Compiler", args: list[Term]) -> Term:
    """Check character of an 18-character credit code (GB 32100, MOD 31); null where its first 17 are not
    characters of such codes."""
    (value,) = spread("uscc_check_digit", args, 1, 1)
    code = want(value, "text", name="uscc_check_digit").sql
    places = (f"strpos('{USCC_CHARACTERS}', substring({code}, {i + 1}, 1)) - 1" for i in range(17))
    total = " + ".join(f"({place}) * {pow(3, i, 31)}" for i, place in enumerate(places))
    proper = c.engine.matches(code, f"^[{USCC_CHARACTERS}]{{17}}[^\n]$")
    found = f"substring('{USCC_CHARACTERS}', cast((31 - ({total}) % 31) % 31 as int) + 1, 1)"
    return Term(f"(case when {proper} then {found} end)", "text", value.rows, needs=value.needs)


def nvl(c: "Compiler", args: list[Term]) -> Term:
    """The first that is not null."""
    return _first(c, "coalesce", spread("nvl", args, 2, 9))


def least(c: "Compiler", args: list[Term]) -> Term:
    """The smallest that is not null."""
    return _first(c, "least", spread("least", args, 2, 9))


def _first(c: "Compiler", name: str, args: list[Term]) -> Term:
    kind: Kind = args[0].kind
    for arg in args:
        want(arg, kind, name=name)
    want(args[0], "text", "number", "date", "datetime", name=name)
    found = derived(f"{name}({', '.join(a.sql for a in args)})", kind, *args)
    return Term(found.sql, kind, found.rows, all(a.nullable for a in args), needs=found.needs)


def substring(c: "Compiler", args: list[Term]) -> Term:
    """`substring(x, start, length)` counts from 1 as SQL does; of a sealed item only what has an index."""
    value, start, length = spread("substring", args, 3, 3)
    first, count = start.value, length.value
    if not isinstance(first, int) or not isinstance(count, int) or first < 1 or count < 1:
        raise RuleError("substring：起点和长度要写明正整数")
    if value.kind == "sealed":
        return c.sealed_prefix(value, first, count)
    want(value, "text", name="substring")
    return derived(f"substring({value.sql}, {first}, {count})", "text", value)


def upper(c: "Compiler", args: list[Term]) -> Term:
    (value,) = spread("upper", args, 1, 1)
    if value.kind == "sealed":
        return c.sealed_folded(value)
    return derived(f"upper({want(value, 'text', name='upper').sql})", "text", value)


def length(c: "Compiler", args: list[Term]) -> Term:
    (value,) = spread("length", args, 1, 1)
    return derived(f"length({want(value, 'text', name='length').sql})", "number", value)


def absolute(c: "Compiler", args: list[Term]) -> Term:
    (value,) = spread("abs", args, 1, 1)
    return derived(f"abs({want(value, 'number', name='abs').sql})", "number", value)


def sha256_of(c: "Compiler", args: list[Term]) -> Term:
    """The digest of a file in the house's store, which keeps a content under its digest and gives out none that
    differs; null for a reference to anywhere else."""
    (value,) = spread("sha256_of", args, 1, 1)
    ref = want(value, "text", name="sha256_of").sql
    kept = c.engine.matches(ref, "^[0-9a-f]{64}([.][a-z0-9]+)?$")
    return derived(f"(case when {kept} then substring({ref}, 1, 64) end)", "text", value)


def was_division(c: "Compiler", args: list[Term]) -> Term:
    """`was_division(code, division)`: is it the division's code, or one the same place bore before (文登区 was 文登市,
    文登县)? Places are known by their names without 市, 县, 区 within a province."""
    code, division = (want(t, "text", name="was_division") for t in spread("was_division", args, 2, 2))
    labels = c.catalogue.code_lists["division_all_years"]
    same = [f"{code.sql} = {division.sql}"]
    for now in c.catalogue.code_lists["division"]:
        former = [k for k, v in labels.items() if k[:2] == now[:2] and k != now and _place(v) == _place(labels[now])]
        if former:
            listed = ", ".join(text_literal(k) for k in former)
            same.append(f"({division.sql} = {text_literal(now)} and {code.sql} in ({listed}))")
    return flag(f"({' or '.join(same)})", code, division)


def _place(label: str) -> str:
    return label.rstrip("市县区")


def cyclic(c: "Compiler", args: list[Term]) -> Term:
    """`cyclic(agency_code)`: is the agency above itself? Told where agencies are presented."""
    (value,) = spread("cyclic", args, 1, 1)
    if c.dataset != "agency":
        raise RuleError("cyclic 只能问机构")
    return flag(f"{c.own}.in_cycle", value)


FUNCTIONS: dict[str, Function] = MOMENTS | {
    "match": match, "in_list": in_list, "placeholder": placeholder, "param": param,
    "normalize_name": normalize_name, "uscc_check_digit": uscc_check_digit, "nvl": nvl, "least": least,
    "substring": substring, "upper": upper, "length": length, "abs": absolute, "sha256_of": sha256_of, "cyclic": cyclic,
    "was_division": was_division,
}  # fmt: skip
