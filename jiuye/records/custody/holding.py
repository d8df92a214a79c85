"""暂停处置、解除暂停: a file somebody still needs is not destroyed, whatever its term. Art. 20(3)."""

from jiuye.lib.verdict import Refused
from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.records.custody import rules
from jiuye.records.custody.filing import lock
from jiuye.records.models import Hold, Keeping


def hold_archive(keeping: Keeping, *, by: Session, reason: str) -> Hold:
    """暂停处置. Raises `Refused` without a reason, for one held already or destroyed."""
    with act("records.hold_archive", by=by, on=keeping.record, why=reason) as entry:
        held = lock(keeping)
        standing = Hold.objects.filter(keeping=held, released_at=None).exists()
        rules.may_hold(held.state, standing, reason).or_refuse()
        hold = Hold(
            keeping=held, district=held.district, reason=reason.strip(), held_by_id=by.staff_id, held_at=entry.at
        )
        entry.put(hold)
    return hold


def release_archive(hold: Hold, *, by: Session, note: str) -> Hold:
    """解除暂停, by another person, with the reason."""
    with act("records.release_archive", by=by, on=hold.keeping.record, why=note) as entry:
        standing = Hold.objects.select_for_update().filter(pk=hold.pk).first()
        if standing is None:
            raise Refused(rules.GONE)
        released = standing.released_at is not None
        rules.may_release(released, standing.held_by_id, by.staff_id, note).or_refuse()
        standing.released_by_id, standing.released_at, standing.note = by.staff_id, entry.at, note.strip()
        entry.put(standing)
    return standing
