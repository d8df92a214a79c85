"""An export in words, for its pages. Call in scope."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jiuye.lib import clock
from jiuye.lib.verdict import YES, first_no
from jiuye.parties.pages import may
from jiuye.parties.queries import hands_of
from jiuye.parties.sessions import Session
from jiuye.standards.queries import catalogue_of
from jiuye.standards.wording import PROTECTION, dataset_label
from jiuye.usage.exports import queries, rules, selection
from jiuye.usage.exports.models import Export


@dataclass(frozen=True)
class Hand:
    """One step of the way: who took it and when; "" where nobody did yet."""

    label: str
    who: str
    at: datetime | None
    note: str = ""


def row(export: Export) -> dict[str, Any]:
    """As a list shows it."""
    late = export.state in ("requested", "fetched", "reported") and export.due_on < clock.today()
    return {
        "export": export, "state": state(export), "dataset": dataset_label(export.dataset),
        "purpose": rules.PURPOSES[export.purpose], "late": late,
    }  # fmt: skip


def state(export: Export) -> str:
    if export.state == "approved" and export.approved_until and export.approved_until < clock.today():
        return "批准已过期"
    return rules.STATE_LABELS[export.state]


def whole(export: Export) -> dict[str, Any]:
    """As its page shows it."""
    standard = catalogue_of(export.standard_version)
    known = standard.items[export.dataset]
    return row(export) | {
        "items": [
            {"label": known[n].label, "class": PROTECTION[known[n].protection], "why": export.unmasked.get(n, "")}
            for n in export.items
        ],
        "condition": in_words(export) or "全部在用的行",
        "places": "、".join(selection.PLACES[p] for p in export.places),
        "format": rules.FORMAT_LABELS[export.format], "hands": hands(export), "job": queries.production(export),
    }  # fmt: skip


def in_words(export: Export) -> str:
    """The condition with the items' names in Chinese; its text beside it is what counts."""
    items = catalogue_of(export.standard_version).items[export.dataset]
    return selection.said(export.condition, items)


def hands(export: Export) -> list[Hand]:
    who, decided, gone = export.requested_by, export.decided_by, export.destroyed_by
    made = f"{export.rows:,} 行" if export.rows is not None else ""
    return [
        Hand("申请", who.name, export.requested_at),
        Hand("不批" if export.state == "refused" else "审批", decided.name if decided else "", export.decided_at,
             export.note),
        Hand("生成", "系统" if export.produced_at else "", export.produced_at, made),
        Hand("领取", who.name if export.fetched_at else "", export.fetched_at),
        Hand("报告使用", who.name if export.reported_at else "", export.reported_at),
        Hand("销毁", gone.name if gone else "", export.destroyed_at),
    ]  # fmt: skip


def allowed(export: Export, by: Session) -> dict[str, Any]:
    """What this person may do with it now, or why not."""
    me, hands_ = by.staff_id, hands_of(by)
    true = selection.as_asked(export) if export.state == "requested" else YES
    return {
        "approve": first_no(may(by, "usage.approve_export"), rules.may_decide(export, "approved", hands_), true),
        "refuse": first_no(may(by, "usage.refuse_export"), rules.may_decide(export, "refused", hands_)),
        "withdraw": bool(may(by, "usage.withdraw_export")) and export.state in rules.WITHDRAWN_FROM,
        "fetch": rules.may_fetch(export, "opened", me, clock.now()),
        "own": export.requested_by_id == me, "decides": bool(may(by, "usage.approve_export")),
    }  # fmt: skip
