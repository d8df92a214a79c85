"""The house served as a user gets it: granian over the module's own database, and a browser in front."""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright

from jiuye.server.files import free_port

# Playwright's synchronous API keeps an event loop in this thread; the database calls beside it are our own.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="browser journeys not run: install Debian's chromium (apt-get install chromium)"
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's browser. Beside its event loop Django keeps connections apart from those of other tests; they end
    with it, or the next module's tests would speak to a database that is gone."""
    with sync_playwright() as p:
        one = p.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                  "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )  # fmt: skip
        try:
            yield one
        finally:
            one.close()
            connections.close_all()


@contextmanager
def served() -> Iterator[str]:
    """The address of a web process on the current test database."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "jiuye.front.wsgi:application",
        "--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", "4", "--no-ws",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=os.environ | {"JIUYE_POOL": "6"}, stderr=subprocess.DEVNULL)
    try:
        wait(f"http://127.0.0.1:{port}/sign-in")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def wait(url: str) -> None:
    """Until the address answers."""
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(url)


def press(page: Page, keys: str) -> None:
    """A shortcut, once the page's script listens for it: a page is seen before that."""
    page.wait_for_load_state("load")
    page.keyboard.press(keys)
