"""接入部门: a department gets a key, and an account of its own that no person can sign in with. Art. 6(4), 17."""

import secrets

from jiuye.collection.sharing import keys
from jiuye.collection.sharing.contracts import CONTRACTS
from jiuye.collection.sharing.models import DepartmentKey
from jiuye.collection.sharing.rules import staff_no
from jiuye.lib import vault
from jiuye.lib.verdict import no
from jiuye.parties.act import act
from jiuye.parties.founding import INFORMATION_AGENCY
from jiuye.parties.models import Agency, Appointment, Staff
from jiuye.parties.sessions import Session


def connect_department(department: str, *, by: Session, why: str) -> tuple[DepartmentKey, bytes]:
    """Issue a new key; the one before ends this moment. Returns it with the secret, which is shown once and
    handed over on paper. Raises `Refused` for a department without a contract."""
    with act("collection.connect_department", by=by, why=why) as entry:
        if department not in CONTRACTS:
            no("没有与这个部门的共享契约", code="D020", help="契约见“部门共享”。").or_refuse()
        if not why.strip():
            no("请写明依据", code="D021", help="例如协议或工单编号。").or_refuse()
        secret = secrets.token_bytes(32)
        key = DepartmentKey(
            department=department, key_id=f"{department}-{secrets.token_hex(4)}", issued_by_id=by.staff_id,
            issued_at=entry.at,
        )  # fmt: skip
        key.wrapped = vault.wrap(keys.purpose(key.key_id), secret)
        for before in DepartmentKey.objects.select_for_update().filter(department=department, ended_at=None):
            before.ended_at = entry.at
            entry.put(before)
        entry.put(key)
        if not Staff.objects.filter(staff_no=staff_no(department)).exists():
            agency = Agency.objects.get(code=INFORMATION_AGENCY)
            staff = Staff(
                staff_no=staff_no(department), name=f"{CONTRACTS[department].label}（共享接口）", agency=agency,
                machine=True, enrolled_on=entry.at.date(),
            )  # fmt: skip
            post = Appointment(staff=staff, post="department", agency=agency, valid_from=entry.at.date())
            entry.put(staff, post)
    return key, secret
