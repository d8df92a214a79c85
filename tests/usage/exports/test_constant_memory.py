"""However many rows, an export takes the same memory: a few thousand in the suite, a million in soak. Art. 10(3)."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from jiuye.front.demo import session_of
from jiuye.records.fields import IndexField, SealedField
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.soak import LONG
from tests.usage.exports.steps import ITEMS, again, approved, requested, town

pytestmark = pytest.mark.article("10(3)")
MOST = 120 * 1024  # KiB above what the process has when it begins
# In a process of its own, whose peak is counted from where it begins (proc(5): clear_refs, VmHWM).
CHILD = """
import re, sys
from pathlib import Path
import django
django.setup()
from jiuye.parties import founding
from jiuye.parties.sessions import machine_session, scope
from jiuye.usage.exports import actions
from jiuye.usage.exports.models import Export

by = machine_session(founding.MACHINE)
with scope(by):
    export = Export.objects.get(pk=sys.argv[1])

def told(name):
    return re.search(name + r":\\s+([0-9]+) kB", Path("/proc/self/status").read_text())[1]

Path("/proc/self/clear_refs").write_text("5")
before = told("VmRSS")
actions.produce_export(export, by=by)
print(before, told("VmHWM"))
"""


def multiplied(house: Instance, rows: int) -> None:
    """As many people more, set beside all guards: taking a million over would last longer than the export. They have
    no sealed values: these open in their own row only."""
    own = {"id": "gen_random_uuid()", "person_id": "'SK' || n", "fingerprint": "null"}
    bytes_ = {f.column for f in Person._meta.concrete_fields if isinstance(f, SealedField | IndexField)}
    columns = {str(f.column): str(own.get(str(f.column), "null" if f.column in bytes_ else f.column))
               for f in Person._meta.concrete_fields}  # fmt: skip
    told = f"insert into jiuye.records_person ({', '.join(columns)}) select {', '.join(columns.values())}"
    with psycopg.connect(house.superuser_dsn(), autocommit=True) as db:
        db.execute("alter table jiuye.records_person disable trigger user")
        base = "(select * from jiuye.records_person where not retired order by id limit 1000)"
        db.execute(f"{told} from {base} p, generate_series(1, {rows // 1000}) n".encode())


@pytest.mark.parametrize("rows", [3_000, pytest.param(1_000_000, marks=LONG)])
def test_the_peak_does_not_follow_the_rows(house: Instance, tmp_path: Path, rows: int) -> None:
    town(tmp_path, session_of, persons=min(rows, 3_000), seed=rows)
    items = ITEMS
    if rows > 3_000:
        multiplied(house, rows)
        items = ("name", "sex", "education", "birth_date", "remarks", "person_id")
    export = approved(session_of, requested(session_of, by="manager", items=items), by="usage")
    began = time.monotonic()
    child = [sys.executable, "-c", CHILD, str(export.pk)]
    told = subprocess.run(child, env=dict(os.environ), check=True, capture_output=True, text=True).stdout
    before, after = map(int, told.split())
    done = again(session_of, export)
    assert done.rows is not None
    assert done.rows > rows * 0.9
    assert after - before < MOST, (before, after)
    if os.environ.get("JIUYE_SOAK"):
        print(done.rows, f"{time.monotonic() - began:.0f} s", f"{before // 1024} → {after // 1024} MiB")
