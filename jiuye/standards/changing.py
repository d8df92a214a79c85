"""What a person asks for, completed to a change: protection by sensitivity, items and clock of a rule. Art. 5."""

import re
from typing import Any

from sqlglot import exp

from jiuye.standards.catalogue import Catalogue
from jiuye.standards.changes import Change
from jiuye.standards.language import RuleError
from jiuye.standards.language.syntax import parse

# decisions of protection: what is personal is covered in lists; "sealed" is asked for by name and judged.
PROTECTION = {"public": "plain", "internal": "plain", "personal": "masked", "sensitive": "masked"}
_CLOCK = re.compile(r"\b(today|now)\s*\(")


def item_added(dataset: str, name: str, **told: Any) -> Change:
    """An item as the form asks it: label, data_type, max_length, code_list, required, condition, condition_zh,
    substantive, sensitivity (or "sealed"), upkeep, source."""
    sealed = told["sensitivity"] == "sealed"
    whole = {
        "indicator_code": "", "seal_domain": "", "in_extra": True,
        "protection": "sealed" if sealed else PROTECTION.get(told["sensitivity"], ""),
    }  # fmt: skip
    return {"do": "add_item", "dataset": dataset, "name": name, "set": whole | told}


def rule_added(now: Catalogue, **told: Any) -> Change:
    """A rule of the city, numbered W001 and on."""
    number = max((int(r[1:]) for r in now.rules if re.fullmatch(r"W[0-9]{3}", r)), default=0) + 1
    whole = told | {"original": told["expression"], "not_yet": ""} | spoken_of(told["expression"])
    return {"do": "add_rule", "rule_id": f"W{number:03}", "set": whole}


def rule_changed(now: Catalogue, rule_id: str, **told: Any) -> Change:
    """A rule's new expression, severity or message. Without an expression it rests, and `not_yet` says why."""
    known = now.rules.get(rule_id)
    if known is not None and told.get("expression", known.expression) != known.expression:
        told |= {"original": told["expression"]} | (spoken_of(told["expression"]) if told["expression"] else {})
    return {"do": "change_rule", "rule_id": rule_id, "set": told}


def spoken_of(expression: str) -> dict[str, Any]:
    """The own items an expression speaks of, in its order, and whether it reads the clock."""
    try:
        tree = parse(expression)
    except RuleError:
        return {"items": [], "time_dependent": False}  # refused in words when it is judged
    columns = (c for c in tree.find_all(exp.Column, bfs=False) if c.table in ("", "self"))
    inner = {"exists", "ref", "ref_as_of"}
    named = dict.fromkeys(c.name for c in columns if not _is_argument(c, inner))
    return {"items": list(named), "time_dependent": bool(_CLOCK.search(expression))}


def _is_argument(column: exp.Column, calls: set[str]) -> bool:
    """A dataset or another record's item, named as an argument of a call."""
    call = column.parent
    if not isinstance(call, exp.Anonymous) or call.this not in calls:
        return False
    return column is not call.expressions[1]
