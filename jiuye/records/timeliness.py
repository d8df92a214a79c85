"""Was a matter entered in time? A fact of the record, settled when it is admitted (Art. 5, 9(2), 14(1)).

Legal limits of the citizen (30 days to register a hire) are rules of the standard; this one is the house's own:
a matter is entered within so many workdays, by the national calendar with its moved days, of the day it says
it happened on. What comes later is late or dated back, and stays marked as such.
"""

from jiuye.lib import clock
from jiuye.standards.language import compile_expression
from jiuye.standards.queries import catalogue

LIMIT = "entry_delay_workdays"
# The day a matter happened on, and when it was handled. Persons, employers and scans have no such day.
EVENTS = {
    "employment_registration": ("registered_date", "handled_at"),
    "unemployment_registration": ("registered_date", "handled_at"),
    "employment_certificate": ("issue_date", "handled_at"),
    "hardship_assistance": ("apply_date", "handled_at"),
    "training": ("enrol_date", "handled_at"),
    "job_seeking": ("registered_date", "handled_at"),
    "vacancy": ("registered_date", "handled_at"),
    "subsidy": ("apply_date", "handled_at"),
    "personnel_agency_file": ("received_date", "handled_at"),
    "acceptance": ("completed_at", "stored_at"),
}


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


def told(dataset: str, late: bool | None) -> str:
    """In words for the record's page; "" where there is nothing to judge it by."""
    if late is None or dataset not in EVENTS:
        return ""
    items, days = catalogue().items[dataset], catalogue().parameters[LIMIT].value
    happened = items[EVENTS[dataset][0]].label
    return f"逾期补录：{happened}以后超过 {days} 个工作日才经办" if late else f"{happened}以后 {days} 个工作日内经办"
