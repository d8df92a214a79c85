"""更新: one item of a record by handling may refresh, with the source it now has. A step of an act; wants `under=`.

The database holds the order of strength whatever is asked here (`sql/strength_v1.sql`). Art. 6(2).
"""

import json
from typing import Any
from uuid import UUID

from django.db import connection

from jiuye.lib.sealing import aad
from jiuye.parties.entry import Entry
from jiuye.records.keys import sealer
from jiuye.records.models import MODELS
from jiuye.records.seal import facts, open_item
from jiuye.standards.queries import catalogue


def value_of(dataset: str, record_id: UUID, item: str) -> Any:
    """The value of one item as it would be typed: sealed ones opened. None where there is none, or out of scope."""
    row = MODELS[dataset].objects.filter(pk=record_id).values_list(item, flat=True).first()
    if row is None or catalogue().items[dataset][item].protection != "sealed":
        return row
    return open_item(dataset, record_id, item, row, sealer())


def refresh(
    dataset: str, record_id: UUID, item: str, value: Any, origin: dict[str, str], *, under: Entry, hand: str
) -> None:
    """Write a value into a record; `origin` says where it stood and how sure it is, `hand` whose staff number."""
    standard = catalogue()
    known = standard.items[dataset][item]
    written = {item: value}
    if known.protection == "sealed":
        sealed = sealer().seal(value, aad(dataset, record_id, item))
        written = {item: sealed} | facts(known, value, standard, sealer())
    table, columns = MODELS[dataset]._meta.db_table, list(written)
    told = json.dumps({item: origin | {"at": under.at.isoformat(), "entry": str(under.id)}})
    under.cover(table, [record_id])
    with connection.cursor() as c:
        c.execute(
            f"update {table} set {', '.join(f'{n} = %s' for n in columns)}, updated_at = %s, updated_by = %s,"
            " origins = coalesce(origins, '{}') || %s::jsonb, entry_id = %s where id = %s",
            [*written.values(), under.at, hand, told, under.id, record_id],
        )
