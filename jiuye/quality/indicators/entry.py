"""数据入库率: of what was settled at the counter, how much is found in the records. indicators.md §3.1."""

from collections.abc import Iterator

from jiuye.quality.engines import Engine
from jiuye.quality.indicators import DATASETS, counted
from jiuye.quality.tally import Tally
from jiuye.standards.catalogue import NUMBERS


def tallies(engine: Engine) -> Iterator[Tally]:
    """Completed acceptances by expected dataset; met when the record of that number is there."""
    numbers = " union ".join(
        f"select '{d}' as dataset, {NUMBERS[d]} as number from {engine.relations[d]} n{i}"
        for i, d in enumerate(DATASETS)
    )
    rows = engine.query(
        "select coalesce(a.expected_entity, ''), a.district, coalesce(a.agency_code, ''),"
        " count(n.number), count(*)"
        f" from {counted(engine, 'acceptance')} a"
        f" left join ({numbers}) n on n.dataset = a.expected_entity and n.number = a.stored_record_id"
        " where a.acceptance_status = '2' group by 1, 2, 3"
    )
    for dataset, district, agency, met, of in rows:
        yield Tally("entry", dataset, "", district, agency, met, of)
