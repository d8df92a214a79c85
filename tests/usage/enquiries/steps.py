"""What the tests of governed look-up begin with."""

from jiuye.front.demo import session_of
from jiuye.usage.enquiries import actions
from jiuye.usage.enquiries.actions import Found

PURPOSE = "答复咨询：本人来电"


def looked(text: str, *, by: str = "clerk2", why: str = PURPOSE, place: str = "") -> Found:
    """One look-up by a member of the cast."""
    return actions.look_up(text, by=session_of(by), why=why, place=place)
