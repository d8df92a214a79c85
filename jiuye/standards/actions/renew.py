"""标准随程序更新: the house's own facts of a newer build become a version, under the city's decisions. Art. 5."""

from datetime import timedelta

from jiuye import __version__
from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.sessions import Session
from jiuye.standards import catalogue, renewing
from jiuye.standards.changes import Change, apply
from jiuye.standards.drafting import all_sound
from jiuye.standards.in_force import catalogue_of, version_in_force
from jiuye.standards.models import Draft, Version
from jiuye.standards.storing import store

_JUST_AFTER = timedelta(microseconds=1)


def renew(*, by: Session) -> list[str]:
    """The version in force, and every published one that has still to begin, gets a successor with what the build's
    files say and no draft of the city decided; an open draft goes on from the newest. Returns what was done, in
    words; nothing, and no entry, where the files say nothing new. Raises `Refused` where the city's own rules would
    not hold."""
    decided = [c for d in Draft.objects.filter(state="published").order_by("number") for c in d.changes]
    ours = catalogue.load_files(1)
    wanting = [
        (version, made, kept)
        for version in _running()
        for made, kept in [renewing.brought(catalogue_of(version.number), ours, decided)]
        if made
    ]
    if not wanting:
        return []
    with act("standards.renew", by=by, why=f"程序 {__version__}") as entry:
        told = [_follow(*one, entry) for one in wanting]
        _carry_draft(entry)
    return told


def _running() -> list[Version]:
    """The one in force and those still to begin, without those that a successor takes the place of at once."""
    now = version_in_force()
    all_of = [now, *Version.objects.filter(effective_from__gt=now.effective_from).order_by("effective_from")]
    begins = {v.effective_from for v in all_of}
    return [v for v in all_of if v.effective_from + _JUST_AFTER not in begins]


def _follow(before: Version, made: list[Change], kept: list[Change], entry: Entry) -> str:
    """Its successor: at once for the one in force, just after it begins for a later one."""
    number = Version.objects.order_by("-number")[0].number + 1
    facts = apply(catalogue_of(before.number), made, number)
    all_sound(facts).or_refuse()
    what = renewing.in_words(made)
    version = Version(
        number=number, effective_from=max(entry.at, before.effective_from + _JUST_AFTER), published_at=entry.at,
        source=f"程序 {__version__} 自带的标准，接第 {before.number} 版：{what}",
    )  # fmt: skip
    store(facts, version, entry)
    stays = f"；市里发布过的 {renewing.in_words(kept)} 照市里的不变" if kept else ""
    return f"第 {number} 版标准（接第 {before.number} 版）：{what}{stays}"


def _carry_draft(entry: Entry) -> None:
    draft = Draft.objects.select_for_update().filter(state="open").first()
    if draft is not None:
        newest = Version.objects.order_by("-number")[0].number
        draft.changes = renewing.carried_over(draft.changes, catalogue_of(newest))
        draft.base = newest
        entry.put(draft)
