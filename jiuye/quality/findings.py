"""The rows behind the figures: which row of which dataset breaks which rule, kept in the engine's book."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from jiuye.lib.progress import Progress, Tell, silent
from jiuye.quality.engines import Engine
from jiuye.standards.catalogue import Catalogue
from jiuye.standards.language import dataset_sql

DUPLICATE = "DUP"  # marks a surplus duplicate among the findings
# A row merged into another is no record any more: its faults are listed and not counted.
MERGED = {"person": "merged_into_person_id", "employer": "merged_into_employer_id"}
_TABLE = "create table found (dataset text, rule_id text, id text, district text, agency text, counted boolean)"


def find(
    engine: Engine,
    catalogue: Catalogue,
    as_of: datetime,
    tell: Tell = silent,
    *,
    with_owners: bool = True,
) -> None:
    """Run every executable rule, one pass per dataset: the rows go into the book's table `found`.

    with_owners: also who answers for the row; False where the rows belong to nobody (a bare table)."""
    engine.book.execute(_TABLE)
    run, of = 0, sum(1 for r in catalogue.rules.values() if r.expression)
    for dataset in engine.relations:
        rules = [r for r in catalogue.rules_of(dataset) if r.expression]
        if not rules:
            continue
        more = [f"'{dataset}' as dataset", *(owners(dataset, "self") if with_owners else ())]
        engine.keep(
            "found",
            dataset_sql(
                rules, catalogue, dialect=engine.name, as_of=as_of, relations=engine.relations, more=more,
                values=engine.values,
            ),
        )  # fmt: skip
        run += len(rules)
        tell(Progress("规则", run, of, "条"))


def owners(dataset: str, row: str) -> Sequence[str]:
    """Columns of `found` that say who answers for a row, and whether it counts."""
    merged = MERGED.get(dataset)
    counted = f"{row}.{merged} is null" if merged else "true"
    return (
        f"{row}.district as district",
        f"coalesce({row}.agency_code, '') as agency",
        f"{counted} as counted",
    )


def listed(engine: Engine) -> Any:
    """Everything found as an Arrow table (dataset, rule_id, id, agency, district), in a lasting order."""
    columns = "dataset, rule_id, id, agency, district"
    return engine.book.sql(f"select {columns} from found order by dataset, rule_id, id").to_arrow_table()


def not_yet(catalogue: Catalogue) -> dict[str, str]:
    """Rules that cannot run, with the reason: never silently passed."""
    return {r.rule_id: r.not_yet for r in catalogue.rules.values() if not r.expression}
