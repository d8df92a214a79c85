"""Reconciling with the installation's own logins and the server's log."""

from typing import Any

from jiuye.ledger import reconcile as ledger
from jiuye.server.connect import Instance
from jiuye.server.visitors import Visitors


def logins(instance: Instance) -> ledger.Logins:
    return ledger.Logins(sealer=instance.dsn("sealer"), backup=instance.dsn("backup"))


def begin(instance: Instance) -> None:
    """From here on every change is held against the book."""
    ledger.begin(logins(instance))


def reconcile(instance: Instance, *, whole: bool) -> dict[str, Any]:
    """See `jiuye.ledger.reconcile`."""
    logs = instance.cluster.log_directory if instance.cluster else None
    return ledger.reconcile(logins(instance), whole=whole, sessions=Visitors(logs, instance.database).at)
