"""A phone, and a web process that can be taken down and put up again at the same address."""

import os
import signal
import subprocess
import sys

from playwright.sync_api import Browser, Page

from jiuye.server.files import free_port
from tests.journeys.served import wait


class Web:
    """A web process that can be taken down and put up again at the same address."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def up(self) -> None:
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "jiuye.front.wsgi:application",
            "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1", "--blocking-threads", "4", "--no-ws",
        ]  # fmt: skip
        env = os.environ | {"JIUYE_POOL": "6"}
        self.process = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL, start_new_session=True)
        wait(f"{self.url}/my/sign-in")

    def down(self) -> None:
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)
            self.process = None


def phone(browser: Browser) -> Page:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="zh-CN", is_mobile=True, has_touch=True,
        user_agent="Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/88.0 Mobile Safari/537.36",
    )  # fmt: skip
    return context.new_page()


def choose(page: Page, item: str, value: str) -> None:
    """As on a phone: a radio, or a code typed into the list."""
    radio = page.locator(f'input[type="radio"][name="{item}"][value="{value}"]')
    if radio.count():
        radio.check()
    else:
        page.fill(f"input#{item}", value)
        page.press(f"input#{item}", "Tab")
