"""Is a transaction explained by its entry? Events of the stream in, findings out; knows no database.

Every governed row of a transaction must lie under the one entry of that transaction: named before it was
written, on a table the act may write, bearing the entry's id, its former values in history. Art. 9(2).
Memory: the keys an entry names. What no entry explains is handed on at once, in parts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from jiuye.ledger.stream import Change, Emptied, Row

PART = 5000  # keys in one finding
EARLY, LATE = 5.0, 6 * 3600.0  # seconds an entry's time may lie after, or before, its commit
GOVERNED = ("jiuye", "behaviour")
PASSING = "behaviour."  # what passes leaves no history
# Acts without a session: the founding, and changes of structure.
SESSIONLESS = frozenset({"ledger.migrate", "parties.found"})
# What may change in a row that otherwise stays as it was made.
ENDING = {"ledger.session": {"ended_at", "ended_why"}, "ledger.ticket": {"ended_at", "ended_why"}}
# Only structure changes touch these.
LISTS = frozenset(f"ledger.{t}" for t in ("permission", "act_table", "act_column", "act_ordered", "post_level", "laid"))


@dataclass(frozen=True)
class Finding:
    """Rows (keys) of one table that one transaction changed and nothing explains, or the other way round.

    kind: row, missing, book, stored, stream, guard. rows: how many, where no keys are known. sessions: who was
    connected then."""

    kind: str
    tbl: str
    op: str
    why: str
    xact: int | None = None
    at: datetime | None = None
    entry_id: str | None = None
    keys: tuple[str, ...] = ()
    sessions: str = ""


class Written(NamedTuple):
    """An entry as the stream brought it: to be held against sessions."""

    xact: int
    at: datetime
    row: Row


@dataclass
class Judge:
    """allowed: (act, table) pairs. found: takes each finding. written: takes each entry."""

    allowed: frozenset[tuple[str, str]]
    found: Callable[[Finding], None]
    written: Callable[[Written], None]
    transactions: int = 0
    changes: int = 0
    _xid: int = 0
    _at: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    _entry: Row | None = None
    _covered: dict[str, dict[str, bool]] = field(default_factory=dict)
    _owed: dict[tuple[str, str, str], None] = field(default_factory=dict)  # changes whose history is still to come
    _new: set[str] = field(default_factory=set)  # sessions and tickets made in this transaction
    _held: dict[tuple[str, str, str, str], list[str]] = field(default_factory=dict)

    def begin(self, xid: int, at: float) -> None:
        self._xid, self._at = xid, datetime.fromtimestamp(at, UTC)
        self._entry = None
        for kept in (self._covered, self._owed, self._new, self._held):
            kept.clear()

    def change(self, c: Change) -> None:
        self.changes += 1
        schema, _, name = c.table.partition(".")
        if schema in GOVERNED:
            self._governed(name, c)
        else:
            self._book(c)

    def emptied(self, e: Emptied) -> None:
        for table in e.tables:
            self._say("book" if table.startswith(("ledger.", "history.")) else "row", table, "t", "整张表被清空", "")

    def commit(self) -> None:
        """The end of a transaction: what is owed now stays owed."""
        self.transactions += 1
        for tbl, key, op in self._owed:
            self._say("row", self._named(tbl), op, "改动没有留下历史", key)
        for tbl, keys in self._covered.items():
            for key, touched in keys.items():
                if not touched:
                    self._say("missing", self._named(tbl), "", "台账登记了这一行，变更流里没有它的改动", key)
        for held in list(self._held):
            self._hand_on(held)

    def _governed(self, tbl: str, c: Change) -> None:
        row = c.new or c.old or {}
        key = row.get("id") or ""
        why = self._why_not(tbl, key, c)
        if why:
            self._say("row", c.table, c.op, why, key)
            return
        self._covered[tbl][key] = True
        if c.op != "i" and not c.table.startswith(PASSING):
            self._owed[tbl, key, c.op] = None

    def _why_not(self, tbl: str, key: str, c: Change) -> str:
        if self._entry is None:
            return "这个事务没有台账"
        if (str(self._entry["act"]), tbl) not in self.allowed:
            return f"行为 {self._entry['act']} 不得写这张表"
        if c.op == "u" and c.old and c.old.get("id") != key:
            return "行的键被改"
        if key not in self._covered.get(tbl, ()):
            return "不在本事务台账登记的行之内"
        if c.op != "d" and c.new and c.new.get("entry_id") != self._entry["id"]:
            return "行上写的不是本事务的台账"
        return ""

    def _book(self, c: Change) -> None:
        row = c.new or c.old or {}
        said = self._wrong_in_book(c, row)
        if said:
            key = row.get("id") or row.get("position") or row.get("entry_id") or row.get("ticket_id") or ""
            self._say("book", c.table, c.op, said, key or " ".join(v or "" for v in row.values()))

    def _wrong_in_book(self, c: Change, row: Row) -> str:
        if c.table in LISTS:
            by = self._entry and self._entry["act"]
            return "" if by == "ledger.migrate" else "权限表和守卫只随结构变更而变"
        if c.op == "u" and c.table in ENDING:
            return self._ending(c)
        if c.op != "i":
            return "台账和历史只能追加，这一行被改动或删除"
        if c.table == "ledger.entry":
            return self._open(row)
        if c.table in ("ledger.subject", "ledger.reach", "history.version"):
            return self._under(c.table, row)
        if c.table in ENDING:
            self._new.add(row.get("id") or "")
        return ""

    def _ending(self, c: Change) -> str:
        old, new = c.old or {}, c.new or {}
        changed = {n for n in new if new[n] != old.get(n)} - ENDING[c.table]
        if (new.get("id") or "") in self._new:
            changed -= {"expires_at"}
        return f"签入会话的 {'、'.join(sorted(changed))} 被改动" if changed else ""

    def _open(self, row: Row) -> str:
        if int(row["xact"] or 0) & 0xFFFFFFFF != self._xid:
            return "台账写的事务号不是写它的事务"
        late = self._at.timestamp() - datetime.fromisoformat(row["at"] or "").timestamp()
        if not -EARLY <= late <= LATE:
            return "台账写的时间与提交的时间不符"
        if row["outcome"] == "done":
            if self._entry is not None:
                return "一个事务里有两笔台账"
            if row["session_id"] is None and row["act"] not in SESSIONLESS:
                return "台账没有签入会话"
            self._entry = row
        self.written(Written(self._xid, self._at, row))
        return ""

    def _under(self, table: str, row: Row) -> str:
        """Whatever hangs on an entry hangs on the one of this transaction."""
        if self._entry is None or row["entry_id"] != self._entry["id"]:
            return "它所写的台账不是本事务的"
        if table == "ledger.subject":
            keys = (row["ids"] or "").strip("{}")
            named = self._covered.setdefault(row["tbl"] or "", {})
            for key in keys.split(",") if keys else ():
                named.setdefault(key, False)
        elif table == "history.version":
            owed = row["tbl"] or "", row["record_id"] or "", row["op"] or ""
            if owed not in self._owed:
                return "历史没有对应的改动"
            del self._owed[owed]
        return ""

    @staticmethod
    def _named(tbl: str) -> str:
        """An entry names tables without their schema."""
        return f"{'behaviour' if tbl.startswith('behaviour_') else 'jiuye'}.{tbl}"

    def _say(self, kind: str, table: str, op: str, why: str, key: str) -> None:
        held = kind, table, op, why
        keys = self._held.setdefault(held, [])
        keys.append(key)
        if len(keys) >= PART:
            self._hand_on(held)

    def _hand_on(self, held: tuple[str, str, str, str]) -> None:
        keys = tuple(k for k in self._held.pop(held) if k)
        entry = self._entry["id"] if self._entry else None
        self.found(Finding(*held, self._xid, self._at, entry, keys))
