"""Questions put to the departments all at once, within a time that holds whatever they do. Art. 6(4).

Every call runs in a thread of its own; who waits, waits for the budget and no longer. A department has few
places at a time, so that a slow one cannot hold all threads. No database here.
"""

import random
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime

from jiuye.collection.sharing import adapter
from jiuye.collection.sharing.contracts import CONTRACTS
from jiuye.collection.sharing.contracts.base import COULD_NOT_ASK, Question
from jiuye.collection.sharing.faults import FAULTS
from jiuye.lib import clock, signing, wire
from jiuye.lib.signing import Signer
from jiuye.lib.wire import RETRIED, Fault

PLACES = 4  # calls to one department at a time, from this process
JITTER = (0.05, 0.2)  # seconds before the same is tried again


@dataclass(frozen=True)
class Patience:
    """How long one round may take in all, how often a question is put at most."""

    seconds: float
    attempts: int


COUNTER = Patience(2.2, 2)  # a citizen is waiting
NIGHT = Patience(8.0, 3)  # nobody is


@dataclass(frozen=True)
class Line:
    """How a department is reached: where, and with which key."""

    address: str
    signer: Signer


@dataclass(frozen=True)
class Told:
    """What came of one question. at: when the answer was given (for one recalled: then, not now)."""

    question: Question
    answer: str
    at: datetime
    fault: str = ""
    held: str = ""
    differs: tuple[str, ...] = ()
    since: date | None = None
    nonce: str = ""
    attempts: int = 0
    milliseconds: int = 0
    recalled: bool = False

    @property
    def fault_label(self) -> str:
        return FAULTS.get(self.fault, "")


_pool = ThreadPoolExecutor(max_workers=PLACES * len(CONTRACTS), thread_name_prefix="ask")
_places = {code: threading.BoundedSemaphore(PLACES) for code in CONTRACTS}


def silent(question: Question, fault: str, attempts: int = 0, milliseconds: int = 0) -> Told:
    """A question that found no answer."""
    return Told(question, COULD_NOT_ASK, clock.now(), fault, attempts=attempts, milliseconds=milliseconds)


def ask_all(questions: Sequence[Question], lines: Mapping[str, Line], *, basis: str, patience: Patience) -> list[Told]:
    """One answer for each question, in order, within `patience.seconds` and a little."""
    began = time.monotonic()
    until = began + patience.seconds
    waiting: list[Future[Told]] = [
        _pool.submit(_ask, q, lines[q.department], basis, patience, until) for q in questions
    ]
    return [_await(f, q, began, until) for f, q in zip(waiting, questions, strict=True)]


def _await(future: "Future[Told]", question: Question, began: float, until: float) -> Told:
    try:
        return future.result(timeout=max(0.0, until - time.monotonic()) + 0.1)
    except TimeoutError:
        future.cancel()
        return silent(question, "slow", attempts=1, milliseconds=int((time.monotonic() - began) * 1000))


def _ask(question: Question, line: Line, basis: str, patience: Patience, until: float) -> Told:
    place = _places[question.department]
    if not place.acquire(timeout=max(0.0, until - time.monotonic())):
        return silent(question, "busy")
    began = time.monotonic()
    attempt = 0
    try:
        while True:
            attempt += 1
            try:
                return _once(question, line, basis, until, attempt, began)
            except Fault as fault:
                pause = random.uniform(*JITTER) * 2 ** (attempt - 1)
                over = attempt >= patience.attempts or time.monotonic() + pause >= until
                if fault.kind not in RETRIED or over:
                    took = int((time.monotonic() - began) * 1000)
                    return silent(question, fault.kind, attempts=attempt, milliseconds=took)
                time.sleep(pause)
    finally:
        place.release()


def _once(question: Question, line: Line, basis: str, until: float, attempt: int, began: float) -> Told:
    body, path = adapter.write(question, basis), question.query.path
    headers = signing.stamp(line.signer, adapter.US, path, body, at=clock.now())
    nonce = headers[signing.NONCE]
    sent = headers | {"Content-Type": "application/json"}
    reply = wire.post(line.address, path, body, sent, until=until)
    now = clock.now()
    meaning = adapter.read(question, reply, line.signer, nonce=nonce, now=now)
    return Told(
        question, meaning.answer, now, held=meaning.held, differs=meaning.differs, since=meaning.since,
        nonce=nonce, attempts=attempt, milliseconds=int((time.monotonic() - began) * 1000),
    )  # fmt: skip
