"""Every item of the standard has its column or its typed key: the same after a version has added items. Art. 5."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiuye.lib import clock
from jiuye.records.added import columns, extra_of, fold, spread
from jiuye.records.models import MODELS
from jiuye.server.connect import Instance
from jiuye.standards.catalogue import load_files
from jiuye.standards.changes import apply
from jiuye.standards.in_force import catalogue
from tests.book import SessionOf
from tests.standards.steps import item, published

pytestmark = pytest.mark.article("5")

TYPES = {"string": "40", "code": "", "date": "", "datetime": "", "integer": "9", "decimal": "12,2"}
ADDED = [
    item(name=f"new_{kind}", label=f"新{kind}", data_type=kind, max_length=length,
         code_list="sex" if kind == "code" else "")
    for kind, length in TYPES.items()
]  # fmt: skip
STANDARD = apply(load_files(1), ADDED)
values = st.fixed_dictionaries(
    {
        "new_string": st.none() | st.text(alphabet=st.characters(exclude_characters="\0", codec="utf-8"), min_size=1),
        "new_code": st.none() | st.sampled_from("012"),
        "new_date": st.none() | st.dates(),
        "new_datetime": st.none() | st.datetimes(datetime(1992, 1, 1), timezones=st.just(clock.ZONE)),
        "new_integer": st.none() | st.integers(-(10**9), 10**9),
        "new_decimal": st.none() | st.decimals(-(10**9), 10**9, places=2),
    }
)


@given(values)
def test_what_is_folded_in_spreads_out_again(row: dict[str, Any]) -> None:
    kept = json.loads(json.dumps(extra_of(row, "person", STANDARD)))
    assert spread(kept, "person", STANDARD) == row
    frame = pl.DataFrame({"extra": ['{"原列": "x"}']}).hstack(
        [pl.Series(n, [v], dtype=_KINDS[n.removeprefix("new_")]) for n, v in row.items()]
    )
    folded = json.loads(fold(frame, "person", STANDARD).get_column("extra")[0])
    assert folded == {"原列": "x"} | kept


_KINDS: dict[str, Any] = {
    "string": pl.String, "code": pl.String, "date": pl.Date, "datetime": pl.Datetime("us", "Asia/Shanghai"),
    "integer": pl.Int64, "decimal": pl.Decimal(38, 2),
}  # fmt: skip


def test_postgres_reads_them_as_their_type(house: Instance) -> None:
    row = {
        "new_string": "焊'工", "new_code": "1", "new_date": date(2020, 2, 29), "new_integer": -7,
        "new_datetime": datetime(2024, 3, 12, 9, 30, tzinfo=clock.ZONE), "new_decimal": Decimal("-12.50"),
    }  # fmt: skip
    text = json.dumps(extra_of(row, "person", STANDARD))
    chosen = ", ".join(f"{sql} as {name}" for name, sql in columns("person", STANDARD).items())
    with psycopg.connect(house.superuser_dsn()) as db:
        found = db.execute(f"select {chosen} from (select %s::jsonb as extra) t".encode(), [text]).fetchone()
    naive = row | {"new_datetime": datetime(2024, 3, 12, 9, 30)}
    assert dict(zip(columns("person", STANDARD), found or (), strict=True)) == naive


def test_after_publishing_every_item_has_its_column_or_typed_key(house: Instance, session: SessionOf) -> None:
    published(session, *ADDED, item(dataset="employer", name="new_string", label="新"))
    for dataset, model in MODELS.items():
        own = {f.column for f in model._meta.concrete_fields}
        typed = columns(dataset, catalogue())
        assert len(typed) == {"person": 6, "employer": 1}.get(dataset, 0)
        for name in catalogue().items[dataset]:
            assert (name in own) != (name in typed), name
