"""The one clock. Tests and the demo inject their own; rules take `on=` and never look here."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def _system() -> datetime:
    return datetime.now(ZONE)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """This moment, aware, in the city's zone."""
    return _source()


def today() -> date:
    return now().date()


def inject(source: Callable[[], datetime] | None) -> None:
    """Replace the clock (None puts the system's back). For tests."""
    global _source
    _source = source or _system
