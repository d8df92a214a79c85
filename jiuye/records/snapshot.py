"""Freezing: datasets at one moment, facts and plain items only, as sealed Parquet. Art. 11, 14. Inspections
freeze everything, statistics only the columns their definitions name (ADR 35).

The rows are read by the `inspector` in one repeatable-read transaction; each file is sealed with SM4 and
opened again only in a private directory for the time of a run, so that a figure can be computed anew.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
from adbc_driver_postgresql import dbapi
from django.conf import settings

from jiuye.lib import vault
from jiuye.lib.progress import Tell, each, silent
from jiuye.lib.sealing import sm3
from jiuye.records import added
from jiuye.records.models import MODELS
from jiuye.records.presented import QUERIES
from jiuye.records.relations import fields
from jiuye.standards.catalogue import Item
from jiuye.standards.queries import catalogue

_LEFT_OUT = {
    "verdicts", "extra", "fingerprint", "entry_id", "device", "strength", "origins", "name_folded", "formerly",
}  # fmt: skip
_UNCAST = "coalesce((select string_agg(k, ' ') from jsonb_object_keys(extra -> 'uncast') k), '') as uncast"


Chosen = Mapping[str, Sequence[str]]


def take(
    snapshot: UUID, folder: Path, dsn: str, tell: Tell = silent, chosen: Chosen | None = None
) -> tuple[dict[str, int], str]:
    """Write the sealed files of a snapshot into `folder`: of everything, or of the chosen columns by dataset.
    Returns rows by dataset and the SM3 digest of the opened files in order."""
    folder.mkdir(parents=True, mode=0o700, exist_ok=False)
    rows: dict[str, int] = {}
    digests: list[bytes] = []
    with private_directory() as room, dbapi.connect(dsn) as db, db.cursor() as c:
        c.execute("set transaction isolation level repeatable read")
        for dataset in each(list(chosen or [*MODELS, *QUERIES]), "冻结", "个数据集", tell):
            plain = room / f"{dataset}.parquet"
            count = _write(c, dataset, plain, chosen[dataset] if chosen else None)
            if dataset in MODELS:
                rows[dataset] = count
            content = plain.read_bytes()
            digests.append(sm3(content))
            sealed = vault.wrap(_purpose(snapshot, dataset), content)
            (folder / f"{dataset}.sealed").write_bytes(sealed)
            plain.unlink()
    return rows, sm3(*digests).hex()


def _write(cursor: Any, dataset: str, file: Path, wanted: Sequence[str] | None = None) -> int:
    """One dataset (the wanted columns of it) into a plain Parquet file, streamed. Returns how many rows."""
    exact: dict[str, str] = {}
    if dataset in QUERIES:
        cursor.execute(QUERIES[dataset].replace(".id, ", ".id::text as id, ", 1))
    else:
        cursor.execute(f"select {_columns(dataset)} from jiuye.{MODELS[dataset]._meta.db_table} where not retired")
        exact |= {str(f.column): "decimal(20,2)" for f in fields(dataset) if f.get_internal_type() == "DecimalField"}
        exact |= {i.name: f"decimal(38,{_places(i)})" for i in _decimals(dataset)}
    reader = cursor.fetch_record_batch()
    db = duckdb.connect()
    db.register("incoming", reader)
    casts = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in exact.items())
    read = f"(select * replace ({casts}) from incoming)" if casts else "incoming"
    db.execute(f"copy (select {', '.join(wanted or '*')} from {read}) to '{file}' (format parquet, compression zstd)")
    count = db.execute(f"select count(*) from read_parquet('{file}')").fetchone()
    db.close()
    return int(count[0])


def _columns(dataset: str) -> str:
    """The columns as rules read them, items of later versions too, plus the names of items whose text could
    not be cast."""
    out = []
    for f in fields(dataset):
        kind = f.get_internal_type()
        if f.column in _LEFT_OUT:
            continue
        if kind in ("UUIDField", "DecimalField"):
            out.append(f"{f.column}::text as {f.column}")
        elif kind == "DateTimeField":
            out.append(f"{f.column} at time zone 'Asia/Shanghai' as {f.column}")
        else:
            out.append(str(f.column))
    exact = {i.name for i in _decimals(dataset)}
    for name, sql in added.columns(dataset, catalogue()).items():
        out.append(f"({sql})::text as {name}" if name in exact else f"{sql} as {name}")
    return ", ".join([*out, _UNCAST])


def _decimals(dataset: str) -> list[Item]:
    """Items a later version added whose values are decimals."""
    return [i for i in catalogue().added(dataset) if i.data_type == "decimal"]


def _places(item: Item) -> int:
    return item.max_length[1] if isinstance(item.max_length, tuple) else 0


@contextmanager
def opened(snapshot: UUID, folder: Path) -> Iterator[dict[str, Path]]:
    """The snapshot's files in the clear, in a private directory that is gone afterwards.

    Raises `SealBroken` when a file was altered."""
    with private_directory() as room:
        files = {}
        for sealed in sorted(folder.glob("*.sealed")):
            dataset = sealed.stem
            content = vault.unwrap(_purpose(snapshot, dataset), sealed.read_bytes())
            files[dataset] = room / f"{dataset}.parquet"
            files[dataset].write_bytes(content)
        yield files


def connect(files: Mapping[str, Path], memory: str = "5GiB") -> Any:
    """A DuckDB over opened files, one view each. Nothing is installed, nothing leaves the machine or the
    directories the files lie in; beyond `memory` it spills into the first of them."""
    db = duckdb.connect()
    rooms = sorted({str(file.parent) for file in files.values()})
    db.execute("set autoinstall_known_extensions = false")
    db.execute(f"set memory_limit = '{memory}'")
    db.execute("set preserve_insertion_order = false")
    if rooms:
        db.execute(f"set temp_directory = '{rooms[0]}/spill'")
        db.execute(f"set allowed_directories = {[f'{room}/' for room in rooms]}")
    for dataset, file in files.items():
        db.execute(f"create view {dataset} as select * from read_parquet('{file}')")
    db.execute("set enable_external_access = false")
    return db


@contextmanager
def private_directory() -> Iterator[Path]:
    room = Path(tempfile.mkdtemp(prefix="jiuye-"))
    os.chmod(room, 0o700)
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _purpose(snapshot: UUID, dataset: str) -> str:
    return f"snapshot:{snapshot}:{dataset}"


def folder_of(name: str) -> Path:
    return Path(settings.SNAPSHOTS) / name
