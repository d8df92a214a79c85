"""Days are the database's own: what counts by the day does not begin in its last minute."""

import time
from datetime import timedelta

import pytest

from jiuye.lib import clock


@pytest.fixture(scope="module")
def clear_of_midnight() -> None:
    """Waits out the last minute of the city's day."""
    now = clock.now()
    left = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0) - now
    if left < timedelta(minutes=1):
        time.sleep(left.total_seconds() + 1)
