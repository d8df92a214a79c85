"""补建姓名索引: what names are found and sorted by, for rows stored before the house kept it. Art. 8, 10(3)."""

from uuid import UUID

from jiuye.lib import pinyin
from jiuye.parties.act import act
from jiuye.parties.sessions import Session, scope
from jiuye.records import naming
from jiuye.records.models import MODELS

CHUNK = 5000  # rows of one act


def index_names(dataset: str, *, by: Session) -> int:
    """Fill `naming.COLUMNS` of every row of a named dataset that has a name and lacks them; an act each 5,000 rows.
    Interrupted, the next call goes on. Returns how many rows were filled."""
    rows, item = MODELS[dataset].objects, pinyin.NAMED[dataset][0]
    lacking = rows.filter(name_folded=None).exclude(**{item: None}).order_by("id")
    done, last = 0, UUID(int=0)
    while True:
        with scope(by):
            keys = list(lacking.filter(pk__gt=last).values_list("pk", flat=True)[:CHUNK])
        if not keys:
            return done
        last = keys[-1]
        with act("records.index_names", by=by, why=f"{len(keys)} 行") as entry:
            found = list(lacking.select_for_update().filter(pk__in=keys))
            told = naming.columns(dataset, [getattr(r, item) for r in found])
            for n, row in enumerate(found):
                row.entry_id = entry.id
                for column in naming.COLUMNS:
                    setattr(row, column, told[column][n])
            entry.cover(rows.model._meta.db_table, [r.pk for r in found])
            done += rows.bulk_update(found, ["entry_id", *naming.COLUMNS], batch_size=1000)
