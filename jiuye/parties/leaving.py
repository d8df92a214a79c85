"""People who go: what they have open passes to a colleague, then posts and account end. Art. 4, 9(1)."""

from jiuye.lib.verdict import no
from jiuye.parties import queries, rules
from jiuye.parties.act import act
from jiuye.parties.models import Account, HandOver, Staff
from jiuye.parties.sessions import Session


def hand_over(giver: Staff, *, by: Session, taker: Staff | None, why: str) -> HandOver:
    """移交在办: what the giver has open today goes on with the taker: what he handed in, what came back, his
    drafts. By himself or by the administrator of his district; who collected a row stays on file with the row.

    Raises `Refused` for a taker who could not go on with it."""
    with act("parties.hand_over", by=by, on=giver, why=why) as entry:
        rules.good_reason(why).or_refuse()
        rules.may_hand_over(by, giver).or_refuse()
        if taker is None or taker.pk not in {t.pk for t in queries.takers(giver)}:
            no(
                "请选择接手的人：同一区市或市级机构的经办岗，不能是本人", code="P019",
                help="没有合适的人时，先由系统管理员授权。",
            ).or_refuse()  # fmt: skip
        assert taker is not None
        made = HandOver(giver=giver, taker=taker, at=entry.at)
        entry.put(made)
    return made


def leave(staff: Staff, *, by: Session, why: str) -> None:
    """离岗: every post ends now and the account opens nothing any more.

    Raises `Refused` beyond the administrator's own scope, for himself, for who has left already, and before
    a collector's open work has been handed over."""
    with act("parties.leave", by=by, on=staff, why=why) as entry:
        rules.good_reason(why).or_refuse()
        rules.may_leave(
            by.district, by.city_wide, staff.agency, own=by.staff_id == staff.pk, left=staff.left_on is not None,
            open_work=queries.collects(staff) and not HandOver.objects.filter(giver=staff).exists(),
        ).or_refuse()  # fmt: skip
        for held in staff.appointments.filter(revoked_at=None):
            held.revoked_by_id, held.revoked_at = by.staff_id, entry.at
            entry.put(held)
        for account in Account.objects.filter(staff=staff, disabled_at=None):
            account.disabled_at = entry.at
            entry.put(account)
        staff.left_on = entry.at.date()
        entry.put(staff)
