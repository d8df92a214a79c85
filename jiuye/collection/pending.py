"""待审变更 of a record: submissions that wait for review and whose rows speak of it. In the reader's scope."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Sum
from django.urls import reverse

from jiuye.collection.models import Submission
from jiuye.records.history import dataset_of
from jiuye.records.models import Record
from jiuye.records.pending import Pending
from jiuye.records.relations import names
from jiuye.standards.catalogue import NUMBERS

# Rows looked through at most: of larger files in review their own page tells.
MOST = 200_000


def waiting(record: Record, values: dict[str, Any]) -> list[Pending]:
    """What waits about a record: named by its business number, or by the number of the person or employer it is."""
    known = _known(dataset_of(record), values)
    if not known:
        return []
    found = []
    for dataset in Submission.objects.filter(state="submitted").values_list("dataset", flat=True).distinct():
        there = set(names(dataset))
        asked = {column: value for column, value in known.items() if column in there}
        if asked:
            found += list(_of(dataset, asked))
    return found


def _known(dataset: str, values: dict[str, Any]) -> dict[str, Any]:
    """By which columns other rows name this record, and their values."""
    other = {"person": {"id_number_index"}, "employer": {"uscc"}}
    columns = {NUMBERS[dataset], *other.get(dataset, ())}
    return {n: values[n] for n in columns if values.get(n) is not None}


def _of(dataset: str, asked: dict[str, Any]) -> Iterator[Pending]:
    waits = Submission.objects.filter(state="submitted", dataset=dataset)
    if (waits.aggregate(rows=Sum("rows"))["rows"] or 0) > MOST:
        waits = waits.filter(kind="window")
    either = " or ".join(f"{column} = %s" for column in asked)
    with connection.cursor() as c:
        c.execute(
            f"select distinct submission_id from work.stage_{dataset} where submission_id = any(%s) and ({either})",
            [list(waits.values_list("pk", flat=True)), *asked.values()],
        )
        keys = [k for (k,) in c.fetchall()]
    for s in Submission.objects.filter(pk__in=keys).select_related("submitted_by"):
        address = reverse("collection:submission", args=[s.pk])
        yield Pending(f"{s.dataset_label}　{s.title}", s.number, s.submitted_by.name, s.submitted_at, s.due_on, address)
