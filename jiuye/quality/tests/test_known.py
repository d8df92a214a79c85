"""What an engine knows of the values there are changes the cost of a statement and none of its verdicts."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from jiuye.quality.engines.duck import Duck
from jiuye.quality.findings import find, listed
from jiuye.standards.catalogue import DATASETS, JUDGED, load_files
from jiuye.standards.language import dataset_sql
from jiuye.standards.language.tests.samples import AS_OF, columns, record, rows

pytestmark = pytest.mark.article("14")

CATALOGUE = load_files()
COUNTS = dict.fromkeys(DATASETS, 400)


@pytest.fixture(scope="module")
def duck(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Duck]:
    """The samples as files of a snapshot, a coded column in many rows and an uncoded one."""
    room, link = tmp_path_factory.mktemp("snapshot"), duckdb.connect()
    tables = rows(CATALOGUE, 11, COUNTS)
    for dataset in JUDGED:
        types = columns(CATALOGUE, dataset, "blob")
        link.execute(f"create table {dataset} ({', '.join(f'{n} {t}' for n, t in types.items())})")
        stored = [record(CATALOGUE, dataset, n, row) for n, row in enumerate(tables[dataset], 1)]
        marks = ", ".join("?" for _ in types)
        link.executemany(f"insert into {dataset} values ({marks})", [[s[n] for n in types] for s in stored])
        link.execute(f"copy {dataset} to '{room / dataset}.parquet' (format parquet)")
    link.close()
    with Duck({d: room / f"{d}.parquet" for d in JUDGED}) as engine:
        yield engine


def test_verdicts_are_the_same_without_what_is_known(duck: Duck) -> None:
    find(duck, CATALOGUE, AS_OF, with_owners=False)
    found = {(d, str(key), rule) for d, rule, key, *_ in zip(*listed(duck).to_pydict().values(), strict=True)}
    plain = {
        (dataset, str(key), str(rule))
        for dataset in JUDGED
        for key, rule in duck.query(
            dataset_sql(CATALOGUE.rules_of(dataset), CATALOGUE, dialect="duckdb", as_of=AS_OF, relations=duck.relations)
        )
    }
    assert found == plain
    live = {r.rule_id for r in CATALOGUE.rules.values() if r.expression}
    assert len({rule for _, _, rule in found}) > 0.9 * len(live)  # or equal sets would mean little


def test_a_coded_column_is_tested_once_per_value(duck: Duck) -> None:
    failing = duck.values.failing("person", "sex", "(v in ('1', '2'))")
    (others,) = duck.query("select list(distinct sex order by sex) from person where sex not in ('1', '2')")
    assert failing == (others[0] or [])
    assert duck.values.failing("person", "id", "(v = '1')") is None


def test_nothing_beside_the_snapshot_can_be_read(duck: Duck, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(duckdb.PermissionException):
        duck.query(f"select * from read_csv('{other}')")
