"""The house checks itself: one act one name, every address guarded, every item a column. Art. 5, 9."""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import PathView

import jiuye
from jiuye.collection import models as collection
from jiuye.collection.sections.models import NEXT_CONFLICT
from jiuye.collection.sharing.models import NEXT_DOUBT, NEXT_QUESTION
from jiuye.front.commands.worker import TIMERS
from jiuye.jobs import models as jobs
from jiuye.maintenance import models as maintenance
from jiuye.parties.models import governed_models, passing_models
from jiuye.parties.pages import Page
from jiuye.parties.permissions import ACTS
from jiuye.parties.posts import POSTS
from jiuye.quality import models as quality
from jiuye.records import added
from jiuye.records.fields import IndexField, SealedField
from jiuye.records.models import MODELS, NEXT_DISPOSAL, NEXT_KEEPING, NEXT_LINEAGE, NEXT_WAIVER
from jiuye.records.models.proceeding import STATES
from jiuye.server.connect import Instance
from jiuye.standards import models as standards
from jiuye.standards.queries import catalogue
from jiuye.usage.enquiries.models import NEXT_ALERT, NEXT_BATCH
from jiuye.usage.exports.models import NEXT_EXPORT
from jiuye.usage.own.models import NEXT_OBJECTION

PACKAGE = Path(jiuye.__file__).parent

# Acts without a function of their own name, and why.
ELSEWHERE = {
    "collection.save_draft": "a draft is work and no record: drafts.save, without an entry",
    "records.open": "open_record: `open` is Python's own",
    "ledger.migrate": "the database writes it itself when a migration changes a governed structure",
}
# Addresses anyone may call, and why.
PUBLIC = {
    "sign_in": "who is not in cannot be asked who he is",
    "sign_out": "ends what the cookie names, if anything",
    "my:sign_in": "who is not in cannot be asked who he is",
    "my:sign_out": "ends what the cookie names, if anything",
    "my:identity": "sends whoever wants to sign in to the identity provider",
    "my:identity_back": "where he comes back; only with the state his browser set out with, once",
    "my:back_to_self": "ends acting for another; nothing without one's own cookie",
    "my:verify": "anyone may check a receipt; it takes the number and the code on it, and shows no name",
    "my:manifest": "the name and icon a phone installs",
    "my:worker": "the script that answers without a network; no data",
    "my:offline": "what it answers",
    "kiosk:sign_in": "who is not in cannot be asked who he is; the machine must be a registered terminal",
    "kiosk:sign_out": "ends what the cookie names, if anything",
    "kiosk:enable": "makes a machine a terminal by the secret its registration showed once",
    "healthz": "says ready or not, and nothing of anybody",
    "api:openapi-json": "the shape of the API, and no data",
    "api:api-root": "leads to the shape of the API",
}
PUBLIC_CALLS = {"parties.sign_in"}


# ── one act, one name ──────────────────────────────────────────────────────


@lru_cache(maxsize=1)
def trees() -> dict[Path, ast.Module]:
    files = (f for f in PACKAGE.rglob("*.py") if not {"tests", "migrations"} & set(f.parts))
    return {f: ast.parse(f.read_text(encoding="utf-8")) for f in files}


def functions(room: str) -> set[str]:
    own = [tree for file, tree in trees().items() if file.relative_to(PACKAGE).parts[0] == room]
    return {n.name for tree in own for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}


def named(call: str) -> Iterator[tuple[Path, str]]:
    """Act names written down in calls of `call`, first argument or first of a tuple, and in `act = "…"`."""
    for file, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == call:
                for argument in node.args[:2]:
                    first = argument.elts[0] if isinstance(argument, ast.Tuple) and argument.elts else argument
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        yield file, first.value


@pytest.mark.article("9(1)")
@pytest.mark.parametrize("name", sorted(ACTS))
def test_every_act_has_its_function(name: str) -> None:
    room, _, verb = name.partition(".")
    assert verb in functions(room) or name in ELSEWHERE, f"{name}: no function {verb} in jiuye/{room}"
    assert not (verb in functions(room) and name in ELSEWHERE), f"{name} is no exception any more"


@lru_cache(maxsize=1)
def told_by_tests() -> str:
    """What the tests say, wherever they lie, and the names of their files."""
    roots = (PACKAGE, Path(__file__).parents[1])
    files = [f for root in roots for f in root.rglob("test_*.py") if f != Path(__file__)]
    return "\n".join(str(f) + "\n" + f.read_text(encoding="utf-8") for f in files)


@pytest.mark.article("9(1)")
@pytest.mark.parametrize("name", sorted(ACTS))
def test_every_act_is_named_in_a_test(name: str) -> None:
    verb = name.partition(".")[2]
    assert name in told_by_tests() or f"/test_{verb}.py" in told_by_tests(), f"{name}: no test of it"


@pytest.mark.article("9(1)")
def test_every_act_named_in_the_code_is_on_the_list() -> None:
    said = [(f, n) for call in ("act", "may", "write_refusal") for f, n in named(call)]
    assert len(said) > 20
    assert [(str(f), n) for f, n in said if n not in ACTS] == []


@pytest.mark.article("9(1)")
def test_the_list_names_real_posts_and_governed_tables() -> None:
    tables = {m._meta.db_table for m in (*governed_models(), *passing_models())}
    for name, one in ACTS.items():
        assert one.posts <= set(POSTS), name
        assert set(one.writes) <= tables, name
        assert one.label, name
        assert re.fullmatch(r"[0-9]+(\([0-9]\))?(, [0-9]+(\([0-9]\))?)*", one.article), name


@pytest.mark.article("9(2)")
def test_no_act_may_delete_a_record() -> None:
    """Only what passes goes: behaviour data, in its time or at its subject's word."""
    passing = {m._meta.db_table for m in passing_models()}
    for name, one in ACTS.items():
        assert set(one.deletes) <= passing & set(one.writes), name


@pytest.mark.article("9(1)")
def test_the_database_holds_the_same_list(house: Instance) -> None:
    with psycopg.connect(house.superuser_dsn()) as db:
        permissions = set(db.execute("select act, post from ledger.permission").fetchall())
        tables = set(db.execute("select act, tbl from ledger.act_table").fetchall())
    assert permissions == {(a.name, p) for a in ACTS.values() for p in a.posts}
    assert tables == {(a.name, t) for a in ACTS.values() for t in a.writes}


@pytest.mark.article("9(2)")
def test_every_timer_runs_under_an_act_of_the_machine() -> None:
    assert TIMERS
    for timer in TIMERS:
        assert "machine" in ACTS[timer.act].posts, timer.name
        assert timer.seconds > 0


# ── every address guarded ──────────────────────────────────────────────────


def addresses(resolver: Any = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            inside = one.namespace or ""
            yield from addresses(one, f"{inside}:" if inside else space)
        else:
            yield f"{space}{one.name or one.pattern}", one


@pytest.mark.article("10(3)")
def test_every_address_is_guarded() -> None:
    found = list(addresses())
    assert len(found) > 30
    open_to_all = {name for name, one in found if not guarded(one)}
    assert open_to_all <= set(PUBLIC), sorted(open_to_all - set(PUBLIC))
    assert set(PUBLIC) <= {name for name, _ in found}, "an exception for nothing"


def guarded(one: URLPattern) -> bool:
    page = getattr(one.callback, "view_class", None)
    if page is not None:
        return issubclass(page, Page)
    calls = [c.cell_contents for c in getattr(one.callback, "__closure__", None) or ()]
    operations = [o for c in calls if isinstance(c, PathView) for o in c.operations]
    return bool(operations) and all(o.auth_callbacks or o.operation_id in PUBLIC_CALLS for o in operations)


@pytest.mark.article("10(3)")
def test_every_page_asks_for_a_permission_that_exists() -> None:
    pages = {one.callback.view_class for _, one in addresses() if hasattr(one.callback, "view_class")}
    assert {p.act for p in pages} - {""} <= set(ACTS)


@pytest.mark.article("10(3)")
def test_a_page_that_changes_something_names_its_act() -> None:
    """Pages without an act may be read by any signed-in post; those with `perform` must name one, or refuse."""
    exempt = {"Find"}  # a look-up, which asks for records.open by inheritance
    for name, one in addresses():
        page = getattr(one.callback, "view_class", None)
        if page is not None and page.perform is not Page.perform and page.__name__ not in exempt:
            assert page.act, name


# ── the standard and the tables ────────────────────────────────────────────


def columns(house: Instance, schema: str, table: str) -> dict[str, str]:
    with psycopg.connect(house.superuser_dsn()) as db:
        rows = db.execute(
            "select column_name, udt_name from information_schema.columns where table_schema = %s and table_name = %s",
            [schema, table],
        ).fetchall()
    return dict(rows)


TYPES = {
    "string": "text", "code": "text", "date": "date", "datetime": "timestamptz", "integer": "int8",
    "decimal": "numeric", "file": "text",
}  # fmt: skip


@pytest.mark.article("5")
@pytest.mark.parametrize("dataset", sorted(MODELS))
def test_every_item_has_its_column_or_typed_key(house: Instance, dataset: str) -> None:
    there = columns(house, "jiuye", MODELS[dataset]._meta.db_table)
    for item in catalogue().items[dataset].values():
        if item.in_extra:
            assert item.name not in there, item.name
            assert item.name in added.columns(dataset, catalogue()), item.name
            continue
        wanted = "bytea" if item.protection == "sealed" else TYPES[item.data_type]
        assert there.get(item.name) == wanted, item.name


@pytest.mark.article("17")
@pytest.mark.parametrize("dataset", sorted(MODELS))
def test_every_sealed_item_has_its_index_and_no_other_column_holds_ciphertext(house: Instance, dataset: str) -> None:
    sealed = {i.name for i in catalogue().items[dataset].values() if i.protection == "sealed"}
    fields = {f.name: f for f in MODELS[dataset]._meta.concrete_fields}
    assert {n for n, f in fields.items() if isinstance(f, SealedField)} == sealed
    for name in sealed:
        assert isinstance(fields[f"{name}_index"], IndexField)
        assert f"{name}_placeholder" in fields


@pytest.mark.article("5")
@pytest.mark.parametrize("dataset", sorted(MODELS))
def test_staging_has_the_columns_of_the_records(house: Instance, dataset: str) -> None:
    records = columns(house, "jiuye", MODELS[dataset]._meta.db_table)
    stage = columns(house, "work", f"stage_{dataset}")
    assert stage == records | {"faults": "jsonb", "standing": "text"}


@pytest.mark.article("17")
def test_every_item_is_classed() -> None:
    for items in catalogue().items.values():
        for item in items.values():
            assert item.protection in ("plain", "masked", "sealed"), item.name


# Change orders and the steps of matters are guarded row by row as well. Art. 7, 9(3).
ORDERS = {(f"maintenance_{t}", "guard_step") for t in ("order", "line", "evidence", "approval", "report")} | {
    *(("maintenance_order", f"guard_{what}") for what in ("done", "undone")),
    ("records_proceeding", "guard_step"),
    ("records_proceedingstep", "guard_step"),
    ("records_lineage", "guard_lineage"),
    ("records_employer", "guard_standing"),
    ("usage_export", "guard_export"),
    ("usage_objection", "guard_step"),
    ("usage_notice", "guard_step"),
    ("usage_paper", "guard_step"),
    ("usage_batchlookup", "guard_step"),
    ("usage_alert", "guard_step"),
    ("usage_release", "guard_step"),
    ("usage_adhoc", "guard_step"),
}
# Where two hands are wanted, and what people and posts become. Art. 9(1), 9(3).
HANDS = {
    (t, "guard_hands")
    for t in (
        "collection_submission", "collection_doubt", "collection_conflict", "quality_task", "standards_draft",
        "standards_request", "standards_parametervalue",
        "records_hold", "records_disposal", "records_waiver", "records_lineage", "records_proceeding",
        "usage_objection", "usage_release", "usage_adhoc",
        "parties_appointment", "usage_alert", "usage_batchlookup", "usage_export",
    )
} | {
    ("parties_appointment", "guard_appointment"), ("parties_staff", "guard_staff"),
    ("parties_mandate", "guard_representative"), ("collection_submission", "guard_mandate"),
}  # fmt: skip


@pytest.mark.article("9(2)")
def test_every_governed_table_is_guarded_always(house: Instance) -> None:
    tables = {m._meta.db_table for m in governed_models()}
    with psycopg.connect(house.superuser_dsn()) as db:
        rows = db.execute(
            "select c.relname, g.tgname, g.tgenabled from pg_trigger g join pg_class c on c.oid = g.tgrelid"
            " where c.relnamespace = 'jiuye'::regnamespace and g.tgname like 'guard%'"
        ).fetchall()
        there = {r[0] for r in db.execute("select tablename from pg_tables where schemaname = 'jiuye'").fetchall()}
    guards = {(table, name) for table, name, enabled in rows if enabled == "A"}
    four = {f"guard_{op}" for op in ("insert", "update", "delete", "truncate")}
    assert guards == {(t, g) for t in tables for g in four} | ORDERS | HANDS
    assert there == tables, "a table in the governed schema that no governed model owns"


# Tables without an act behind every write, and why. Everything else is governed.
UNGOVERNED = {
    "django_migrations": "the diary of structure; each change of it has its entry",
    "behaviour_waiting": "steps of citizens who agreed, for the half minute until the machine files them",
    "parties_signintrace": "failed sign-ins counted, one-time codes used",
    "parties_signincode": "one-time codes sent by text message",
    "parties_signinflight": "sign-ins through the identity provider that have not come back yet",
    "parties_addresscount": "how often an address knocked at a public door in the last minutes",
    "parties_seat": "who sits at a terminal, and when he was last seen there",
    "collection_circuit": "whether a department answers at this moment",
    "collection_nonce": "signed questions that came once already",
    "collection_draft": "what was typed and not handed in",
    "jobs_job": "long work: ids and progress; what it does has its entries",
    "jobs_timerrun": "when a timer last ran",
    **{f"stage_{d}": "rows on their way to the second person" for d in MODELS},
}


@pytest.mark.article("9(2)")
def test_what_is_not_governed_is_listed(house: Instance) -> None:
    with psycopg.connect(house.superuser_dsn()) as db:
        there = {r[0] for r in db.execute("select tablename from pg_tables where schemaname = 'work'").fetchall()}
    assert there == set(UNGOVERNED)


@pytest.mark.article("10(3)")
def test_every_table_with_a_district_is_fenced(house: Instance) -> None:
    with psycopg.connect(house.superuser_dsn()) as db:
        rows = db.execute(
            "select c.relname, c.relrowsecurity and c.relforcerowsecurity,"
            " exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'by_district')"
            " from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'district'"
            " where c.relnamespace = 'jiuye'::regnamespace and c.relkind = 'r'"
        ).fetchall()
    open_tables = {table for table, forced, policy in rows if not (forced and policy)}
    # Figures are counts of whole districts, and public within the house.
    assert open_tables == {"quality_figure"}


# ── states are tables ──────────────────────────────────────────────────────


@pytest.mark.article("7")
@pytest.mark.parametrize(
    ("next_of", "constraint"),
    [
        (collection.NEXT, "submission_state"),
        (quality.NEXT, "task_state"),
        (standards.NEXT, "request_state"),
        (standards.DRAFT_NEXT, "draft_state"),
        (NEXT_QUESTION, "question_state"),
        (NEXT_DOUBT, "doubt_state"),
        (NEXT_WAIVER, "waiver_state"),
        (NEXT_CONFLICT, "conflict_state"),
        (maintenance.NEXT, "order_state"),
        ({s: set() for s in STATES}, "proceeding_state"),
        (NEXT_KEEPING, "keeping_state"),
        (NEXT_DISPOSAL, "disposal_state"),
        (NEXT_LINEAGE, "lineage_state"),
        (NEXT_EXPORT, "export_state"),
        (NEXT_OBJECTION, "objection_state"),
        (NEXT_ALERT, "alert_state"),
        (NEXT_BATCH, "batch_look_up_state"),
        (jobs.NEXT, "job_state"),
    ],
    ids=[
        "submission",
        "task",
        "request",
        "draft",
        "question",
        "doubt",
        "waiver",
        "conflict",
        "order",
        "matter",
        "keeping",
        "disposal",
        "lineage",
        "export",
        "objection",
        "alert",
        "batch look-up",
        "job",
    ],
)
def test_states_and_constraints_agree(house: Instance, next_of: dict[str, set[str]], constraint: str) -> None:
    with psycopg.connect(house.superuser_dsn()) as db:
        row = db.execute(
            "select pg_get_constraintdef(oid) from pg_constraint where conname = %s", [constraint]
        ).fetchone()
    assert row is not None
    assert set(re.findall(r"'([a-z]+)'", row[0])) == set(next_of)
    assert set().union(*next_of.values()) <= set(next_of)
