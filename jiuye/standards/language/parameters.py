"""A parameter in a rule: a value, or a step function of the day the matter happened on. Art. 2(3), 9(1).

Old cases keep old values: a matter is judged by what was in force on its own day. Where a dataset has no such
day, or a row does not say it, the value of the day of the judgement holds.
"""

from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import TYPE_CHECKING

from jiuye.parties.weihai import CITY
from jiuye.standards.catalogue import EVENTS, Parameter

from .arguments import as_day, constant
from .errors import RuleError
from .terms import OWN, Term

if TYPE_CHECKING:
    from .compiler import Compiler


def parameter(c: "Compiler", name: str, place: str = "") -> Term:
    """What the parameter is for the own row, in a place or in the city. Raises RuleError for one there is not,
    or whose value is not what its type says."""
    known = c.catalogue.parameters.get(name)
    if known is None:
        raise RuleError(f"没有参数 {name}")
    today = _value(known, known.on(c.as_of.date(), place))
    days = sorted({first for p in (CITY[0], place) for first, _ in (known.steps or {}).get(p, ())})
    if not days or c.dataset not in EVENTS:
        return today
    matter = c.item(c.dataset, EVENTS[c.dataset][0], c.own, OWN)
    day = as_day(matter, "param")
    cases = [
        f"when {day} < {constant(end).sql} then {_value(known, known.on(first, place)).sql}"
        for first, end in pairwise(days)
    ]
    cases.append(f"when {day} is not null then {_value(known, known.on(days[-1], place)).sql}")
    return Term(f"(case {' '.join(cases)} else {today.sql} end)", today.kind, matter.rows, nullable=False)


def _value(known: Parameter, text: str) -> Term:
    if known.value_type not in ("integer", "decimal"):
        return constant(text)
    try:
        number = Decimal(text)
        if not number.is_finite() or (known.value_type == "integer" and number != int(number)):
            raise InvalidOperation
        return constant(int(number) if known.value_type == "integer" else Decimal(f"{number:f}"))
    except InvalidOperation as e:
        raise RuleError(f"参数 {known.name} 的值不是数：{text}") from e
