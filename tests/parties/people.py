"""Numbers of people who are entered in tests: nobody's, never the same twice in one process."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from jiuye.lib.identity import ric_check_digit

_NTH: Iterator[int] = count()


def fresh_number() -> str:
    """An identity number nobody has."""
    body = f"371099{date(1970, 1, 1) + timedelta(days=next(_NTH)):%Y%m%d}988"
    return body + ric_check_digit(body + "0")
