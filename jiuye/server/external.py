"""Addresses of databases: libpq URLs, and what DATABASE_URL says of a server of the city's own."""

from urllib.parse import quote, urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict

from jiuye.server.errors import ServerError

# Names every server has; a DATABASE_URL with one of them names the server, not our database.
_MAINTENANCE = ("postgres", "template1", "defaultdb")
DEFAULT_DATABASE = "jiuye"
_OLDEST = 150000


def url(**parameters: str | int | None) -> str:
    """A libpq URL of connection parameters (`user`, `password`, `host`, `port`, `dbname`, and any other).

    A single TCP host stands in the authority, where every parser finds it; socket directories and several
    hosts in the query, as libpq defines.
    """
    given = {name: str(value) for name, value in parameters.items() if value is not None and value != ""}
    user, password = given.pop("user", ""), given.pop("password", "")
    credentials = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    authority = f"{credentials}@" if credentials else ""
    if given.get("host") and not given["host"].startswith(("/", "@")) and "," not in given["host"]:
        host, port = given.pop("host"), given.pop("port", "")
        authority += (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    database = quote(given.pop("dbname", ""), safe="")
    query = urlencode(given, quote_via=quote, safe="")
    return f"postgresql://{authority}/{database}" + (f"?{query}" if query else "")


def changed(dsn: str, **parameters: str | int | None) -> str:
    """The same address with some parameters replaced; TLS settings and the like stay."""
    return url(**{**_parse(dsn), **parameters})


def product_database(dsn: str) -> str:
    """The database DATABASE_URL means: the one it names, else (a server's own database) `jiuye`."""
    named = _parse(dsn).get("dbname")
    return str(named) if named and named not in _MAINTENANCE else DEFAULT_DATABASE


def host(dsn: str) -> str:
    """Where the address points, without user or password: "db.example:5432", or the socket's directory."""
    found = _parse(dsn)
    name = str(found.get("host") or found.get("hostaddr") or "localhost")
    return name if name.startswith("/") else f"{name}:{found.get('port') or 5432}"


def maintenance_dsn(dsn: str) -> str:
    """An address on the same server that answers even before the product's database exists.

    Raises ServerError when the server cannot be reached, refuses us, or is older than PostgreSQL 15.
    """
    reasons = []
    for candidate in dict.fromkeys([changed(dsn, dbname="postgres"), dsn, changed(dsn, dbname="template1")]):
        try:
            with psycopg.connect(candidate, connect_timeout=15) as conn:
                version = conn.info.server_version
        except psycopg.OperationalError as e:
            reasons.append(str(e).strip())
            continue
        if version < _OLDEST:
            raise ServerError(f"DATABASE_URL 指向的 PostgreSQL 是 {version // 10000}，需要 15 或更新")
        return candidate
    raise ServerError(f"连不上 DATABASE_URL 指向的数据库（{host(dsn)}）：{reasons[0]}")


def _parse(dsn: str) -> dict[str, str | int | None]:
    try:
        return dict(conninfo_to_dict(dsn))
    except psycopg.ProgrammingError as e:
        raise ServerError("DATABASE_URL 写得不对，应形如 postgresql://用户:密码@主机:5432/库名") from e
