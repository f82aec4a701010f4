"""What the hub tells of the floor: is it there, do the clocks agree, which sources, links and channels are ill."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ordertower_desktop.domain.light import Hue
from ordertower_desktop.sync.commands.checkup.finding import BAD, OK, WARN, Finding
from ordertower_desktop.wire.light import LightRow
from ordertower_desktop.wire.rows import SourceRow

STATES = {"fresh": "正常", "unknown": "导入的文件，不会自己更新", "late": "迟到", "refused": "拒绝访问", "silent": "停更"}
HERE = ZoneInfo("Asia/Shanghai")
SKEW_TOLD_S, SKEW_BAD_S = 5, 300
SOURCE = {
    "late": "等它消息的单可能判晚了；多半几分钟内自己好，30 分钟还没好就看数据源页的说明",
    "silent": "等它消息的单先不催，免得误报；看那个系统是不是停了、网是不是断了，恢复后自动补判",
    "refused": "它的新消息一条也进不来；按下面的原话处理（多半是授权过期或密钥不对），弄好后自己接上，不用重启",
}


def away(why: str, address: str, waiting: int) -> Finding:
    """The hub does not answer; `address` is empty for the one beside this desk."""
    kept = f"，{waiting} 个操作在这台电脑上等着" if waiting else ""
    if "邀请码" in why and "证书" not in why:
        return Finding("中枢", BAD, why, f"向主管要新的邀请码，在欢迎页的“连接中枢”里填{kept}", "login-lost")
    if address:
        advice = (
            f"看得到的是断开之前的，操作照存，恢复后自动补发{kept}。先看网线和 VPN；"
            "同事也连不上，就请 IT 在中枢那台机器上运行 ordertower doctor，"
            "再看服务：systemctl status ordertower-hub"
        )
    else:
        advice = f"本机的中枢没有起来{kept}。先看上面的磁盘和“中枢数据”两行；都好就退出工作台再打开；还不行，加 --verbose 运行一次看原因"
    return Finding("中枢", BAD, why, advice, "hub-away", {"waiting": waiting})


def busy(why: str, address: str) -> Finding:
    """It answers, but cannot serve or falls behind."""
    advice = "新的判定和提醒会晚到，操作不丢；多半一分钟内自己好。一直这样，请 IT 看中枢那台机器的磁盘和数据库"
    return Finding("中枢", WARN, f"{address}，在，但跟不上：{why}", advice, "hub-behind")


def clock(hub: datetime, here: datetime) -> Finding:
    """How far this machine's clock is off the hub's."""
    off = (here - hub).total_seconds()
    facts: dict[str, str | int | float] = {"skew_s": round(off, 1)}
    if abs(off) < SKEW_TOLD_S:
        return Finding("时钟", OK, f"与中枢相差 {abs(off):.1f} 秒", facts=facts)
    told = f"本机{'快' if off > 0 else '慢'} {abs(off):,.0f} 秒"
    advice = "倒计时照中枢的时间走，不会算错；请打开系统设置里的“自动设置时间”，再核对时区是不是中国标准时间"
    if abs(off) < SKEW_BAD_S:
        return Finding("时钟", WARN, told, advice, "clock-off", facts)
    return Finding("时钟", BAD, told, f"差得太多，登录和证书可能因此被拒。{advice}", "clock-wrong", facts)


def source(row: SourceRow, now: datetime) -> Finding:
    """One system that orders come from."""
    well = row.state in ("fresh", "unknown")
    facts: dict[str, str | int | float] = {"kind": row.kind, "state": row.state, "orders": row.orders, "gaps": len(row.gaps)}
    if row.seen_at is not None:
        facts["age_s"] = int((now - row.seen_at).total_seconds())
    if row.reason_code:
        facts["reason"] = row.reason_code
    told = STATES.get(row.state, row.state) + (f"，{_ago(now, since)}起" if (since := row.refused_since) else "")
    if well:
        return Finding(f"来源 {row.name}", OK, told, facts=facts)
    advice = SOURCE.get(row.state, "请检查来源，或重新导入") + (f"。对方的原话：{row.reason}" if row.reason else "")
    return Finding(f"来源 {row.name}", WARN, told, advice, f"source-{row.state}", facts)


def _ago(now: datetime, since: datetime) -> str:
    minutes = max(0, int((now - since).total_seconds() // 60))
    return f"{minutes // 60} 时 {minutes % 60} 分前" if minutes >= 60 else f"{minutes} 分前"


def breaker(line: dict[str, Any]) -> Finding:
    """A system that is left alone for a while, as the board tells it."""
    half = line.get("switch") == "half"
    told = "正在放一单试" if half else "熔断：连续失败，先不再去问"
    until = f"；{_hour(line['until'])} 自己放一单再试，成了就恢复" if line.get("until") else ""
    advice = f"{line['degraded']}{until}。对方的原话：{line['why']}。不必重启；一小时还没好，去那个系统的后台看状态和授权"
    return Finding(f"熔断 {line['name']}", WARN, told, advice, "breaker-half" if half else "breaker-open", {"switch": str(line["switch"])})


def _hour(told: str) -> str:
    return f"{datetime.fromisoformat(told).astimezone(HERE):%H:%M}"


def light(row: LightRow, now: datetime) -> Finding:
    """Whether everything is being watched, and how old that word is."""
    age = max(0.0, (now - row.at).total_seconds())
    told = f"全部在看，{row.watched} 单，{age:.0f} 秒前核对" if row.hue is Hue.GREEN else "；".join(row.says)
    state = {Hue.GREEN: OK, Hue.AMBER: WARN, Hue.RED: BAD}[row.hue]
    advice = "" if row.hue is Hue.GREEN else "点工作台右上角的灯看是哪一样；写着哪个来源、哪个渠道，就照它那一行处理"
    return Finding("看守", state, told, advice, "fine" if row.hue is Hue.GREEN else f"watch-{row.hue.value}", {"watched": row.watched})


def channel(line: dict[str, Any]) -> Finding:
    """Only a channel that has been set up can be ill; one that never sent anything has not been tested."""
    name = f"渠道 {line['name']}{' ' + line['id'] if line.get('id') else ''}"
    if not line.get("id"):
        return Finding(name, OK, "可用" if line["connected"] else str(line.get("why", "")))
    test = f"请试发一次：告警链页 › 渠道 › 试发，或 POST /v1/channels/{line['id']}/test"
    if not line.get("last_ok") and not line.get("last_error"):
        return Finding(name, WARN, "还没有发过", test, "channel-untested")
    told = f"上次成功 {line.get('last_ok', '从来没有')}，上次试发 {line.get('tested_at', '从来没有')}，现在还能发 {line.get('left', 0)} 条"
    if not line.get("silent"):
        return Finding(name, OK, told)
    failed = str(line.get("last_error_at", "")) > str(line.get("last_ok", ""))
    step = "走到这一步的提醒改走下一步，不会等它。"
    if failed:
        return Finding(name, WARN, told, f"{step}{line['last_error']}", "channel-failing")
    return Finding(name, WARN, told, f"{step}超过 7 天没有成功发过，{test}", "channel-silent")


def told_by(told: "Told", here: datetime) -> Iterator[Finding]:
    """Everything that a hub which answers has told; `here` is this machine's clock at that moment."""
    yield clock(told.now, here)
    for row in told.sources:
        yield source(row, told.now)
    for line in told.broken:
        yield breaker(line)
    if told.light is not None:
        yield light(told.light, told.now)
    for line in told.channels:
        yield channel(line)


@dataclass(frozen=True, slots=True)
class Told:
    """What a hub said of itself; `broken` and `channels` as they came over the wire."""

    now: datetime
    sources: Sequence[SourceRow] = ()
    broken: Sequence[dict[str, Any]] = ()
    light: LightRow | None = None
    channels: Sequence[dict[str, Any]] = ()
