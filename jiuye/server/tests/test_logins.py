"""The logins: each with its rights and no more, put right when somebody changed them."""

import re
import subprocess
from pathlib import Path

import psycopg
import pytest

from jiuye.server import logins
from jiuye.server.connect import Instance
from jiuye.server.keyring import LOGINS
from jiuye.server.tests.conftest import run


def test_each_signs_in(database: Instance) -> None:
    for login in LOGINS:
        assert run(database.dsn(login), "select current_user, current_database()") == [
            (f"jiuye_{login}", database.database)
        ]
    assert database.lacking == ()


def test_wrong_password_is_refused(database: Instance) -> None:
    for tcp in (False, True):
        dsn = database.dsn("app", tcp=tcp).replace(database.secrets.logins["app"], "guess")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(dsn)


@pytest.mark.parametrize("login", [login for login in LOGINS if login != "owner"])
def test_only_the_owner_creates(database: Instance, login: str) -> None:
    things = (
        "table t (n int)",
        "schema s",
        "temp table t (n int)",
        "role r",
        "database d",
        "extension hstore",
    )
    for command in [f"create {thing}" for thing in things]:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            run(database.dsn(login), command)


def test_owner_owns_the_database_and_not_the_server(database: Instance) -> None:
    run(database.dsn("owner"), "create schema records")
    run(database.dsn("owner"), "create table records.person (n int)")
    for command in ("create role r", "create database d", "set role jiuye_keeper", "set role postgres"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            run(database.dsn("owner"), command)


def test_public_cannot_connect(database: Instance) -> None:
    run(database.superuser_dsn(), "drop role if exists jiuye_test_stranger")
    run(database.superuser_dsn(), "create role jiuye_test_stranger login password 'strange'")
    stranger = database.superuser_dsn().replace("postgres:", "jiuye_test_stranger:")
    stranger = stranger.replace(database.secrets.superuser, "strange")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(stranger)
    run(database.superuser_dsn(), "drop role jiuye_test_stranger")


def test_backup_replicates_and_others_do_not(database: Instance, tmp_path: Path) -> None:
    assert database.cluster is not None
    program = database.cluster.binary("pg_basebackup")

    def copy(login: str) -> subprocess.CompletedProcess[str]:
        dsn = database.dsn(login)
        argv = [str(program), "-d", dsn, "-D", str(tmp_path / login), "--checkpoint=fast", "-X", "stream"]
        return subprocess.run(argv, capture_output=True, text=True, check=False)

    done = copy("backup")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "backup" / "PG_VERSION").exists()
    assert copy("app").returncode != 0
    assert len(run(database.dsn("backup"), "select pg_switch_wal()")) == 1
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(database.dsn("app"), "select pg_switch_wal()")


def test_keeper_does_not_sign_in(instance: Instance) -> None:
    query = "select rolcanlogin, pg_has_role('jiuye_owner', oid, 'MEMBER') from pg_roles where rolname = 'jiuye_keeper'"
    assert run(instance.superuser_dsn(), query) == [(False, False)]
    with pytest.raises(KeyError):
        instance.dsn("keeper")


def test_what_was_changed_is_put_back(database: Instance) -> None:
    su = database.superuser_dsn()
    for command in (
        "alter role jiuye_app password 'other' superuser createdb bypassrls",
        "alter role jiuye_reader nologin",
        "alter role jiuye_backup noreplication",
        "grant jiuye_keeper to jiuye_owner",
        f"grant all on database {database.database} to public",
        f"revoke connect on database {database.database} from jiuye_sealer",
        "grant create on schema public to public",
        "drop extension pg_trgm",
    ):
        run(su, command)
    again = database.on(database.database)
    test_each_signs_in(again)
    test_only_the_owner_creates(again, "app")
    test_public_cannot_connect(again)
    test_keeper_does_not_sign_in(again)
    powers = "select rolname from pg_roles where rolname ~ '^jiuye_' and (rolsuper or rolcreatedb or rolbypassrls)"
    assert run(su, powers) == []
    assert run(su, "select rolreplication from pg_roles where rolname = 'jiuye_backup'") == [(True,)]
    assert len(run(su, "select 1 from pg_extension where extname in ('pg_trgm', 'btree_gist')")) == 2


def test_nothing_is_written_when_all_is_well(database: Instance) -> None:
    stamp = (
        "select array_agg(xmin::text order by rolname) from pg_authid where rolname ~ '^jiuye_'"
        f" union all select array[xmin::text] from pg_database where datname = '{database.database}'"
    )
    before = run(database.superuser_dsn(), stamp)
    database.on(database.database)
    assert run(database.superuser_dsn(), stamp) == before


def test_passwords_travel_as_verifiers(database: Instance) -> None:
    stored = run(database.superuser_dsn(), "select rolpassword from pg_authid where rolname = 'jiuye_app'")
    assert re.match(r"SCRAM-SHA-256\$4096:", str(stored[0][0]))


def test_databases_and_prefixes_side_by_side(database: Instance) -> None:
    run(database.dsn("owner"), "create table t as select 7 as n")
    copy = database.on(f"{database.database}_copy", template=database.database)
    assert run(copy.dsn("owner"), "select n from t") == [(7,)]
    test_public_cannot_connect(copy)
    copy.drop()
    assert logins.role("app", "town") == "town_app"
    with pytest.raises(KeyError):
        logins.role("nobody")
