"""The citizens' door: an identity number, and a code texted to the phone on its file. Art. 6(3), 10(1), 17."""

from jiuye.lib import sms
from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import Refused, no
from jiuye.parties import actions, founding, own_account
from jiuye.parties.models import Agency
from jiuye.parties.sessions import Session, machine_session, open_session, scope
from jiuye.records import own
from jiuye.standards.rules import cover_name

LONGEST = 30  # characters of an identity number of whatever kind
_NUMBER = no("请填写证件号码", code="G010")
_GATEWAY = no("短信暂时发不出去，请稍后再试，或到窗口办理", code="G014")
# What the demo's page answers by, and the real one too: nobody learns who is on file.
ASKED = "如果这个号码在库中有档案并留有手机号码，验证码已发到那部手机上，5 分钟内有效。"


def ask(number: str, *, channel: str) -> None:
    """Text a code to whoever has this number. Raises `Refused` when it is too soon, too often, or the gateway
    does not answer; a number that is not on file is not told apart."""
    _known_shape(number)
    machine = machine_session(founding.MACHINE)
    with scope(machine):
        found = own.file_of(number)
    code = own_account.fresh_code(own.own_index(number))
    if found is None or not found.person.mobile_phone:
        return
    own_account.send_code(by=machine, on=found.person, channel=channel)
    try:
        sms.send(str(uuid7()), found.phone, f"【威海就业】验证码 {code}，5 分钟内有效。请勿告诉他人。")
    except sms.NotSent as failed:
        raise Refused(_GATEWAY) from failed


def enter(number: str, code: str, *, channel: str) -> Session:
    """Let a citizen in to his own data. Raises `Refused` with one sentence whatever was wrong."""
    _known_shape(number)
    own_account.check_code(own.own_index(number), code.strip())
    machine = machine_session(founding.MACHINE)
    with scope(machine):
        found = own.file_of(number)
        agency = Agency.objects.get(code=f"{found.district}01") if found else None
    if found is None or agency is None:
        raise Refused(own_account.WRONG)
    held = own_account.open_account(found.index, cover_name(found.name), agency, by=machine)
    session = open_session(held, channel=channel, factors="sms")
    actions.sign_in(by=session)
    return session


def _known_shape(number: str) -> None:
    if not 5 <= len(number.strip()) <= LONGEST:
        raise Refused(_NUMBER)


def channel_of(agent: str) -> str:
    """The channel by what the browser says of itself: a WeChat web view, a phone, or another."""
    if "MicroMessenger" in agent:
        return "wechat"
    return "phone" if "Mobile" in agent else "web"
