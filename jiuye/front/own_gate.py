"""The citizens' door: an identity number and a code texted to the phone on its file, or the city's identity provider.
Art. 6(3), 10(1), 17."""

from jiuye.lib import oidc, sms
from jiuye.lib.id_token import Claims, LegalPerson
from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import Refused, Verdict, no
from jiuye.parties import actions, doors, founding, own_account
from jiuye.parties.act import write_refusal
from jiuye.parties.identity import Indexes, indexes_of
from jiuye.parties.models import Agency
from jiuye.parties.sessions import Session, open_session, scope, standing_session
from jiuye.records import own
from jiuye.standards.rules import cover_name

LONGEST = 30  # characters of an identity number of whatever kind
_NUMBER = no("请填写证件号码", code="G010")
_GATEWAY = no("短信暂时发不出去，请稍后再试，或到窗口办理", code="G014")
# What the demo's page answers by, and the real one too: nobody learns who is on file.
ASKED = "如果这个号码在库中有档案并留有手机号码，验证码已发到那部手机上，5 分钟内有效。"
_OTHERWISE = "可以用短信验证码登录，或带证件到窗口办理。"
_LOST = no("这次登录已经用过、过了 10 分钟，或不是从这部设备开始的", code="G020", help="请回到登录页重新开始。")
_NO_FILE = no("实名认证通过了，但库中没有您的个人档案", code="G022", help="请带证件到就近的公共就业服务机构建档。")
_OTHER_NAME = no(
    "实名认证的姓名或证件类型与库中档案不一致，不能登录", code="G023",
    help="请带证件到窗口核对更正档案；档案改好后再登录。",
)  # fmt: skip

_NO_EMPLOYER = no(
    "实名认证通过了，但库中没有这个单位的档案，或档案正在核对", code="G024",
    help="请带营业执照到就近的公共就业服务机构建档。",
)  # fmt: skip
_OTHER_EMPLOYER = no(
    "实名认证的单位名称与库中档案不一致，不能登录", code="G025", help="单位改过名称的，请到窗口更正档案后再登录。"
)


def ask(number: str, *, channel: str) -> None:
    """Text a code to whoever has this number. Raises `Refused` when it is too soon, too often, or the gateway
    does not answer; a number that is not on file is not told apart."""
    _known_shape(number)
    machine = standing_session(founding.MACHINE)
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
    with scope(standing_session(founding.MACHINE)):
        found = own.file_of(number)
    if found is None:
        raise Refused(own_account.WRONG)
    return _let_in(found, channel=channel, factors="sms")


def set_out(next_url: str, back: str) -> tuple[str, str]:
    """Begin a sign-in at the identity provider: the state this browser shall come back with, and where to send it.
    Raises `Refused`, on file, when the provider does not answer."""
    try:
        flight, address = oidc.set_out(back)
    except oidc.NotSignedIn as failed:
        raise _not_believed(failed, "web") from failed
    doors.depart(flight.state, {**vars(flight), "next": next_url, "back": back})
    return flight.state, address


def come_back(state: str, cookie: str, code: str, *, channel: str) -> tuple[Session, str]:
    """Let in whoever comes back from the provider: his session, and the page he wanted. Raises `Refused`, on file."""
    held = doors.arrive(state) if doors.same_browser(cookie, state) else None
    if held is None:
        raise _on_file(_LOST, channel)
    try:
        if not code:
            raise oidc.NotSignedIn("cancelled")
        claims = oidc.land(oidc.Flight(held["state"], held["nonce"], held["verifier"]), code, held["back"])
    except oidc.NotSignedIn as failed:
        raise _not_believed(failed, channel) from failed
    return enter_by_name(claims, channel=channel), held["next"]


def enter_by_name(claims: Claims, *, channel: str) -> Session:
    """Let in whom the provider vouches for, when his file, or that of the employer he came for, bears the same name.
    Raises `Refused`, on file."""
    if claims.employer:
        return _enter_for_employer(claims, claims.employer, channel)
    with scope(standing_session(founding.MACHINE)):
        files = own.files_of(claims.id_number)
    found = next((f for f in files if own.is_his(f, claims.id_type, claims.name)), None)
    if found is None:
        raise _on_file(_OTHER_NAME if files else _NO_FILE, channel)
    return _let_in(found, channel=channel, factors="oidc")


def _enter_for_employer(claims: Claims, legal: LegalPerson, channel: str) -> Session:
    """Who handles it need not be on file here: the provider has checked that he may."""
    with scope(standing_session(founding.MACHINE)):
        found = own.employer_of(legal.uscc)
    if found is None or not own.same_name(found.name, legal.name):
        raise _on_file(_OTHER_EMPLOYER if found else _NO_EMPLOYER, channel)
    handler = indexes_of(claims.id_number)
    return _open(handler, claims.name, found.district, channel=channel, factors="oidc", employer_id=found.number)


def _let_in(found: own.OwnFile, *, channel: str, factors: str) -> Session:
    return _open(found.indexes, found.name, found.district, channel=channel, factors=factors)


def _open(who: Indexes, name: str, district: str, *, channel: str, factors: str, employer_id: str = "") -> Session:
    agency = Agency.objects.get(code=f"{district}01")
    machine = standing_session(founding.MACHINE)
    held = own_account.open_account(
        who.full, cover_name(name), agency, by=machine, employer_id=employer_id, short_index=who.short
    )
    session = open_session(held, channel=channel, factors=factors)
    actions.sign_in(by=session)
    return session


def _not_believed(failed: oidc.NotSignedIn, channel: str) -> Refused:
    return _on_file(no(f"身份认证平台没有让您登录：{oidc.WORDS[failed.kind]}", code="G021", help=_OTHERWISE), channel)


def _on_file(verdict: Verdict, channel: str) -> Refused:
    write_refusal(None, ("parties.sign_in", "", None, "", channel), verdict)
    return Refused(verdict)


def _known_shape(number: str) -> None:
    if not 5 <= len(number.strip()) <= LONGEST:
        raise Refused(_NUMBER)


def channel_of(agent: str) -> str:
    """The channel by what the browser says of itself: a WeChat web view, a phone, or another."""
    if "MicroMessenger" in agent:
        return "wechat"
    return "phone" if "Mobile" in agent else "web"
