r"""Regular expressions that mean the same in Python's re, PostgreSQL's ARE and DuckDB's RE2.

Admitted: literal characters, \uXXXX and \UXXXXXXXX, \ before punctuation, [...] with ranges, (...), |,
?, *, +, {m}, {m,}, {m,n} (at most 255), ^ at the start and $ at the end. Refused, because the three
differ: the bare dot, \d \w \s \b, named classes, look-around, flags, lazy and possessive repetition.
$ is the very end of the value in both engines (never "before the last line break").
"""

import re
from functools import lru_cache

from .errors import RuleError

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([!-/:-@\[-`{-~]))")
_REPEAT = re.compile(r"\{([0-9]+)(?:(,)([0-9]*))?\}")
_SPECIAL = set("\\^$.|?*+()[]{}")
MOST = 255


@lru_cache
def portable(pattern: str) -> str:
    """The pattern with every escape spelt out, ready for both engines. Raises RuleError."""
    reader = _Reader(pattern)
    out = "".join(reader.parts())
    try:
        re.compile(out)
    except re.error as e:
        raise RuleError(f"正则表达式不成立：{pattern}（{e}）") from e
    return out


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def fail(self, what: str) -> RuleError:
        return RuleError(f"正则表达式第 {self.at + 1} 个字符：{what}（{self.text}）")

    def parts(self) -> list[str]:
        found, quantified = [], False
        while self.at < len(self.text):
            c = self.text[self.at]
            if c in "?*+{":
                if quantified:
                    raise self.fail("不支持叠加的重复")
                found.append(self.repeat(c))
                quantified = True
                continue
            quantified = False
            found.append(self.one(c))
        return found

    def one(self, c: str) -> str:
        if c == "\\":
            return _literal(self.escape())
        if c == "[":
            return self.char_class()
        if c == ".":
            raise self.fail("点号在各引擎含义不同，请写明字符集")
        if c in "]}":
            raise self.fail("要加反斜杠")
        if c == "^" and self.at > 0 and self.text[self.at - 1] not in "(|":
            raise self.fail("^ 只能在开头")
        if c == "$" and self.at + 1 < len(self.text) and self.text[self.at + 1] not in ")|":
            raise self.fail("$ 只能在结尾")
        if c == "(" and self.text[self.at + 1 : self.at + 2] == "?":
            raise self.fail("不支持 (?")
        self.at += 1
        return c

    def repeat(self, c: str) -> str:
        if c != "{":
            self.at += 1
            return c
        found = _REPEAT.match(self.text, self.at)
        if not found or int(found[1]) > MOST or int(found[3] or 0) > MOST:
            raise self.fail(f"重复次数要写成 {{m}}、{{m,}} 或 {{m,n}}，不超过 {MOST}")
        self.at = found.end()
        return found.group()

    def escape(self) -> str:
        found = _ESCAPE.match(self.text, self.at)
        if not found:
            raise self.fail("不支持的转义")
        self.at = found.end()
        return found[3] or chr(int(found[1] or found[2], 16))

    def char_class(self) -> str:
        self.at += 1
        negated = self.text.startswith("^", self.at)
        self.at += negated
        members: list[str] = []
        while self.at < len(self.text) and self.text[self.at] != "]":
            c = self.text[self.at]
            if c == "[":
                raise self.fail("字符集里的 [ 要加反斜杠")
            if c == "\\":
                members.append(_in_class(self.escape()))
                continue
            # A hyphen between two members is a range, at either edge a literal; both engines agree.
            members.append(c)
            self.at += 1
        if self.at >= len(self.text) or not members:
            raise self.fail("字符集不完整")
        self.at += 1
        return f"[{'^' if negated else ''}{''.join(members)}]"


def _literal(c: str) -> str:
    return "\\" + c if c in _SPECIAL else c


def _in_class(c: str) -> str:
    return "\\" + c if c in "\\]^-[" else c
