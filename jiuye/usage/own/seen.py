"""谁看过我的数据: the reading acts about somebody in his own words, from the book. Art. 10(1), 10(3)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from jiuye.ledger.own_book import Linked, Seen, own_book
from jiuye.lib import clock
from jiuye.parties.models import Agency
from jiuye.parties.permissions import ACTS
from jiuye.parties.posts import POSTS
from jiuye.records import purposes
from jiuye.records.models import MODELS
from jiuye.standards.queries import catalogue

PAGE = 30
WHOSE = {"": "全部", "staff": "工作人员", "department": "部门", "machine": "系统", "mine": "本人"}
# Where the entry's reason is no sentence for him: what was done.
_SAID = {
    "parties.send_code": "给您的手机发登录验证码",
    "collection.tell_grantor": "给您发委托办理的短信",
    "collection.ask_department": "办理业务时向有关部门核验",
    "records.match": "办理业务时查重，看到打码的姓名和所在区市",
}
# A list of hits may be about others: what was written for the search is theirs.
_SEARCHES = ("usage.look_up", "usage.look_up_batch")
_CHANNELS = {
    "window": "窗口", "web": "网上", "phone": "手机", "wechat": "微信", "kiosk": "自助终端", "sharing": "部门接口",
    "machine": "系统", "command": "命令行",
}  # fmt: skip
_DATASETS = {m._meta.label_lower: d for d, m in MODELS.items()}


@dataclass(frozen=True)
class Look:
    """One line of the page. `number`: its place in the sealed book; `count`, `link`: in his own chain."""

    at: datetime | None
    who: str
    why: str
    channel: str
    items: str
    number: str
    count: int
    link: str
    sealed_until: str


@dataclass(frozen=True)
class Page:
    """Some looks, the last first; `after` begins the next page, "" at the end; `total`: how many there are of each
    kind; `links`: how many are sealed, and `head`, the last link."""

    looks: list[Look]
    after: str
    total: list[tuple[str, str, int]]
    links: int
    head: str


def page(whose: str, after: str) -> Page:
    """In the scope of whoever it is about. `after`: the place in the book the page begins below."""
    every = own_book()
    counted = [(k, label, sum(1 for n in every if k in ("", _kind(n)))) for k, label in WHOSE.items()]
    found = [n for n in every if whose in ("", _kind(n))]
    if after.isascii() and after.isdigit() and len(after) < 19:
        found = [n for n in found if n.seen.position is not None and n.seen.position < int(after)]
    some = found[:PAGE]
    more = str(some[-1].seen.position or "") if len(found) > PAGE else ""
    names = dict(Agency.objects.values_list("pk", "name"))
    last = next((n for n in every if n.link), None)
    mine = _own_cases(n.seen for n in some)
    shown = [_look(n, names, mine) for n in some]
    return Page(shown, more, counted, last.count if last else 0, last.link if last else "")


def _kind(linked: Linked) -> str:
    s = linked.seen
    if s.sealed_until:
        return "staff"
    return "mine" if s.mine else s.post if s.post in ("department", "machine") else "staff"


def _own_cases(some: Iterable[Seen]) -> Collection[str]:
    """The cases his data was searched for that are about himself."""
    with connection.cursor() as c:
        c.execute("select ledger.own_cases(%s)", [[purposes.read(s.why).case for s in some if s.act in _SEARCHES]])
        return set(c.fetchone()[0])


def _why(seen: Seen, mine: Collection[str]) -> str:
    """What it was for, in words for him: of a search the kind of purpose, and the case where it is about him."""
    if seen.act not in _SEARCHES:
        return _SAID.get(seen.act) or seen.why.strip() or ACTS[seen.act].label
    given = purposes.read(seen.why)
    label = purposes.PURPOSES[given.code or "handle"]
    return f"{label} {given.case}" if given.case in mine else label


def _look(linked: Linked, names: Mapping[UUID, str], mine: Collection[str]) -> Look:
    s = linked.seen
    number = f"{s.position:,}".replace(",", " ") if s.position else "尚未封存"
    if s.sealed_until:
        return Look(None, "", "", "", "", number, linked.count, linked.link, s.sealed_until)
    at = s.at.astimezone(clock.ZONE) if s.at else None
    channel = _CHANNELS.get(s.channel, s.channel)
    return Look(at, _who(linked, names), _why(s, mine), channel, _items(linked), number, linked.count, linked.link, "")


def _who(linked: Linked, names: Mapping[UUID, str]) -> str:
    """The agency and the post; nobody's name."""
    s = linked.seen
    if s.mine:
        return "您本人"
    if s.department or s.post == "machine":
        return s.department or "系统自动"
    agency = names.get(s.agency_id, "") if s.agency_id else ""
    return "，".join(p for p in (agency, POSTS[s.post].label if s.post in POSTS else s.post) if p)


def _items(linked: Linked) -> str:
    """The items named, in the standard's words; where none is, what the act shows."""
    s, known = linked.seen, catalogue().items
    own = known.get(_DATASETS.get(s.dataset, ""), {})
    said = [next((i[n].label for i in (own, *known.values()) if n in i), n) for n in s.items]
    whole = {"records.match": "打码的姓名、区市", "collection.answer_department": "是或否，有的加起始日期"}
    return "、".join(dict.fromkeys(said)) or whole.get(s.act, f"{ACTS[s.act].label}所见的内容")
