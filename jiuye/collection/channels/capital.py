"""Registered capital as market-regulation extracts write it: "84万人民币", "1,200.5(万美元)", "N/A"."""

import re
import unicodedata
from decimal import Decimal

_UNITS = {
    "": 1, "百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000,
}  # fmt: skip
# Currency words → ISO 4217. "元" alone is the renminbi.
_CURRENCIES = {
    "人民币": "CNY", "人民币元": "CNY", "元人民币": "CNY", "元": "CNY", "圆": "CNY", "cny": "CNY",
    "rmb": "CNY", "¥": "CNY",
    "美元": "USD", "美金": "USD", "usd": "USD", "us$": "USD", "港元": "HKD", "港币": "HKD", "hkd": "HKD",
    "日元": "JPY", "日币": "JPY", "jpy": "JPY", "欧元": "EUR", "eur": "EUR", "英镑": "GBP", "gbp": "GBP",
    "韩元": "KRW", "韩币": "KRW", "韩圆": "KRW", "krw": "KRW", "新台币": "TWD", "台币": "TWD", "twd": "TWD",
    "澳元": "AUD", "澳大利亚元": "AUD", "aud": "AUD", "加元": "CAD", "加拿大元": "CAD", "cad": "CAD",
    "新加坡元": "SGD", "sgd": "SGD", "瑞士法郎": "CHF", "chf": "CHF", "澳门元": "MOP", "mop": "MOP",
    "德国马克": "DEM", "法国法郎": "FRF",
}  # fmt: skip
_WORDS = "|".join(sorted(map(re.escape, _CURRENCIES), key=len, reverse=True))
_FORM = re.compile(
    rf"(?P<before>{_WORDS})?(?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    rf"(?P<unit>百万|千万|百|千|万|亿)?(?P<after>{_WORDS})?"
)


def parse_capital(text: str | None) -> tuple[Decimal, str] | None:
    """Amount in whole currency units (元, dollars…; not 万) and ISO 4217 code.

    None when there is no amount or it is not clear: no currency named ("5(万)"), two different ones,
    anything left over. The caller keeps the text.
    """
    if text is None:
        return None
    plain = re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", text)).casefold()
    found = _FORM.fullmatch(plain)
    if found is None:
        return None
    named = {_CURRENCIES[w] for w in (found["before"], found["after"]) if w}
    if len(named) != 1:
        return None
    amount = Decimal(found["number"].replace(",", "")) * _UNITS[found["unit"] or ""]
    plain_amount = format(amount, "f")
    if "." in plain_amount:
        plain_amount = plain_amount.rstrip("0").rstrip(".")
    return Decimal(plain_amount), named.pop()
