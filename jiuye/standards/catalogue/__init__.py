"""The data standard as values: datasets, items, code lists, rules and parameters of one version. Art. 5, 14.

The facts live in `v1/*.csv` beside this file, are loaded into the database as version 1, and come back
as the same `Catalogue`. Nothing here touches a table.
"""

import csv
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from jiuye.parties.weihai import CITY

HERE = Path(__file__).parent

# The datasets collected today, in the order their references require.
DATASETS = {
    "person": "个人",
    "employer": "用人单位",
    "employment_registration": "就业登记",
    "unemployment_registration": "失业登记",
    "employment_certificate": "就业创业证",
    "hardship_assistance": "就业援助",
    "training": "职业培训",
    "job_seeking": "求职登记",
    "vacancy": "招聘登记",
    "subsidy": "补贴发放",
    "personnel_agency_file": "人事代理档案",
    "e_archive": "电子档案",
    "shared_fact": "部门共享信息",
    "acceptance": "办件",
}
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
# The business number by which a record of the dataset is known outside (never a key inside).
NUMBERS = {
    "person": "person_id",
    "employer": "employer_id",
    "employment_registration": "registration_id",
    "unemployment_registration": "registration_id",
    "employment_certificate": "certificate_no",
    "hardship_assistance": "hardship_id",
    "training": "training_record_id",
    "job_seeking": "seeking_id",
    "vacancy": "vacancy_id",
    "subsidy": "subsidy_id",
    "personnel_agency_file": "file_id",
    "e_archive": "archive_id",
    "shared_fact": "fact_id",
    "acceptance": "acceptance_no",
}

# What the house keeps of itself, presented to the rules as the standard describes it and collected by nobody.
PRESENTED = {
    "agency": "机构", "staff": "工作人员", "parameter": "参数", "behavior_event": "用户行为",
    "maintenance_log": "维护日志", "query_log": "查询日志",
}  # fmt: skip
JUDGED = DATASETS | PRESENTED
# By which number a related row of any of them is found.
KEYS = NUMBERS | {
    "agency": "agency_code", "staff": "staff_id", "parameter": "parameter_id", "behavior_event": "event_id",
    "maintenance_log": "log_id", "query_log": "query_id",
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One data item. data_type: string, code, date, datetime, decimal, integer or file.
    max_length: characters, or (digits, places) for decimals. required: yes, conditional or no;
    `condition` is the SQL condition of a conditional one ("" when it cannot be decided yet).
    protection: plain, masked or sealed; upkeep: handling or maintenance (who may refresh it).
    in_extra: its values have no column of their own but a typed key of the record's `extra`."""

    dataset: str
    name: str
    label: str
    indicator_code: str
    data_type: str
    max_length: int | tuple[int, int] | None
    code_list: str
    required: str
    condition_zh: str
    condition: str
    substantive: bool
    sensitivity: str
    protection: str
    seal_domain: str
    upkeep: str
    source: str
    in_extra: bool = False


@dataclass(frozen=True)
class Rule:
    """One data rule; `expression` (true = violated) is "" while `not_yet` says why it cannot run.
    severity: error (stop) or warning (confirm). items: the items it speaks of, the first one leads."""

    rule_id: str
    dataset: str
    dimension: str
    severity: str
    description: str
    original: str
    expression: str
    message: str
    items: tuple[str, ...]
    not_yet: str
    time_dependent: bool
    source: str


@dataclass(frozen=True)
class Flow:
    """A fact collected once that flows on: the item of one dataset offered for the item of another, about the
    same person or employer (`key`: the business number both bear). value: what is offered instead of the item's own
    value, where it is there; condition: SQL over the source row, "" for every row. differs: "ask" (a difference is
    a conflict to be settled) or "let" (an offer, no more). Art. 6(2)."""

    flow_id: str
    source: str
    source_item: str
    value: str
    condition: str
    target: str
    target_item: str
    key: str
    differs: str
    basis: str
    in_use: bool = True


@dataclass(frozen=True)
class Parameter:
    """One parameter. value is text: the default of a version as published, the city's value of the day in a
    catalogue in force. value_type: integer, decimal, text or table.

    steps: place → its values by first day, ascending, the city's begun by the default; before the first of a
    district's own days the city's value holds. None where nobody ever set another value."""

    name: str
    label: str
    value: str
    value_type: str
    unit: str
    kind: str
    basis: str
    steps: "Steps | None" = None

    def on(self, day: date, place: str = "") -> str:
        """The value of a day, in a place or in the city."""
        steps = self.steps or {}
        begun = [v for p in (CITY[0], place) for first, v in steps.get(p, ()) if first <= day]
        return begun[-1] if begun else self.value


Steps = dict[str, tuple[tuple[date, str], ...]]


@dataclass(frozen=True)
class Retired:
    """A code no longer given: still readable, and mapped to the code that took its place ("" for none)."""

    label: str
    replaced_by: str = ""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Everything of one version. Known by identity, so that what is compiled from it can be kept with it.
    code_lists: the codes in use; retired: those that were, by list and code."""

    version: int
    items: dict[str, dict[str, Item]]
    code_lists: dict[str, dict[str, str]]
    rules: dict[str, Rule]
    parameters: dict[str, Parameter]
    open_lists: dict[str, str] = field(default_factory=dict)
    retired: dict[str, dict[str, Retired]] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)

    def flows_into(self, dataset: str) -> list[Flow]:
        """What other datasets may offer a form of this one, the surest first."""
        return [f for f in self.flows.values() if f.target == dataset and f.in_use]

    def flows_from(self, dataset: str) -> list[Flow]:
        return [f for f in self.flows.values() if f.source == dataset and f.in_use]

    def rules_of(self, dataset: str) -> list[Rule]:
        return [r for r in self.rules.values() if r.dataset == dataset]

    def added(self, dataset: str) -> list[Item]:
        """The items of a dataset whose values live in `extra`."""
        return [i for i in self.items.get(dataset, {}).values() if i.in_extra]

    def label(self, code_list: str, code: str) -> str:
        """The label of a code, retired ones flagged; "" for one that never was in the list."""
        if (known := self.code_lists.get(code_list, {}).get(code)) is not None:
            return known
        gone = self.retired.get(code_list, {}).get(code)
        if gone is None:
            return ""
        return f"{gone.label}（已停用{f'，现为 {gone.replaced_by}' if gone.replaced_by else ''}）"


def rows(version: int, name: str) -> list[dict[str, str]]:
    with (HERE / f"v{version}" / f"{name}.csv").open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def length_of(text: str) -> int | tuple[int, int] | None:
    """A length as the files write it: 40 characters, 18,2 digits and places, or none."""
    if "," in text:
        digits, places = text.split(",")
        return int(digits), int(places)
    return int(text) if text else None


def _items(version: int) -> dict[str, dict[str, Item]]:
    found: dict[str, dict[str, Item]] = {}
    for r in rows(version, "items"):
        item = Item(
            r["dataset"], r["name_en"], r["name_zh"], r["indicator_code"], r["data_type"],
            length_of(r["max_length"]), r["code_list"], r["required"], r["condition_zh"], r["condition"],
            r["must_be_substantive"] == "yes", r["sensitivity"], r["protection"], r["seal_domain"],
            r["upkeep"], r["source"],
        )  # fmt: skip
        found.setdefault(item.dataset, {})[item.name] = item
    return found


def _code_lists(version: int) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for r in rows(version, "codelists"):
        found.setdefault(r["code_list"], {})[r["code"]] = r["label_zh"]
    for r in rows(version, "divisions"):
        found.setdefault("division_all_years", {})[r["code"]] = r["label_zh"]
        if r["current"] == "yes":
            found.setdefault("division_all", {})[r["code"]] = r["label_zh"]
    return found


def _rules(version: int) -> dict[str, Rule]:
    return {
        r["rule_id"]: Rule(
            r["rule_id"], r["dataset"], r["dimension"], r["severity"], r["description_zh"], r["original"],
            r["expression"], r["message_zh"], tuple(r["items"].split()), r["not_yet"],
            r["time_dependent"] == "yes", r["source"],
        )
        for r in rows(version, "rules")
    }  # fmt: skip


@lru_cache
def load_files(version: int = 1) -> Catalogue:
    """The catalogue as the files say it. Raises FileNotFoundError for a version that does not exist."""
    parameters = {
        r["name"]: Parameter(r["name"], r["label_zh"], r["value"], r["value_type"], r["unit"], r["kind"], r["basis"])
        for r in rows(version, "parameters")
    }
    # Lists too large or too open to enumerate: judged by a pattern instead.
    open_lists = {r["code_list"]: r["pattern"] for r in rows(version, "open_lists")}
    flows = {r["flow_id"]: Flow(**r) for r in rows(version, "flows")}  # type: ignore[arg-type]
    return Catalogue(version, _items(version), _code_lists(version), _rules(version), parameters, open_lists, {}, flows)
