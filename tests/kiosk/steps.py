"""A terminal in a hall of 环翠区, and a browser that is it."""

from django.test import Client

from jiuye.front.demo import session_of
from jiuye.front.middleware import TERMINAL_COOKIE
from jiuye.parties.models import Agency, Terminal
from jiuye.parties.terminals import register_terminal


def hall() -> Agency:
    return Agency.objects.get(code="37100201")


def terminal(name: str = "大厅一号") -> tuple[Terminal, str]:
    return register_terminal(by=session_of("admin"), agency=hall(), name=name, place="一楼大厅")


def machine(secret: str = "") -> Client:
    """A browser; with a secret it is that terminal."""
    client = Client(headers={"host": "localhost"})
    if secret:
        client.cookies[TERMINAL_COOKIE] = secret
    return client
