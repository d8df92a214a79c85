"""One instance: its data directory, its secrets, its database, embedded or the city's own."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg

from jiuye.server import databases, external, logins
from jiuye.server.cluster import FIRST_PORT, SUPERUSER, Cluster
from jiuye.server.errors import NotRunning
from jiuye.server.keyring import LOGINS, Secrets
from jiuye.server.paths import Paths
from jiuye.server.run_file import RunFile


@dataclass(frozen=True)
class Instance:
    """cluster: the embedded server, None with an external one. url: the external server's address, of a role
    that may make roles and databases. lacking: what such a server would not let us do (sentences)."""

    paths: Paths
    secrets: Secrets
    cluster: Cluster | None
    url: str | None
    database: str
    prefix: str = "jiuye"
    lacking: tuple[str, ...] = ()

    @classmethod
    def open(
        cls,
        data: Path | str | None = None,
        *,
        url: str | None = None,
        database: str | None = None,
        prefix: str = "jiuye",
        bound: bool = False,
        timeout: float = 600.0,
        cancelled: Callable[[], bool] | None = None,
        settings: Mapping[str, str] | None = None,
        port: int = FIRST_PORT,
    ) -> "Instance":
        """The instance of a data directory (see `Paths.of`), its database up and its logins in order.

        url: an external server; None: DATABASE_URL; "": the embedded one whatever the environment says.
        bound, timeout, cancelled, settings, port: see `Cluster`. Raises ServerError.
        """
        paths = Paths.of(data)
        address = os.environ.get("DATABASE_URL") if url is None else url
        if address:
            paths.prepare(None)
            named = database or external.product_database(address)
            return cls(paths, Secrets.load_or_create(paths), None, address, named, prefix).on(named)
        cluster = Cluster(paths.root, settings=settings, port=port)
        cluster.start(timeout=timeout, bound=bound, cancelled=cancelled)
        named = database or external.DEFAULT_DATABASE
        return cls(paths, Secrets.load(paths), cluster, None, named, prefix).on(named)

    @classmethod
    def find(cls, data: Path | str | None = None, *, database: str | None = None, prefix: str = "jiuye") -> "Instance":
        """The instance that runs, changing nothing: for every command but `run`. Raises NotRunning.

        An external server is the one the running instance uses, else DATABASE_URL's.
        """
        paths = Paths.of(data)
        running = RunFile(paths).read() or {}
        address = running.get("database_url") or os.environ.get("DATABASE_URL")
        if address:
            named = database or external.product_database(address)
            return cls(paths, Secrets.load(paths), None, address, named, prefix)
        cluster = Cluster(paths.root)
        if not cluster.is_running():
            raise NotRunning("系统没有在运行，请先执行 make run（或 jiuye run）")
        return cls(paths, Secrets.load(paths), cluster, None, database or external.DEFAULT_DATABASE, prefix)

    def on(self, database: str, *, template: str | None = None) -> "Instance":
        """The same server and logins on another database, made (a copy of `template`) unless it is there."""
        dsn = external.maintenance_dsn(self.url) if self.url else self.superuser_dsn("postgres")
        lacking = logins.ensure(dsn, self.secrets, database, prefix=self.prefix, template=template)
        return replace(self, database=database, lacking=tuple(lacking))

    def drop(self) -> None:
        """Drop this database, whoever is in it. For tests and scratch databases."""
        dsn = external.maintenance_dsn(self.url) if self.url else self.superuser_dsn("postgres")
        with psycopg.connect(dsn, autocommit=True) as conn:
            databases.drop(conn, self.database)

    def dsn(self, login: str, *, tcp: bool = False) -> str:
        """A libpq URL for "owner", "app", "reader", "inspector", "sealer" or "backup" on this database.

        tcp: 127.0.0.1 rather than the socket of the embedded server, for programs that know no sockets.
        Raises KeyError for another login, NotRunning when the embedded server is down.
        """
        password = self.secrets.logins[login]
        return self._address(logins.role(login, self.prefix), password, self.database, tcp)

    def superuser_dsn(self, database: str | None = None, *, tcp: bool = False) -> str:
        """The same for the superuser (external: the role of DATABASE_URL), on `database` or ours."""
        if self.url:
            return external.changed(self.url, dbname=database or self.database)
        return self._address(SUPERUSER, self.secrets.superuser, database or self.database, tcp)

    def environment(self, *names: str) -> dict[str, str]:
        """What a child process gets: JIUYE_DSN_<LOGIN> for these logins (none named: all) and JIUYE_DATA."""
        dsns = {f"JIUYE_DSN_{login.upper()}": self.dsn(login) for login in names or LOGINS}
        return {**dsns, "JIUYE_DATA": str(self.paths.root)}

    def describe(self) -> dict[str, Any]:
        """version ("18.6"), embedded, url_host; for the embedded server host, port, socket. No secrets."""
        with psycopg.connect(self.superuser_dsn("postgres" if self.cluster else None)) as conn:
            version = conn.info.parameter_status("server_version") or ""
        said: dict[str, Any] = {"version": version.split()[0], "embedded": self.cluster is not None}
        if self.cluster is None:
            return {**said, "url_host": external.host(self.url or "")}
        socket, port = self.cluster.address
        place = {"host": "127.0.0.1", "port": port, "socket": str(socket)}
        return {**said, "url_host": f"127.0.0.1:{port}", **place}

    def stop(self) -> None:
        """Stop the embedded server; an external one is not ours to stop."""
        if self.cluster:
            self.cluster.stop()

    def _address(self, user: str, password: str, database: str, tcp: bool) -> str:
        if self.cluster is None:
            return external.changed(self.url or "", user=user, password=password, dbname=database)
        socket, port = self.cluster.address
        host = "127.0.0.1" if tcp else str(socket)
        return external.url(user=user, password=password, host=host, port=port, dbname=database)
