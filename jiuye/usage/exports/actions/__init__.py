"""Every write of the exports, one function per act."""

from jiuye.usage.exports.actions.request import Asked, approve_export, refuse_export, request_export

__all__ = ["Asked", "approve_export", "refuse_export", "request_export"]
