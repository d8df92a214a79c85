"""What may go wrong between a question and an answer that counts, in words."""

from jiuye.lib import wire

FAULTS = wire.FAULTS | {
    "unsigned": "答复没有签名",
    "signature": "答复的签名不对",
    "replayed": "答复不是给这一问的",
    "expired": "答复的签名已过期",
    "wrong_subject": "答复说的不是所问的人",
    "open": "对方近来连续出错，暂停询问",
    "busy": "同时询问太多",
    "later": "提交后由系统去问",
}
