"""What each step gives the record's status items. One function; nothing else sets them. Art. 7, 9(2)."""

from datetime import date
from typing import Any

from jiuye.lib import clock
from jiuye.lib.verdict import Refused
from jiuye.parties.models import Agency
from jiuye.parties.sessions import Session
from jiuye.records.handling import rules
from jiuye.records.handling.limits import notice_until
from jiuye.records.models import Proceeding, ProceedingStep


def outcome(held: Proceeding, name: str, by: Session, day: date, note: str) -> dict[str, Any]:
    """Item → value, of those the step settles by itself (what is typed comes beside it). Raises `Refused` where the
    standard in force lacks what it needs."""
    hand = by.staff.staff_no
    return _OF[held.dataset](held, name.partition(".")[2], hand, _agency(by), day, note.strip()[:200])


def _agency(by: Session) -> str:
    return Agency.objects.values_list("code", flat=True).get(pk=by.agency_id)


def _unemployment(held: Proceeding, verb: str, hand: str, agency: str, day: date, note: str) -> dict[str, Any]:
    return {"valid_flag": "0", "cancel_date": day, "cancel_handler_id": hand}


def _hardship(held: Proceeding, verb: str, hand: str, agency: str, day: date, note: str) -> dict[str, Any]:
    left = {"valid_flag": "0", "exit_date": day, "exit_method": "2", "exit_handler_id": hand}
    if verb == "publicise":
        if notice_until(day) is None:
            raise Refused(rules.NO_NOTICE)
        return {}
    if verb == "first_review":
        return _review("first", "1", hand, agency, day)
    if verb == "grant":
        final = _review("final", "1", hand, agency, day)
        return _reviewed(held) | final | {"recognized_date": day, "valid_from": day}
    if verb == "deny":
        which = "first" if held.state == "applied" else "final"
        review = _review(which, "2", hand, agency, day) | {f"{which}_review_reject_reason": note}
        return _reviewed(held) | review | left | {"exit_reason": "990"}
    return left


def _review(which: str, result: str, hand: str, agency: str, day: date) -> dict[str, Any]:
    return {
        f"{which}_reviewer_id": hand, f"{which}_review_date": day, f"{which}_review_agency": agency,
        f"{which}_review_result": result,
    }  # fmt: skip


def _reviewed(held: Proceeding) -> dict[str, Any]:
    """What the first review found, which the record is given with the decision: until then the standard has it as
    not reviewed, for it asks the final review together with the first."""
    taken = ProceedingStep.objects.filter(proceeding=held, act="records.first_review").order_by("-at").first()
    return dict(taken.items) if taken else {}


def _subsidy(held: Proceeding, verb: str, hand: str, agency: str, day: date, note: str) -> dict[str, Any]:
    if verb == "publicise":
        until = notice_until(day)
        if until is None:
            raise Refused(rules.NO_NOTICE)
        return {"notice_start_date": day, "notice_end_date": until}
    settled: dict[str, dict[str, Any]] = {
        "grant": {"payment_status": "20"},
        "deny": {"valid_flag": "0", "review_result": "2"},
        "pay": {"payment_status": "40", "paid_date": day, "payment_month": f"{day:%Y%m}"},
        "reclaim": {"refund_flag": "1"},
    }
    return settled[verb]


def _employment(held: Proceeding, verb: str, hand: str, agency: str, day: date, note: str) -> dict[str, Any]:
    return {"end_date": day, "end_registered_date": clock.today(), "end_handler_id": hand}


def _training(held: Proceeding, verb: str, hand: str, agency: str, day: date, note: str) -> dict[str, Any]:
    return {"end_date": day} if verb == "complete" else {"valid_flag": "0"}


def _vacancy(held: Proceeding, verb: str, hand: str, agency: str, day: date, note: str) -> dict[str, Any]:
    settled: dict[str, dict[str, Any]] = {
        "fulfil": {"vacancy_status": "2"}, "cancel": {"vacancy_status": "3", "cancel_date": day},
        "expire": {"vacancy_status": "4"},
    }  # fmt: skip
    return settled[verb]


def _seeking(held: Proceeding, verb: str, hand: str, agency: str, day: date, note: str) -> dict[str, Any]:
    settled: dict[str, dict[str, Any]] = {
        "fulfil": {"seeking_status": "2", "success_date": day}, "cancel": {"seeking_status": "4"},
        "expire": {"seeking_status": "3"},
    }  # fmt: skip
    return settled[verb]


def _file(held: Proceeding, verb: str, hand: str, agency: str, day: date, note: str) -> dict[str, Any]:
    settled: dict[str, dict[str, Any]] = {
        "lend": {"file_status": "3"}, "take_back": {"file_status": "1"},
        "transfer_out": {"file_status": "2", "out_date": day}, "confirm_receipt": {"receipt_date": day},
    }  # fmt: skip
    return settled[verb]


def _certificate(held: Proceeding, verb: str, hand: str, agency: str, day: date, note: str) -> dict[str, Any]:
    void = {"certificate_status": "1", "valid_flag": "0"}
    settled: dict[str, dict[str, Any]] = {
        "issue": {"certificate_status": "2", "issued_flag": "1", "issue_date": day},
        "report_lost": {"certificate_status": "3"}, "lift_loss": {"certificate_status": "2"},
        "replace": void, "reissue": void,
        "end": {"certificate_status": "4", "valid_flag": "0", "cancel_date": day},
    }  # fmt: skip
    return settled[verb]


_OF = {
    "unemployment_registration": _unemployment, "hardship_assistance": _hardship, "subsidy": _subsidy,
    "employment_registration": _employment, "training": _training, "vacancy": _vacancy, "job_seeking": _seeking,
    "personnel_agency_file": _file, "employment_certificate": _certificate,
}  # fmt: skip
