"""Databases on a server: making, copying and dropping them, and who may come in."""

from collections.abc import Mapping

import psycopg
from psycopg import Connection, sql
from psycopg.rows import TupleRow

EXTENSIONS = ("pg_trgm", "btree_gist")
# Sorting by code point everywhere; the ctype decides whether pg_trgm sees Chinese letters (see `creation`).
_BUILTIN = "encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' lc_collate 'C' lc_ctype {}"
_LIBC = "encoding 'UTF8' locale_provider libc lc_collate 'C' lc_ctype {}"
_CTYPES = ("C.UTF-8", "en_US.UTF-8", "C")
# What the backup login calls beside the replication protocol.
_BACKUP_FUNCTIONS = (
    "pg_switch_wal()",
    "pg_create_restore_point(text)",
    "pg_backup_start(text, boolean)",
    "pg_backup_stop(boolean)",
)


def ensure(conn: Connection[TupleRow], name: str, *, owner: str, template: str | None = None) -> None:
    """Make the database, a copy of `template` when given, and give it to `owner`. `conn`: autocommit, on
    another database of the server. Raises psycopg.Error."""
    found = conn.execute("select pg_get_userbyid(datdba) from pg_database where datname = %s", [name]).fetchone()
    if found == (owner,):
        return
    _join(conn, owner)
    if found:
        conn.execute(sql.SQL("alter database {} owner to {}").format(sql.Identifier(name), sql.Identifier(owner)))
    elif template:
        # Files are copied rather than logged page by page: a template is small and nobody writes there meanwhile.
        _create(conn, name, owner, sql.SQL("template {} strategy file_copy").format(sql.Identifier(template)))
    else:
        _create_empty(conn, name, owner)


def drop(conn: Connection[TupleRow], name: str) -> None:
    """Drop the database if there is one, whoever is in it."""
    conn.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _join(conn: Connection[TupleRow], owner: str) -> None:
    """Without being superuser, one gives things only to a role one is a member of."""
    if conn.execute("select rolsuper from pg_roles where rolname = current_user").fetchone() != (True,):
        conn.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(owner)))


def _create_empty(conn: Connection[TupleRow], name: str, owner: str) -> None:
    """With the first of our locales that the server knows; version 17 brought the builtin ones."""
    shape = sql.SQL("template template0 " + (_BUILTIN if conn.info.server_version >= 170000 else _LIBC))
    for ctype in _CTYPES:
        try:
            return _create(conn, name, owner, shape.format(sql.Literal(ctype)))
        except (psycopg.errors.WrongObjectType, psycopg.errors.InvalidParameterValue):
            continue
    return _create(conn, name, owner, sql.SQL("template template0 encoding 'UTF8'"))


def _create(conn: Connection[TupleRow], name: str, owner: str, shape: sql.Composable) -> None:
    conn.execute(sql.SQL("create database {} owner {} {}").format(sql.Identifier(name), sql.Identifier(owner), shape))


def ensure_extensions(conn: Connection[TupleRow]) -> list[str]:
    """pg_trgm and btree_gist in this database; returns what is missing and cannot be had."""
    rows = conn.execute("select extname from pg_extension").fetchall()
    missing = [name for name in EXTENSIONS if (name,) not in rows]
    lacking = []
    for name in missing:
        try:
            conn.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(name)))
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported,
                psycopg.errors.UndefinedFile):  # fmt: skip
            lacking.append(f"数据库缺少扩展 {name}：请数据库管理员安装 postgresql-contrib 并在本库创建该扩展")
    return lacking


def ensure_rights(conn: Connection[TupleRow], name: str, roles: Mapping[str, str]) -> list[str]:
    """Into this database come the logins (login → role) and nobody else; nobody but its owner makes things
    in schema public. Returns what could not be granted. `conn`: on this database."""
    database = sql.Identifier(name)
    for power in ("CONNECT", "TEMPORARY"):
        if _has(conn, "database", "public", name, power):
            conn.execute(sql.SQL("revoke all on database {} from public").format(database))
    for role in roles.values():
        if not _has(conn, "database", role, name, "CONNECT"):
            conn.execute(sql.SQL("grant connect on database {} to {}").format(database, sql.Identifier(role)))
    if _has(conn, "schema", "public", "public", "CREATE"):
        conn.execute("revoke create on schema public from public")
    return _ensure_backup_functions(conn, roles["backup"])


def _ensure_backup_functions(conn: Connection[TupleRow], role: str) -> list[str]:
    missing = [f for f in _BACKUP_FUNCTIONS if not _has(conn, "function", role, f, "EXECUTE")]
    try:
        for function in missing:
            conn.execute(sql.SQL(f"grant execute on function pg_catalog.{function} to {{}}").format(
                sql.Identifier(role)))  # fmt: skip
    except psycopg.errors.InsufficientPrivilege:
        return [f"登录名 {role} 还不能执行 {'、'.join(missing)}：请数据库管理员授权，否则备份归数据库服务方"]
    return []


def _has(conn: Connection[TupleRow], kind: str, who: str, what: str, power: str) -> bool:
    query = sql.SQL("select {}(%s, %s, %s)").format(sql.Identifier(f"has_{kind}_privilege"))
    row = conn.execute(query, [who, what, power]).fetchone()
    return bool(row and row[0])
