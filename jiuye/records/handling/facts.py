"""The procedures as facts: what each state and step is called, who is told what, and by when the next step is due.

What follows what stands in `records.models.proceeding`; which act by whose hand in ledger/sql/05_proceeding.sql; a
test holds the three together. Limits are parameters of the standard, in workdays by the national calendar.
"""

from dataclasses import dataclass

NOTICE = "notice_workdays"  # how long a public notice stands


@dataclass(frozen=True)
class Step:
    """act: its name; to: the state it leads to; label: the button; asks: items typed with it; reason: is one due?"""

    act: str
    to: str
    label: str
    asks: tuple[str, ...] = ()
    reason: bool = False


@dataclass(frozen=True)
class State:
    """label: for staff; told: to whom it concerns, in plain words; limit: the parameter that says within how many
    workdays the next step is taken ("" where nothing is due); steps: what may follow."""

    label: str
    told: str
    limit: str = ""
    steps: tuple[Step, ...] = ()


_DENY = Step("records.deny", "denied", "不予…", reason=True)
_PUBLICISE = Step("records.publicise", "publicised", "公示")
_CLOSED = "这件事已经办完。"

PROCEDURES: dict[str, dict[str, State]] = {
    "unemployment_registration": {
        "registered": State(
            "登记中", "您的失业登记有效。找到工作以后由就业登记自动注销，也可以到窗口注销。",
            steps=(Step("records.end", "ended", "注销登记…", ("cancel_reason",), reason=True),),
        ),
        "ended": State("已注销", "您的失业登记已经注销。"),
    },
    "hardship_assistance": {
        "applied": State("待初审", "已受理，等基层机构初审。", "first_review_workdays",
                         (Step("records.first_review", "reviewed", "初审通过"), _DENY)),
        "reviewed": State("待公示", "初审已通过，接着要公示。", "publicise_workdays", (_PUBLICISE, _DENY)),
        "publicised": State("公示中", "正在公示；公示期满没有异议的，作出认定。", "decision_workdays",
                            (Step("records.grant", "granted", "认定"), _DENY)),
        "granted": State("已认定", "已认定为就业困难人员，可以申请援助和补贴。",
                         steps=(Step("records.end", "ended", "退出认定…", ("exit_reason",), reason=True),)),
        "denied": State("不予认定", "没有认定，原因见下面；不服的可以到窗口询问。"),
        "ended": State("已退出", _CLOSED),
    },
    "subsidy": {
        "accepted": State("待公示", "审核已通过，接着要公示。", "publicise_workdays", (_PUBLICISE, _DENY)),
        "publicised": State("公示中", "正在公示；公示期满没有异议的，准予发放。", "decision_workdays",
                            (Step("records.grant", "granted", "准予发放"), _DENY)),
        "granted": State("待发放", "已准予发放，等拨付到您的账户。", "payment_workdays",
                         (Step("records.pay", "paid", "登记发放…", ("paid_amount",)),)),
        "paid": State("已发放", "补贴已经发放。", steps=(Step("records.reclaim", "reclaimed", "追缴…", reason=True),)),
        "denied": State("不予发放", "没有发放，原因见下面；不服的可以到窗口询问。"),
        "reclaimed": State("已追缴", "这笔补贴已经追缴。"),
    },
}  # fmt: skip


def step(dataset: str, state: str, act: str) -> Step | None:
    """The step of that act out of a state; None where there is none."""
    return next((s for s in PROCEDURES[dataset][state].steps if s.act == act), None)
