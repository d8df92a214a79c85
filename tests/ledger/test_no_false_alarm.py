"""A whole town taken over and inspected raises no alarm, in the stream or in the rows. Art. 8, 9(2)."""

from pathlib import Path

import pytest

from jiuye.front import reconciling
from jiuye.server.connect import Instance
from tests.quality import small_town
from tests.soak import LONG

pytestmark = pytest.mark.article("9(2)")


@pytest.mark.parametrize(
    ("persons", "rows"), [(300, 1_000), pytest.param(45_000, 200_000, marks=LONG)], ids=["a village", "a town"]
)
def test_a_town_raises_no_alarm(watched: Instance, tmp_path: Path, persons: int, rows: int) -> None:
    small_town.settle(tmp_path, persons=persons, seed=persons)
    small_town.inspected()
    told = reconciling.reconcile(watched, whole=True)
    assert told["unexplained"] == []
    assert told["changes"] > rows
    assert told["rows"] > rows
