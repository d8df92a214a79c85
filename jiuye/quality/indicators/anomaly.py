"""数据项目异常率: rows that broke at least one error rule of accuracy, timeliness, logic or history; a row
counts once. indicators.md §3.4."""

from collections.abc import Iterator

from jiuye.quality.engines import Engine
from jiuye.quality.indicators import records
from jiuye.quality.tally import Tally
from jiuye.standards.catalogue import Catalogue

ANOMALOUS = frozenset({"准确性", "及时性", "逻辑关系", "历史完整"})


def tallies(engine: Engine, catalogue: Catalogue) -> Iterator[Tally]:
    """Met is the anomalous rows, of what `findings.find` kept."""
    rules = [r.rule_id for r in catalogue.rules.values() if r.severity == "error" and r.dimension in ANOMALOUS]
    yield from records("anomaly", engine, "found", f"rule_id in ({', '.join(repr(r) for r in rules) or 'null'})")
