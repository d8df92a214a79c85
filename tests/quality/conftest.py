"""A small inspected town for the pages of the quality room."""

from typing import TYPE_CHECKING

import pytest

from tests.quality import small_town

if TYPE_CHECKING:
    from jiuye.quality.models import Run
    from jiuye.server.connect import Instance


@pytest.fixture(scope="module")
def run(house: "Instance", tmp_path_factory: pytest.TempPathFactory) -> "Run":
    """The second of two inspections of a town of 300 with planted faults."""
    small_town.settle(tmp_path_factory.mktemp("town"))
    small_town.inspected()
    return small_town.inspected()
