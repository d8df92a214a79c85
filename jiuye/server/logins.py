"""The logins of the database: six that sign in, and one that keeps what none of them may touch."""

import psycopg
from psycopg import Connection, sql
from psycopg.rows import TupleRow

from jiuye.server import databases
from jiuye.server.external import changed
from jiuye.server.keyring import LOGINS, Secrets
from jiuye.server.passwords import agrees

# Owns the ledger's and the history's inner parts: nobody signs in as it, and the owner is no member.
KEEPER = "keeper"
_ONE_AT_A_TIME = 0x6A697579  # number of the advisory lock of this procedure
# Powers no login of ours has; a role somebody gave one to is put back.
_POWERS = {
    "rolsuper": sql.SQL("nosuperuser"),
    "rolcreaterole": sql.SQL("nocreaterole"),
    "rolcreatedb": sql.SQL("nocreatedb"),
    "rolbypassrls": sql.SQL("nobypassrls"),
    "rolreplication": sql.SQL("noreplication"),
}


def role(login: str, prefix: str = "jiuye") -> str:
    """The role of a login of the house: "app" → "jiuye_app". Raises KeyError for one there is not."""
    if login not in (*LOGINS, KEEPER):
        raise KeyError(login)
    return f"{prefix}_{login}"


def ensure(
    superuser_dsn: str, secrets: Secrets, database: str, *, prefix: str = "jiuye", template: str | None = None
) -> list[str]:
    """Make sure that roles, database, extensions and rights are as they should be; change only what is not.

    superuser_dsn: address on the server, of a superuser or of a role with CREATEROLE and CREATEDB; any
    database but `database`. template: where the database is made now, copy this one (nobody may be in it).
    Returns what the server would not let us do, in sentences (empty with a superuser). May be called by
    several processes at once. Raises psycopg.Error when something indispensable fails.
    """
    names = {login: role(login, prefix) for login in LOGINS}
    lacking: list[str] = []
    with psycopg.connect(superuser_dsn, autocommit=True) as conn:
        conn.execute("select pg_advisory_lock(%s)", [_ONE_AT_A_TIME])  # ends with the session
        for login, name in names.items():
            _ensure_login(conn, superuser_dsn, name, secrets.logins[login])
            lacking += _ensure_powers(conn, name, replication=login == "backup")
        _ensure_keeper(conn, role(KEEPER, prefix), names["owner"])
        databases.ensure(conn, database, owner=names["owner"], template=template)
        with psycopg.connect(changed(superuser_dsn, dbname=database), autocommit=True) as inside:
            lacking += databases.ensure_extensions(inside)
            lacking += databases.ensure_rights(inside, database, names)
    return lacking


def _ensure_login(conn: Connection[TupleRow], dsn: str, name: str, password: str) -> None:
    """LOGIN with our password, which is sent as its verifier, so that no log can hold it."""
    known = conn.execute("select rolcanlogin from pg_roles where rolname = %s", [name]).fetchone()
    if known == (True,) and _password_agrees(conn, dsn, name, password):
        return
    verifier = conn.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    command = sql.SQL("alter role {} login password {}" if known else "create role {} login password {}")
    conn.execute(command.format(sql.Identifier(name), sql.Literal(verifier)))


def _password_agrees(conn: Connection[TupleRow], dsn: str, name: str, password: str) -> bool:
    """By the stored verifier where we may read it (superusers may), else by signing in."""
    try:
        row = conn.execute("select rolpassword from pg_authid where rolname = %s", [name]).fetchone()
        return agrees(row[0] if row else None, password)
    except psycopg.errors.InsufficientPrivilege:
        pass
    try:
        psycopg.connect(changed(dsn, user=name, password=password), connect_timeout=15).close()
    except psycopg.OperationalError:
        return False
    return True


def _ensure_powers(conn: Connection[TupleRow], name: str, *, replication: bool) -> list[str]:
    """Nothing but LOGIN, and REPLICATION for the backup."""
    wrong = []
    for column, without in _POWERS.items():
        wanted = replication and column == "rolreplication"
        query = sql.SQL("select {} from pg_roles where rolname = %s").format(sql.Identifier(column))
        if conn.execute(query, [name]).fetchone() != (wanted,):
            wrong.append(sql.SQL("replication") if wanted else without)
    try:
        for power in wrong:
            conn.execute(sql.SQL("alter role {} {}").format(sql.Identifier(name), power))
    except psycopg.errors.InsufficientPrivilege:
        named = ", ".join(power.as_string(conn) for power in wrong)
        return [f"登录名 {name} 需要设为 {named}，而 DATABASE_URL 的账号无权设置：请数据库管理员执行"]
    return []


def _ensure_keeper(conn: Connection[TupleRow], keeper: str, owner: str) -> None:
    if not conn.execute("select 1 from pg_roles where rolname = %s", [keeper]).fetchone():
        conn.execute(sql.SQL("create role {} nologin").format(sql.Identifier(keeper)))
    opened = conn.execute("select rolcanlogin from pg_roles where rolname = %s", [keeper]).fetchone()
    if opened == (True,):
        conn.execute(sql.SQL("alter role {} nologin").format(sql.Identifier(keeper)))
    member = conn.execute("select pg_has_role(%s, %s, 'MEMBER')", [owner, keeper]).fetchone()
    if member == (True,):
        conn.execute(sql.SQL("revoke {} from {}").format(sql.Identifier(keeper), sql.Identifier(owner)))
