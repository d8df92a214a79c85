"""Judgements of the parties room: values in, verdict out."""

from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.parties.models import Agency
from jiuye.parties.posts import POSTS


def may_appoint(district: str, city_wide: bool, agency: Agency, post: str) -> Verdict:
    """An administrator appoints within his own district, to posts that exist at the agency's level. Art. 9(1)."""
    known = POSTS.get(post)
    return first_no(
        YES if known else no("没有这个岗位", code="P002"),
        no("该机构不在您的辖区", code="P003", help="由该区市系统管理员办理。")
        if not city_wide and agency.division != district
        else YES,
        no("该机构级别不设此岗位", code="P004") if known and agency.level not in known.levels else YES,
    )


def good_password(password: str) -> Verdict:
    """At least 12 characters, not all alike."""
    if len(password) < 12 or len(set(password)) < 5:
        return no("口令至少 12 个字符，且不能过于重复", code="P005")
    return YES
