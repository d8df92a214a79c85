"""What rules may know of a sealed item: is it there, does it equal another, and its registered facts."""

from jiuye.standards.catalogue import Item

from .errors import RuleError
from .terms import Kind, Term, flag

_NUMBER: dict[str, Kind] = {
    "form": "text", "length": "number", "division": "text", "check_ok": "flag", "birth_date": "date",
    "sex": "text",
}  # fmt: skip


def facts(item: Item) -> dict[str, Kind]:
    """The plain columns beside a sealed item, `<item>_<fact>`, with their kinds."""
    if (item.dataset, item.name) == ("person", "id_number"):
        return _NUMBER
    return {"form": "text"} if item.seal_domain in ("phone", "account") else {}


def sealed_term(item: Item, alias: str, rows: frozenset[str], needs: frozenset[str] = frozenset()) -> Term:
    """A sealed item by its equality index. `alias` may be "" where only that index is at hand."""
    column = f"{item.name}_index"
    sql = f"{alias}.{column}" if alias else column
    return Term(sql, "sealed", rows, sealed=(item.seal_domain, item.name, "index", alias), needs=needs)


def prefix(term: Term, start: int, length: int) -> Term:
    """First 18 characters of a disability certificate: the identity number in it."""
    domain, item, _, alias = term.sealed or ("", "", "", "")
    if item != "disability_cert_no" or (start, length) != (1, 18) or not alias:
        raise RuleError("substring：密封项目只有残疾人证号的前 18 位可以比较")
    return Term(f"{alias}.{item}_id_index", "sealed", term.rows, sealed=(domain, item, "index", alias))


def folded(term: Term, dataset: str) -> Term:
    """The number regardless of case; kept for persons' identity numbers only."""
    domain, item, _, alias = term.sealed or ("", "", "", "")
    if (dataset, item) != ("person", "id_number") or not alias:
        raise RuleError("upper：密封项目只有个人的证件号码可以不分大小写比较")
    return Term(f"{alias}.{item}_folded_index", "sealed", term.rows, sealed=(domain, item, "folded", alias))


def equal(sign: str, a: Term, b: Term) -> Term:
    """Equality or inequality of two sealed items of one domain. Raises RuleError for anything else."""
    if sign not in ("=", "<>") or not a.sealed or not b.sealed:
        raise RuleError("密封项目只能与另一密封项目比较是否相等")
    if a.sealed[0] != b.sealed[0] or a.sealed[2] != b.sealed[2]:
        raise RuleError("两个密封项目不在同一可比范围（证件、电话、账号各自可比；不分大小写的只能互比）")
    return flag(f"({a.sql} {sign} {b.sql})", a, b)
