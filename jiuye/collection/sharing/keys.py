"""The keys shared with departments, and how a department is reached. Addresses come from the environment."""

from collections.abc import Mapping

from django.conf import settings

from jiuye.collection.sharing.asking import Line
from jiuye.collection.sharing.models import DepartmentKey
from jiuye.lib import vault
from jiuye.lib.signing import HmacSm3


def purpose(key_id: str) -> str:
    return f"department key:{key_id}"


def signer(key: DepartmentKey) -> HmacSm3:
    return HmacSm3(key.key_id, vault.unwrap(purpose(key.key_id), bytes(key.wrapped)))


def in_force(department: str) -> DepartmentKey | None:
    return DepartmentKey.objects.filter(department=department, ended_at=None).first()


def by_id(key_id: str) -> DepartmentKey | None:
    return DepartmentKey.objects.filter(key_id=key_id, ended_at=None).first()


def lines() -> Mapping[str, Line]:
    """The departments that can be asked: those with an address and a key in force."""
    found = {}
    for key in DepartmentKey.objects.filter(ended_at=None):
        if address := settings.PARTNERS.get(key.department):
            found[key.department] = Line(address, signer(key))
    return found
