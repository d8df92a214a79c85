"""The page of the simulated identity provider: who are you?"""

import html
from collections.abc import Mapping

_FIELDS = [
    ("id_type", "证件类型（代码）", "01"), ("id_number", "证件号码", ""), ("name", "姓名", ""),
    ("uscc", "统一社会信用代码（单位登录才填）", ""), ("employer_name", "单位名称（单位登录才填）", ""),
]  # fmt: skip
_STYLE = (
    "body{font:16px/1.6 sans-serif;max-width:22rem;margin:2rem auto;padding:0 1rem}"
    "label{display:block;margin:.8rem 0 .2rem}input,button{font:inherit;width:100%;padding:.6rem;box-sizing:border-box}"
    "button{margin-top:1rem}"
)


def page(asked: Mapping[str, str]) -> str:
    """The form, with the request it answers carried along."""
    kept = "".join(
        f'<input type="hidden" name="{html.escape(n, quote=True)}" value="{html.escape(v, quote=True)}">'
        for n, v in asked.items()
        if n not in {f for f, _, _ in _FIELDS}
    )
    fields = "".join(
        f'<label for="{n}">{label}</label><input id="{n}" name="{n}" value="{value}" autocomplete="off">'
        for n, label, value in _FIELDS
    )
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>演示身份认证</title><style>{_STYLE}</style><h1>演示身份认证平台</h1>"
        "<p>演示环境：这里填谁就是谁，只用合成数据。</p>"
        f'<form method="post" action="/authorize">{kept}{fields}<button>登录</button>'
        '<button name="cancel" value="1">取消</button></form></html>'
    )
