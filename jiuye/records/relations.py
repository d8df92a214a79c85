"""The rows of a dataset as rules read them: what is stored, what is staged, what is typed. SQL text, bracketed."""

from typing import Any

from django.db.models import Field

from jiuye.lib import clock
from jiuye.records import added
from jiuye.records.fields import SealedField
from jiuye.records.models import MODELS
from jiuye.standards.catalogue import Catalogue
from jiuye.standards.queries import catalogue as current_catalogue


def fields(dataset: str) -> "list[Field[Any, Any]]":
    """Every stored column of a dataset but the ciphertexts."""
    return [f for f in MODELS[dataset]._meta.concrete_fields if not isinstance(f, SealedField)]


def names(dataset: str) -> list[str]:
    """Every stored column of a dataset."""
    return [str(f.column) for f in MODELS[dataset]._meta.concrete_fields]


def read_names(dataset: str, standard: Catalogue) -> list[str]:
    """The columns of `columns` by name."""
    return [*(str(f.column) for f in fields(dataset)), *added.columns(dataset, standard)]


def columns(dataset: str, standard: Catalogue | None = None) -> str:
    """The columns as rules read them: moments in the city's time, without offset; items a later version
    added as columns too. `standard`: the one in force unless given."""
    own = [
        f"{f.column} at time zone '{clock.ZONE}' as {f.column}"
        if f.get_internal_type() == "DateTimeField"
        else str(f.column)
        for f in fields(dataset)
    ]
    later = added.columns(dataset, standard or current_catalogue())
    return ", ".join(own + [f"{sql} as {name}" for name, sql in later.items()])


def stored(dataset: str, standard: Catalogue | None = None) -> str:
    """The relation of all rows of a dataset in use."""
    return f"(select {columns(dataset, standard)} from jiuye.{MODELS[dataset]._meta.db_table} where not retired)"


def staged(dataset: str) -> str:
    """The relation of one submission's staged rows; wants the parameter `submission`."""
    return f"(select {columns(dataset)} from work.stage_{dataset} where submission_id = %(submission)s)"


def staged_between(dataset: str) -> str:
    """The relation of its rows from `first` to `last`, which are parameters too."""
    return f"{staged(dataset)[:-1]} and row_no between %(first)s and %(last)s)"


def typed_in(dataset: str) -> str:
    """The relation of rows given as JSON; wants the parameter `rows`."""
    return f"(select {columns(dataset)} from jsonb_populate_recordset(null::work.stage_{dataset}, %(rows)s::jsonb))"
