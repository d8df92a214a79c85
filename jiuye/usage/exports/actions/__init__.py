"""Every write of the exports, one function per act."""

from jiuye.usage.exports.actions.destroy import (
    destroy_export,
    destroy_unfetched,
    wipe_export,
    wipe_fetched,
    withdraw_export,
)
from jiuye.usage.exports.actions.fetch import Opened, download, fetch_export, report_use
from jiuye.usage.exports.actions.produce import produce_export
from jiuye.usage.exports.actions.request import Asked, approve_export, refuse_export, request_export
from jiuye.usage.exports.actions.trace import trace_export

__all__ = [
    "Asked", "Opened", "approve_export", "destroy_export", "destroy_unfetched", "download", "fetch_export",
    "produce_export", "refuse_export", "report_use", "request_export", "trace_export", "wipe_export",
    "wipe_fetched", "withdraw_export",
]  # fmt: skip
