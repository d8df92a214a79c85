"""Editions of the regulation and the line at every page's foot, computed from their dates. Art. 21, 22."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Edition:
    """number: the document's; in force from `effective_from` to `expires_on`, both days included."""

    number: str
    title: str
    effective_from: date
    expires_on: date


EDITIONS = [Edition("威人社发〔2021〕15号", "威海市公共就业业务数据管理办法", date(2021, 11, 26), date(2026, 11, 25))]


def edition_on(day: date) -> Edition:
    """The edition in force on a day, else the last one that began before it (or the first)."""
    begun = [e for e in EDITIONS if e.effective_from <= day]
    return begun[-1] if begun else EDITIONS[0]


def line(day: date) -> str:
    """依据 line of a day: number, term, and how it stands."""
    edition = edition_on(day)
    left = (edition.expires_on - day).days
    text = f"依据：{edition.number}，有效期至 {edition.expires_on}"
    if day < edition.effective_from:
        return f"{text}；尚未施行"
    if left < 0:
        return f"{text}；已过有效期"
    if left <= 180:
        return f"{text}；距到期 {left} 天" if left else f"{text}；今日到期"
    return text
