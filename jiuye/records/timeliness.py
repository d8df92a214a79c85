"""Was a matter entered in time? A fact of the record, settled when it is admitted (Art. 5, 9(2), 14(1)).

Legal limits of the citizen (30 days to register a hire) are rules of the standard; this one is the house's own:
a matter is entered within so many workdays, by the national calendar with its moved days, of the day it says
it happened on. What comes later is late or dated back, and stays marked as such.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jiuye.lib import clock
from jiuye.standards.catalogue import EVENTS
from jiuye.standards.language import compile_expression
from jiuye.standards.queries import catalogue

LIMIT = "entry_delay_workdays"


def entered_late(dataset: str, row: str) -> str:
    """SQL over the table's row aliased `row`: true (late), false (in time), or null where a day is missing."""
    if dataset not in EVENTS:
        return "null::boolean"
    happened, handled = EVENTS[dataset]
    items = catalogue().items[dataset]

    def local(name: str) -> str:
        zone = f" at time zone '{clock.ZONE}'" if items[name].data_type == "datetime" else ""
        return f"{row}.{name}{zone} as {name}"

    late = compile_expression(
        f"workdays_between({happened}, {handled}) > param('{LIMIT}')", dataset, catalogue(),
        dialect="postgres", as_of=clock.now(), relations={},
    )  # fmt: skip
    known = f"self.{happened} is not null and self.{handled} is not null"
    return f"(select case when {known} then {late} end from (select {local(happened)}, {local(handled)}) self)"


def told(dataset: str, late: bool | None, values: Mapping[str, Any]) -> str:
    """In words for the record's page; "" where there is nothing to judge it by."""
    if late is None or dataset not in EVENTS:
        return ""
    item, day = catalogue().items[dataset][EVENTS[dataset][0]], values.get(EVENTS[dataset][0])
    if isinstance(day, datetime):
        day = day.astimezone(clock.ZONE).date()
    days, happened = catalogue().parameters[LIMIT].on(day or clock.today()), item.label
    return f"逾期补录：{happened}以后超过 {days} 个工作日才经办" if late else f"{happened}以后 {days} 个工作日内经办"
