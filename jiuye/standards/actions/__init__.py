"""Writes of the standards room. Art. 5."""

from jiuye.standards.actions.draft import change, draft, drop_draft, take_back, take_requests
from jiuye.standards.actions.load import load
from jiuye.standards.actions.merge_requests import decline_request, merge_requests
from jiuye.standards.actions.publish import publish
from jiuye.standards.actions.renew import renew
from jiuye.standards.actions.request import request
from jiuye.standards.parameters.actions import activate_parameter, refuse_parameter, set_parameter

__all__ = [
    "activate_parameter", "change", "decline_request", "draft", "drop_draft", "load", "merge_requests", "publish",
    "refuse_parameter", "renew", "request", "set_parameter", "take_back", "take_requests",
]  # fmt: skip
