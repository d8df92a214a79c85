"""数据项目异常率: rows that broke at least one error rule of accuracy, timeliness, logic or history; a row
counts once. indicators.md §3.4."""

from collections.abc import Iterator

from jiuye.quality.engines import Engine
from jiuye.quality.findings import Findings
from jiuye.quality.indicators import DATASETS, counted
from jiuye.quality.tally import Tally
from jiuye.standards.catalogue import Catalogue

ANOMALOUS = frozenset({"准确性", "及时性", "逻辑关系", "历史完整"})


def tallies(engine: Engine, catalogue: Catalogue, findings: Findings) -> Iterator[Tally]:
    """Met is the anomalous rows."""
    for dataset in DATASETS:
        bad = set()
        for rule_id, ids in findings.get(dataset, {}).items():
            rule = catalogue.rules[rule_id]
            if rule.severity == "error" and rule.dimension in ANOMALOUS:
                bad |= ids
        rows = engine.query(
            f"select district, coalesce(agency_code, ''), id from {counted(engine, dataset)} c"
        )
        counts: dict[tuple[str, str], list[int]] = {}
        for district, agency, key in rows:
            count = counts.setdefault((district, agency), [0, 0])
            count[0] += str(key) in bad
            count[1] += 1
        for (district, agency), (met, of) in counts.items():
            yield Tally("anomaly", dataset, "", district, agency, met, of)
