"""One browser for a module of journeys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from jiuye.server.connect import Instance
from tests.journeys.served import chromium


@pytest.fixture(scope="module")
def browser(house: Instance) -> Iterator[Browser]:
    """After the house and before its end."""
    with chromium() as one:
        yield one
