"""The rows behind a figure: every finding links to its record, as far as the reader may open it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode

from jiuye.parties.pages import may
from jiuye.parties.queries import agency_names
from jiuye.quality import queries, rules
from jiuye.quality.compose import NAMES, words
from jiuye.quality.models import Finding
from jiuye.quality.views.base import OfRun
from jiuye.records.hits import Hit, hit
from jiuye.records.judging import say
from jiuye.records.models import MODELS, Record
from jiuye.records.queries import values_of
from jiuye.records.shown import covered
from jiuye.standards.catalogue import DATASETS, Rule
from jiuye.standards.queries import catalogue
from jiuye.standards.wording import MARKS, SEVERITY, dataset_label

_OPEN = "（打开档案可见）"  # in place of a fact that a list does not show


@dataclass(frozen=True)
class Row:
    """One finding with its record covered as lists are; `hit` is None where the record is out of sight."""

    finding: Finding
    hit: Hit | None
    agency: str
    district: str
    dataset: str
    message: str
    mark: str
    character: str
    severity: str
    correct: str


class Findings(OfRun):
    """Findings of a run, narrowed by rule, dataset and district, paged by key."""

    template = "quality/findings.html"
    rows = True

    def context(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        chosen = queries.FindingFilter(
            asked.get("rule", ""), asked.get("dataset", ""), asked.get("district", ""), asked.get("kind", "")
        )
        found, after = queries.findings(self.run, chosen, asked.get("after", ""))
        kept = asked.copy()
        kept.pop("after", None)
        rule, shown = catalogue().rules.get(chosen.rule), rows(found)
        return {
            "run": self.run, "rows": shown, "after": after, "paged": bool(asked.get("after")),
            "kept": kept.urlencode(), "chosen": chosen, "rule": rule, "own": self.own, "names": NAMES,
            "title": words(chosen.rule, catalogue())[0] if chosen.rule and queries.fits(chosen) else "",
            "collected": DATASETS, "city_wide": self.by.city_wide,
            "reads": rules.may_read(self.by.post), "may_open": may(self.by, "records.open"),
            "may_apply": may(self.by, "maintenance.apply"),
            "last": shown[-1] if shown else None,
            "narrowed": chosen != queries.FindingFilter(),
        }  # fmt: skip


def rows(found: Sequence[Finding]) -> list[Row]:
    """Findings with their records, read dataset by dataset inside the reader's scope."""
    records: dict[UUID, Record] = {}
    for dataset in {f.dataset for f in found} & MODELS.keys():
        keys = [f.record_id for f in found if f.dataset == dataset]
        records |= {r.pk: r for r in MODELS[dataset].objects.filter(pk__in=keys)}
    agencies = agency_names([f.agency_code for f in found])
    return [_row(f, records.get(f.record_id), agencies) for f in found]


def _row(f: Finding, record: Record | None, agencies: dict[str, str]) -> Row:
    standard = catalogue()
    rule = standard.rules.get(f.rule_id)
    description, severity = words(f.rule_id, standard)
    mark, character = MARKS[severity]
    return Row(
        f, hit(record) if record else None, agencies.get(f.agency_code, f.agency_code),
        NAMES.get(f.district, f.district), dataset_label(f.dataset),
        told(rule, record) if rule and record else description, mark, character, SEVERITY[severity],
        _correct(f, rule) if record else "",
    )  # fmt: skip


def _correct(f: Finding, rule: Rule | None) -> str:
    """Where this finding is put right: the application with the rule's items, or the look for duplicates."""
    twice = f.rule_id == "DUP" and f.dataset in ("person", "employer")
    query = {"origin": f"finding:{f.run.number}/{f.rule_id}", "item": [] if twice or rule is None else rule.items}
    name = "maintenance:alike" if twice else "maintenance:apply"
    return f"{reverse(name, args=[f.dataset, f.record_id])}?{urlencode(query, doseq=True)}"


def told(rule: Rule, record: Record) -> str:
    """The rule's message about this record, its values covered as in every list."""
    items, values = catalogue().items[rule.dataset], values_of(record)
    shown = {n: covered(items[n], record.pk, v) if n in items else _OPEN for n, v in values.items()}
    return say(rule, shown)
