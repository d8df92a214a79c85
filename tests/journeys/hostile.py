"""Texts that break careless programs, and rows made worse with them. Synthetic, seeded."""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

Row = dict[str, str]

HOSTILE = [
    # statements, markup, templates, formats
    "' or '1'='1", '"; drop table jiuye.records_person; --', "$$; select 1; $$", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "&lt;b&gt;", "{name}", "{0}", "{}", "{", "}", "{{}}", "{name.__class__}",
    "{name!r:>10}", "{{ name }}", "{% load x %}", "%s", "%(submission)s", "%", "100%", "%%", "$1", "\\", "\\1",
    "\\x00", "\\u0000", "${jndi:ldap://x}", "=1+1", "'=1+1", "@SUM(A1)", "-2+3", "+1", "|calc", "null", "NULL",
    "None", "N/A", "#N/A", "NaN", "Infinity", "true", "undefined", "[]", '{"a": 1}',
    # what cannot be seen, and what is wider than it looks
    "a\x00b", "\\\x00", "\x07bell", "a\tb", "a\nb", "a\r\nb", "\x1b[31m", "\x1f", "\x1e", "\x7f", "\x85",
    "\u200b零宽", "\u202e反向", "\ufeff标记", "a\u0301", "全角１２３ＡＢＣ", "　", " ", " 张三", "张三 ", "张　三",
    "😀👍🏽", "𠮷野家", "𡃁", "�",
    # lengths
    "字" * 51, "x" * 500, "9" * 300, "字" * 3_900,
    # numbers as text
    "007", "0", "-1", "+5", "1.0", "1.50", "1.005", "1,200.50", "１２", "1e10", "0x1F", "12345678901234567890",
    "99999999999999999999.99", "3.14159", ".5", "5.", "--1",
    # dates in other forms
    "1990/1/2", "1990年1月2日", "19900102", "1990-1-2", "1990.1.2", "1990-02-30", "0000-00-00", "0001-01-01",
    "0001-01-01 12:00:00", "1900-01-01", "9999-12-31", "2099-12-31", "2021-01-01 25:00:00", "2021-01-01T08:00:00",
    "2021-01-01 08:00", "1988-07-01 00:30:00", "2021-13-01", "44197", "昨天", "二〇二一年一月一日",
    # people's own ways
    "无", "不详", "暂无", "11111111111", "13812345678.0", "+86 138 1234 5678", "0631-5231234", "372823197001010000",
    "37100219900101001x", "３７１００２１９９００１０１００１Ｘ", "a,b", 'a"b', '"', "'", "''", "a;b", "男", "是", "01",
]  # fmt: skip


def worse(rows: Sequence[Mapping[str, str]], items: Sequence[str], seed: int) -> Iterator[Row]:
    """Each row with one to three items made hostile. Among any rows as many as there are pairs of an item
    and a text, no such pair comes twice, so that two rows never become the same subject by accident."""
    rng = random.Random(seed)
    pairs = list(product(items, HOSTILE))
    rng.shuffle(pairs)
    left = iter(pairs * 3)
    for row in rows:
        changed = dict(row)
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            item, text = next(left)
            changed[item] = text
        yield changed
