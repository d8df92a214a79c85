"""What a parameter's new value would have meant for last month's cases: who would fail, who no longer. Art. 9(1).

Counted on the records of the month as they are, by their own day, once under the value of today and once under
the new one; nothing is written.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from jiuye.lib import clock
from jiuye.parties.weihai import CITY
from jiuye.quality.impact import Effect, of_rules
from jiuye.standards.catalogue import EVENTS, Catalogue, Steps
from jiuye.standards.parameters.models import ParameterValue
from jiuye.standards.queries import catalogue


@dataclass(frozen=True)
class Line:
    """One rule that reads the parameter: cases of the month that fail only with the new value, or only with today's."""

    dataset: str
    rule_id: str
    label: str
    newly: Effect
    no_longer: Effect


def last_month(today: date) -> tuple[date, date]:
    """The first and the last day of the month before."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def effect(of: ParameterValue, at: datetime) -> list[Line]:
    """Every rule whose meaning the value changes, also where no case is touched: none is a result too."""
    facts, (first, last) = catalogue(), last_month(at.astimezone(clock.ZONE).date())
    now, then = _as_if(facts, of, None), _as_if(facts, of, of.value)
    place = "true" if of.district == CITY[0] else f"s.district = '{of.district}'"
    lines = []
    for dataset, (day, _) in EVENTS.items():
        which = f"cast(s.{day} as date) between date '{first}' and date '{last}' and {place}"
        newly = of_rules(dataset, now, then, at, which)
        passing = {e.name: e for e in of_rules(dataset, then, now, at, which)}
        lines += [Line(dataset, e.name, e.label, e, passing[e.name]) for e in newly]
    return lines


def _as_if(facts: Catalogue, of: ParameterValue, value: str | None) -> Catalogue:
    """The catalogue with one value all along: the new one at its place, or, for None, that of today."""
    known, today = facts.parameters[of.name], clock.today()
    steps: Steps = {p: ((date.min, known.on(today, p)),) for p in (CITY[0], *(known.steps or ()))}
    if value is not None:
        steps[of.district] = ((date.min, value),)
    return replace(facts, parameters=facts.parameters | {of.name: replace(known, steps=steps)})
