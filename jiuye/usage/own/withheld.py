"""What a person is not shown of his own file, and why: every item of the datasets about him is shown or listed here
with a reason. Art. 10(1).
"""

from dataclasses import dataclass

from jiuye.standards.catalogue import Item


@dataclass(frozen=True)
class Reason:
    """A coded reason, and where the thing may be had."""

    code: str
    text: str
    help: str


REASONS = {
    r.code: r
    for r in [
        Reason("W1", "工作人员的个人信息", "可以知道是哪个机构、什么时候办的；对办理有意见，打 12333。"),
        Reason("W2", "系统内部管理用，不是您的情况", "要看的，带证件到窗口，由机构核对后答复。"),
        Reason("W3", "可能写有别人的情况", "带证件到窗口，由机构核对、隐去别人的部分后答复。"),
        Reason("W4", "由提供的部门负责", "向原部门查询；哪个部门、查了什么、答了什么，在“部门问答记录”里。"),
        Reason("W5", "材料原件另存", "您交的材料在“我的办件”里看。"),
        Reason("W6", "办理过程在别处看", "进度和结果在“我的办件”“我的事项”里。"),
        Reason("W7", "只显示一部分，防旁人看到", "完整号码，带证件到窗口核对。"),
    ]
}

# The datasets about a person and about an employer that are shown to it, and those that are not, each as a whole.
SHOWN = {
    "person": (
        "person", "employment_registration", "unemployment_registration", "employment_certificate",
        "hardship_assistance", "training", "job_seeking", "subsidy", "personnel_agency_file",
    ),
    "employer": ("employer", "vacancy"),
}  # fmt: skip
ELSEWHERE = {"shared_fact": "W4", "e_archive": "W5", "acceptance": "W6"}

_NAMED = {
    "W1": "handler_id reviewer_id updated_by end_handler_id cancel_handler_id first_reviewer_id final_reviewer_id"
          " exit_handler_id received_by",
    "W2": "source_system review_result eligibility_record_id eligibility_entity identity_verified_flag"
          " identity_verified_at market_verified_at merged_into_person_id merged_into_employer_id updated_at"
          " transfer_from_employer_flag",
    "W3": "remarks family_no out_person",
}  # fmt: skip
ITEMS = {name: code for code, names in _NAMED.items() for name in names.split()}


def reason(item: Item) -> Reason | None:
    """Why an item is not shown; None for one that is. An item the city adds for its own use is not shown until it is
    decided otherwise; one about the subject is."""
    code = ITEMS.get(item.name) or ("W2" if item.in_extra and item.sensitivity == "internal" else "")
    return REASONS[code] if code else None
