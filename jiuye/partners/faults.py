"""Faults a simulated partner can be told to have; MODES is the set all five departments share."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

# What goes wrong, in words.
MODES = {
    "slow": "很久才答",
    "trickle": "答得断断续续",
    "slow_headers": "答复的开头一行一行地来",
    "down": "接通后断开",
    "lying_signature": "签名是假的",
    "changed_format": "答复格式变了",
    "replayed": "拿旧的答复来充数",
    "wrong_person": "答的是别人",
    "expired": "签名已过期",
    "error_500": "服务器出错",
    "too_many": "要求放慢",
    "garbage": "答复是乱码",
    "truncated": "答复只有半截",
    "huge": "答复大得没有尽头",
    "unknown_code": "结果代码不在契约里",
}


@dataclass
class Fault:
    """The mode in force ("" for none), for how many more answers (-1: until told otherwise)."""

    modes: Mapping[str, str] = field(default_factory=lambda: MODES)
    mode: str = ""
    times: int = -1
    seconds: float = 10.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def set(self, mode: str, times: int = -1, seconds: float = 10.0) -> None:
        """Raises ValueError for a mode that is not known."""
        if mode and mode not in self.modes:
            raise ValueError(mode)
        with self._lock:
            self.mode, self.times, self.seconds = mode, times, seconds

    def take(self) -> str:
        """The mode for the answer about to be given."""
        with self._lock:
            if not self.mode or self.times == 0:
                return ""
            self.times -= self.times > 0
            return self.mode
