"""The procedures as facts: what each state and step is called, who is told what, and by when the next step is due.

What follows what stands in `records.models.proceeding`; which act by whose hand in ledger/sql/05_proceeding.sql; a
test holds the three together. Limits are parameters of the standard, in workdays by the national calendar.
"""

from dataclasses import dataclass

NOTICE = "notice_workdays"  # how long a public notice stands


@dataclass(frozen=True)
class Step:
    """act: its name; to: the state it leads to; label: the button; asks: items typed with it; offers:
    items that may be; reason: is one due?"""

    act: str
    to: str
    label: str
    asks: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
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
_CANCEL = Step("records.end", "cancelled", "注销…", ("cancel_reason",), reason=True)
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
    "employment_registration": {
        "employed": State("在职", "您的就业登记有效。", steps=(
            Step("records.end", "ended", "终止登记…", ("end_reason",), reason=True),)),
        "ended": State("已终止", "这次就业登记已经终止。"),
    },
    "training": {
        "enrolled": State("培训中", "已报名，正在培训。", steps=(
            Step("records.complete", "completed", "登记结业…", ("result", "attended_hours"),
                 ("certificate_no", "certificate_issue_date", "certificate_issuer")),
            Step("records.drop_out", "dropped", "登记退学…", reason=True))),
        "completed": State("已结业", "培训已经结业，成绩和证书在档案里。"),
        "dropped": State("已退学", "您已退出这次培训。"),
    },
    "vacancy": {
        "open": State("招聘中", "岗位正在招聘。", steps=(
            Step("records.fulfil", "fulfilled", "登记招满…", ("hired_count",)),
            Step("records.cancel", "cancelled", "撤回…", reason=True))),
        "fulfilled": State("已招满", _CLOSED),
        "cancelled": State("已撤回", _CLOSED),
        "expired": State("已过期", "招聘期限已过；还要招的，请重新登记。"),
    },
    "job_seeking": {
        "seeking": State("求职中", "求职登记有效。", steps=(
            Step("records.fulfil", "fulfilled", "登记推荐成功…", ("success_employer_id",)),
            Step("records.cancel", "cancelled", "撤销…", reason=True))),
        "fulfilled": State("推荐成功", _CLOSED),
        "cancelled": State("已撤销", _CLOSED),
        "expired": State("已过期", "求职登记已过有效期；还要找工作的，请重新登记。"),
    },
    "personnel_agency_file": {
        "held": State("在库", "档案由我们保管。", steps=(
            Step("records.lend", "lent", "借出…", reason=True),
            Step("records.transfer_out", "transferred", "转出…",
                 ("out_reason", "out_person", "out_unit_name", "transfer_letter_no")))),
        "lent": State("借出", "档案借出中。", "file_loan_workdays", (Step("records.take_back", "held", "收回"),)),
        "transferred": State("已转出，待回执", "档案已转出，等接收机构的回执。", "file_receipt_days",
                             (Step("records.confirm_receipt", "receipted", "登记回执"),)),
        "receipted": State("已转出", "接收机构已收到档案。"),
        "closed": State("不再保管", _CLOSED),
    },
    "employment_certificate": {
        "accepted": State("待发证", "申请已审核通过，等制证发放。", "certificate_issue_workdays",
                          (Step("records.issue", "valid", "发证…", offers=("printed_flag",)), _CANCEL)),
        "valid": State("有效", "您的就业创业证有效。遗失的请尽快挂失；污损、信息变更的可以申请换发。", steps=(
            Step("records.report_lost", "lost", "挂失…", reason=True),
            Step("records.replace", "superseded", "换发，原证作废…", reason=True), _CANCEL)),
        "lost": State("已挂失", "您的就业创业证已经挂失。找到的可以解除挂失，没有找到的请申请补发。", steps=(
            Step("records.lift_loss", "valid", "解除挂失…", reason=True),
            Step("records.reissue", "superseded", "补发，原证作废…", reason=True), _CANCEL)),
        "superseded": State("已换发、补发", "这本证已由新证代替，不再有效。"),
        "cancelled": State("已注销", "这本证已经注销。"),
    },
}  # fmt: skip


def step(dataset: str, state: str, act: str) -> Step | None:
    """The step of that act out of a state; None where there is none."""
    return next((s for s in PROCEDURES[dataset][state].steps if s.act == act), None)


# Whose name a step sets on the matter: the four hands of ADR 27.
HANDS = {
    ("unemployment_registration", "records.end"): "decided",
    ("employment_registration", "records.end"): "decided",
    ("training", "records.complete"): "decided",
    ("personnel_agency_file", "records.transfer_out"): "decided",
    ("hardship_assistance", "records.first_review"): "reviewed",
    **{(d, f"records.{v}"): "decided" for d in ("hardship_assistance", "subsidy") for v in ("grant", "deny")},
    ("subsidy", "records.pay"): "paid",
}
