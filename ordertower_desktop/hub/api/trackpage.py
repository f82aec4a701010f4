"""The customers' page as HTML: without scripts, without anything from elsewhere, everything from outside escaped."""

import base64
import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from html import escape

from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.selfservice import Freshness, Told

MISSED = "没有查到。请核对订单号和收件手机号后四位；刚下的订单请过一会儿再查。"
TOO_OFTEN = "查得太频繁了，请稍后再查。"
GONE = "这个链接已失效。可以用订单号和收件手机号后四位查询。"
STYLE = """
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6676;--line:#d9dee6;--field:#fff;--ground:#f5f7fa;--key:#0b57a4;--on:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e7ebf1;--soft:#a3adbb;--line:#3a4452;--field:#1b222c;--ground:#12171e;--key:#7db7f0;--on:#10151b}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.6 system-ui,"Noto Sans SC","Microsoft YaHei",sans-serif}
main{max-width:34rem;margin:0 auto;padding:1.25rem}
h1{font-size:1.25rem;margin:.25rem 0 1rem}
.card{background:var(--field);border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:0 0 1rem}
label{display:block;margin:0 0 .75rem}
input{display:block;width:100%;margin-top:.25rem;padding:.6rem;font:inherit;color:inherit;background:var(--ground);
border:1px solid var(--soft);border-radius:.375rem}
button{font:inherit;font-weight:600;padding:.6rem 1.5rem;border:0;border-radius:.375rem;background:var(--key);color:var(--on);
cursor:pointer}
input:focus-visible,button:focus-visible{outline:3px solid var(--key);outline-offset:2px}
.stage{font-size:1.375rem;font-weight:600;margin:0}
.soft,time{color:var(--soft)}
p{margin:.25rem 0}
ol{list-style:none;margin:.75rem 0 0;padding:0 0 0 1rem;border-left:2px solid var(--line)}
li{margin:0 0 .6rem;overflow-wrap:anywhere}
time{display:block;font-size:.875rem}
""".strip()
_STYLE_SUM = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

_NO_SITE = "'none'"


def headers(frames: Iterable[str]) -> dict[str, str]:
    """What a browser is told of the page; `frames` are the sites that may show it inside theirs."""
    may = " ".join(frames)
    closed = f"default-src 'none'; style-src 'sha256-{_STYLE_SUM}'; form-action 'self'; base-uri 'none'"
    policy = f"{closed}; frame-ancestors {may or _NO_SITE}"
    told = {"Content-Security-Policy": policy, "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex, nofollow"}
    return told if may else {**told, "X-Frame-Options": "DENY"}


def asking(word: str = "") -> bytes:
    """The form, and under it what came of the last time; it never says back what was typed."""
    said = f'<p class="card" role="status">{escape(word)}</p>' if word else ""
    return _page(
        f"""{said}<form class="card" method="post" action="/track">
<label>订单号<input name="order" required maxlength="64" autocomplete="off" autocapitalize="off" spellcheck="false"></label>
<label>收件手机号后四位<input name="tail" required inputmode="numeric" pattern="[0-9]{{4}}" maxlength="4" autocomplete="off"></label>
<button type="submit">查询</button>
</form>"""
    )


def shown(told: Told, now: datetime) -> bytes:
    """One order as its buyer may see it."""
    beside = "".join(f"<p>{escape(said)}</p>" for said in told.beside)
    steps = "".join(f"<li>{escape(said)}{_time(at)}</li>" for at, said in told.milestones)
    fresh = "".join(f"<p>{escape(_age(one, now))}</p>" for one in told.freshness)
    return _page(
        f"""<section class="card" aria-labelledby="stage"><p class="stage" id="stage">{escape(told.stage)}</p>{beside}{_parcel(told)}
{f"<ol>{steps}</ol>" if steps else ""}</section>
<section class="soft" aria-label="更新时间">{fresh}<p>查询时间 {now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}（北京时间）</p></section>
<p><a href="/track">查另一单</a></p>"""
    )


def _parcel(told: Told) -> str:
    if not told.waybill_tail:
        return ""
    return f'<p class="soft">{escape(told.carrier or "快递")}，运单尾号 {escape(told.waybill_tail)}</p>'


def _time(at: datetime) -> str:
    here = at.astimezone(SHANGHAI)
    return f'<time datetime="{here.isoformat(timespec="minutes")}">{here:%Y-%m-%d %H:%M}</time>'


def _age(one: Freshness, now: datetime) -> str:
    """`订单状态：每 15 分钟更新一次，最近一次在 3 分钟前。`"""
    often = f"约每 {_span(one.every)}更新一次" if one.every else "由商家不定时更新"
    return f"{one.of}：{often}，{f'最近一次在 {_span(now - one.seen)}前' if one.seen else '还没有更新过'}。"


def _span(span: timedelta) -> str:
    minutes = max(1, round(span.total_seconds() / 60))
    if minutes < 60:
        return f"{minutes} 分钟"
    return f"{minutes // 60} 小时" if minutes < 48 * 60 else f"{minutes // (24 * 60)} 天"


def _page(body: str) -> bytes:
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>订单进度查询</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>
<body><main><h1>订单进度查询</h1>
{body}
</main></body></html>
""".encode()
