"""The demo town: generated, taken over through the real channels by the demo's cast, inspected. Synthetic."""

import os
import tempfile
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path

import pyotp

from jiuye.collection import actions as collection
from jiuye.collection.models import InheritanceOrder, Submission
from jiuye.lib import clock
from jiuye.parties.actions import open_secret
from jiuye.parties.cast import PASSWORD
from jiuye.parties.models import Account, Appointment
from jiuye.parties.posts import POSTS
from jiuye.parties.sessions import Session, open_session, scope
from jiuye.quality import actions as quality
from jiuye.quality.models import Run
from jiuye.records.keys import sealer
from jiuye.records.models import Person
from jiuye.records.own import file_of
from jiuye.records.seal import open_item
from jiuye.standards.catalogue import DATASETS
from jiuye.town import generate
from jiuye.usage.statistics import actions as statistics
from jiuye.usage.statistics.definitions import definitions
from jiuye.usage.statistics.models import Statistic
from jiuye.usage.statistics.periods import before, period

ORDER = "DEMO-1"
SEED, FAULTS = 15, 0.03
Say = Callable[[str], None]


def session_of(account: str) -> Session:
    """A command-line session of a demo account; the database refuses it outside demo mode."""
    held = Appointment.objects.select_related("staff").filter(staff__account__name=account, revoked_at=None)
    appointment = held.order_by("valid_from", "id").first()
    if appointment is None:
        raise Appointment.DoesNotExist(account)
    return open_session(appointment, channel="command", factors="command")


def order() -> None:
    """The city's order under which the demo's legacy data is taken over: one manager orders, another executes."""
    if not InheritanceOrder.objects.filter(number=ORDER).exists():
        collection.order_inheritance(
            by=session_of("manager2"), number=ORDER, source="演示：旧系统导出", datasets=list(DATASETS),
            rows_at_most=100_000_000, closes_on=date(2099, 12, 31),
        )  # fmt: skip


def build(persons: int, say: Say) -> None:
    """Town, inheritance, something for the reviewer, inspection. Interrupted, it goes on at the next start."""
    if Run.objects.exists():
        return
    order()
    manager = session_of("manager")
    # The same day and seed give the same town, so that what was taken over before is recognised.
    day = InheritanceOrder.objects.get(number=ORDER).ordered_at.astimezone(clock.ZONE).date()
    with tempfile.TemporaryDirectory() as name:
        say(f"生成 {persons:,} 人的合成城市")
        town = generate(persons, SEED, FAULTS, Path(name), as_of=day)
        for dataset, label in DATASETS.items():
            if not town.rows[dataset]:
                continue
            done, _ = collection.inherit(dataset, town.files[dataset], by=manager, order_number=ORDER)
            say(f"存量接收 {label}：{done.admitted:,} 行入库，其中 {done.admitted_with_faults:,} 行带问题")
        _newcomers(Path(name) / "new", day, say)
    _statistics(day, say)
    say("冻结快照，检查")
    quality.inspect(quality.freeze(by=manager), by=manager)


def _newcomers(folder: Path, day: date, say: Say) -> None:
    """A file of new persons handed in by the clerk, left for the reviewer."""
    if Submission.objects.filter(kind="file").exists():
        return
    town = generate(60, SEED + 1, 0.05, folder, as_of=day)
    done, _ = collection.import_batch("person", town.files["person"], by=session_of("clerk"))
    say(f"新导入 {done.rows} 人，待审核")


def _statistics(day: date, say: Say) -> None:
    """The month that is over: employment filed, unemployment computed and left for the statistician."""
    if Statistic.objects.exists():
        return
    by, month = session_of("statistician"), before(period("month", day))
    frozen = statistics.freeze_period(month.last, by=by)
    for name in ("employment", "unemployment"):
        done = statistics.run_report(definitions().reports[name], month, frozen, by=by)
        say(f"统计 {done.number}，" + ("勾稽检查通过" if not done.faults else f"勾稽检查 {len(done.faults)} 处不符"))
        if name == "employment" and not done.faults:
            statistics.file_report(done.pk, by=by)


def accounts() -> list[tuple[str, str, str, str]]:
    """(account, name, post, one-time code now) of the demo's accounts."""
    found = Account.objects.filter(demo=True).select_related("staff").order_by("id")
    posts = dict(Appointment.objects.filter(revoked_at=None).values_list("staff_id", "post"))
    return [
        (a.name, a.staff.name, POSTS[posts[a.staff_id]].label, pyotp.TOTP(open_secret(a)).now())
        for a in found
        if a.staff_id in posts
    ]


def citizens(count: int = 2) -> list[tuple[str, str]]:
    """Identity numbers and names of a few of the town's people of working age who have a phone on file. Synthetic."""
    by = session_of("manager")
    with scope(by):
        some = Person.objects.filter(
            birth_date__range=(date(1975, 1, 1), date(2000, 1, 1)), employment_status="30", retired=False,
            merged_into_person_id=None, id_number_form="ric18", id_number_check_ok=True, mobile_phone_form="mobile",
        ).order_by("id")  # fmt: skip
        numbers = (open_item("person", p.pk, "id_number", p.id_number, sealer()) for p in some[:50])
        return list(islice(((n, f.name) for n in numbers if (f := file_of(n)) and f.phone), count))


def print_accounts(say: Say) -> None:
    say(f"演示账号（口令都是 {PASSWORD}；动态口令每 30 秒变，随时用 jiuye demo 再看）")
    for account, name, post, code in accounts():
        say(f"  {account:<16} {code}  {post}  {name}")
    people = "、".join(f"{number} {name}" for number, name in citizens())
    say(f"演示市民（在 /my/ 实名认证登录，或用证件号码登录，验证码在登录页的演示短信里）：{people}")


def persons_wanted() -> int:
    return int(os.environ.get("JIUYE_DEMO_PERSONS", "20000"))
