"""The rows behind the figures: which row of which dataset breaks which rule."""

from datetime import datetime

from jiuye.lib.progress import Progress, Tell, silent
from jiuye.quality.engines import Engine
from jiuye.records.models import MODELS
from jiuye.standards.catalogue import Catalogue
from jiuye.standards.language import dataset_sql

# dataset → rule → ids of the rows that violate it
Findings = dict[str, dict[str, set[str]]]


def find(engine: Engine, catalogue: Catalogue, as_of: datetime, tell: Tell = silent) -> Findings:
    """Run every executable rule: one pass per dataset."""
    found: Findings = {}
    run, of = 0, sum(1 for r in catalogue.rules.values() if r.expression)
    for dataset in MODELS:
        rules = [r for r in catalogue.rules_of(dataset) if r.expression]
        if not rules:
            continue
        sql = dataset_sql(rules, catalogue, dialect=engine.name, as_of=as_of, relations=engine.relations)
        by_rule: dict[str, set[str]] = {}
        for key, rule_id in engine.query(sql):
            by_rule.setdefault(rule_id, set()).add(str(key))
        found[dataset] = by_rule
        run += len(rules)
        tell(Progress("规则", run, of, "条"))
    return found


def not_yet(catalogue: Catalogue) -> dict[str, str]:
    """Rules that cannot run, with the reason: never silently passed."""
    return {r.rule_id: r.not_yet for r in catalogue.rules.values() if not r.expression}
