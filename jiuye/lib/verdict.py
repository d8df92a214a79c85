"""A verdict: yes, or no with a reason. The same object greys a button, refuses an act and enters the ledger."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """`ok` or a refusal: `code` is stable and searchable, `reason` is the sentence a person reads,
    `help` says who or what can help."""

    ok: bool
    code: str = ""
    reason: str = ""
    help: str = ""

    def __bool__(self) -> bool:
        return self.ok

    def or_refuse(self) -> None:
        """Raise `Refused` unless the verdict is yes."""
        if not self.ok:
            raise Refused(self)


class Refused(Exception):
    """An act was refused; nothing was changed. Carries the verdict."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(f"{verdict.reason}（{verdict.code}）" if verdict.code else verdict.reason)
        self.verdict = verdict


YES = Verdict(True)


def no(reason: str, *, code: str = "", help: str = "") -> Verdict:
    return Verdict(False, code, reason, help)


def first_no(*verdicts: Verdict) -> Verdict:
    """The first refusal, or yes."""
    return next((v for v in verdicts if not v.ok), YES)
