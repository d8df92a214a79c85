"""Judgements of the parties room: values in, verdict out."""

from uuid import UUID

from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.parties.models import Agency, Staff
from jiuye.parties.permissions import ACTS
from jiuye.parties.posts import CITY, POSTS, STAFF
from jiuye.parties.sessions import Session

IDENTIFY = "请另一名系统管理员或市级数据管理岗，在“机构人员”里此人的页上补登记证件。"


def may_appoint(district: str, city_wide: bool, agency: Agency, post: str) -> Verdict:
    """An administrator appoints within his own district, to posts that exist at the agency's level. Art. 9(1)."""
    known = POSTS.get(post) if post in STAFF else None  # nobody becomes a machine or a department
    return first_no(
        YES if known else no("没有这个岗位", code="P002"),
        no("该机构不在您的辖区", code="P003", help="由该区市系统管理员办理。")
        if not city_wide and agency.division != district
        else YES,
        no("该机构级别不设此岗位", code="P004") if known and agency.level not in known.levels else YES,
    )


def own_district(district: str, city_wide: bool, agency: Agency) -> Verdict:
    """An administrator looks after the machines of his own district. Art. 9(1)."""
    if city_wide or agency.division == district:
        return YES
    return no("该机构不在您的辖区", code="P003", help="由该区市系统管理员办理。")


def may_end_terminal(ended: bool) -> Verdict:
    return no("这台终端已经停用了", code="P023") if ended else YES


def may_grant(by: UUID, to: UUID, *, left: bool, held: bool) -> Verdict:
    """Nobody grants a post to himself (two hands), to one who has left, or twice. Art. 9(1), 10(3)."""
    return first_no(
        no("不得给本人授权", code="P007", help="由另一名系统管理员或市级数据管理岗办理。") if by == to else YES,
        no("此人已离岗，不能授权", code="P008") if left else YES,
        no("此人在该机构已有这个岗位", code="P009") if held else YES,
    )


def both_known(giver: Staff, holder: Staff) -> Verdict:
    """Whoever gives or confirms a post and whoever holds it are known by their numbers: else one human could be both.
    Art. 9(1)."""
    unknown = next((s for s in (giver, holder) if s.identity_index is None), None)
    if unknown is None:
        return YES
    return no(f"{unknown.name}的账号没有登记本人证件，不能授权或复核", code="P055", help=IDENTIFY)


def may_identify(district: str, city_wide: bool, staff: Staff, *, own: bool) -> Verdict:
    """Another one tells who somebody of his district is, once. Art. 9(1)."""
    return first_no(
        own_district(district, city_wide, staff.agency),
        no("不得为本人补登记证件", code="P056", help="由另一名系统管理员或市级数据管理岗办理；没有的，先办一名入职。")
        if own
        else YES,
        no("此人已经离岗", code="P017") if staff.left_on is not None else YES,
        no("系统任务和本人账号不登记证件", code="P057") if staff.machine or staff.subject_index is not None else YES,
        no("此人已经登记过证件，不能再改", code="P058") if staff.identity_index is not None else YES,
    )


def may_register_phone(district: str, city_wide: bool, staff: Staff) -> Verdict:
    """The phone of somebody of his own district who works here."""
    return first_no(
        own_district(district, city_wide, staff.agency),
        no("此人已经离岗", code="P017") if staff.left_on is not None else YES,
        no("系统任务和本人账号不登记手机", code="P057") if staff.machine or staff.subject_index is not None else YES,
    )


def may_revoke(by: UUID, holder: UUID, *, revoked: bool) -> Verdict:
    """Another one takes a post, once: the first name and moment stay."""
    return first_no(
        no("不得撤销本人的岗位", code="P026", help="由另一名系统管理员或市级数据管理岗办理。") if by == holder else YES,
        no("这个岗位已经撤过了", code="P013") if revoked else YES,
    )


def may_recertify(by: UUID, holder: UUID, *, ended: bool) -> Verdict:
    """Another one looks over a post that is in force. Art. 9(1), 10(3)."""
    return first_no(
        no("不得复核本人的岗位", code="P020", help="由另一名系统管理员或市级数据管理岗办理。") if by == holder else YES,
        no("这个岗位已不在授权期内，不用复核", code="P021") if ended else YES,
    )


def may_reinstate(level: str, post: str, *, others: bool, ended: bool) -> Verdict:
    """Where nobody of the city is left who may confirm posts (`others`), one who could is. Art. 9(1)."""
    return first_no(
        no("市级还有能复核岗位的人", code="P028", help="请他在人员页上复核。") if others else YES,
        YES
        if level == CITY and post in ACTS["parties.recertify"].posts
        else no("只恢复市级的系统管理员或数据管理岗", code="P029"),
        no("这个岗位已不在授权期内，不能恢复", code="P021") if ended else YES,
    )


def may_hand_over(by: Session, giver: Staff) -> Verdict:
    """One's own open work, or, as administrator, that of one's own district's people. Art. 4."""
    over = by.post == "district_admin" and (by.city_wide or giver.agency.division == by.district)
    return first_no(
        YES if by.staff_id == giver.pk or over else no("只能移交本人的在办工作", code="P018"),
        no("此人已经离岗", code="P017") if giver.left_on is not None else YES,
    )


def may_leave(district: str, city_wide: bool, agency: Agency, *, own: bool, left: bool, open_work: bool) -> Verdict:
    """An administrator sees off the people of his own district, never himself, nobody twice, and no collector
    before somebody goes on with his work. Art. 4, 9(1)."""
    return first_no(
        no("此人不在您的辖区", code="P003", help="由该区市系统管理员办理。")
        if not city_wide and agency.division != district
        else YES,
        no("不得为本人办理离岗", code="P016", help="由另一名系统管理员办理。") if own else YES,
        no("此人已经离岗", code="P017") if left else YES,
        no("经办岗离岗前，要先移交在办工作", code="P022", help="请选择接手的人。") if open_work else YES,
    )


def free_names(staff_no_taken: bool, account_taken: bool, here_as: str | None) -> Verdict:
    """A staff number and an account name belong to one person for good, and one person (`here_as`: the number he
    works here under) has one account."""
    return first_no(
        no("此人已经入职，一人只有一个账号", code="P027", help=f"在工号 {here_as} 的人员页上授权。")
        if here_as
        else YES,
        no("这个工号已有人用，请核对是否已经入职", code="P006") if staff_no_taken else YES,
        no("这个账号已有人用，请换一个", code="P010") if account_taken else YES,
    )


def good_reason(why: str) -> Verdict:
    """A post given or taken wants a reason that can be read years later."""
    return YES if len(why.strip()) >= 2 else no("请写明理由", code="P011")


def good_name(text: str, label: str) -> Verdict:
    """A name or number that is neither empty nor endless."""
    return YES if 0 < len(text.strip()) <= 50 else no(f"请填写{label}，最多 50 个字", code="P012")


def good_password(password: str) -> Verdict:
    """At least 12 characters, not all alike."""
    if len(password) < 12 or len(set(password)) < 5:
        return no("口令至少 12 个字符，且不能过于重复", code="P005")
    return YES
