"""The command line: one entry point, `ordertower`."""

import argparse
import gc
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ordertower_desktop.domain.refusal import Refusal

DONE, FAILED, WRONG_USAGE = 0, 1, 2

PRESETS = ("auto", "taobao", "jd", "pdd", "douyin", "kuaishou", "jushuitan", "wangdian", "kuaimai", "events")
ROLES = ("agent", "supervisor", "admin", "display")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the code is 0 done, 1 refused or failed, 2 wrong usage."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        words = ["desk", *words]
    options = _parser(words[0]).parse_args(words)
    if argv is None and options.config:  # a hub that this program starts beside itself reads the same settings
        os.environ["ORDERTOWER_CONFIG"] = os.path.abspath(options.config)
    module, _, function = options.run.partition(":")
    gc.disable()  # a start makes modules, not garbage
    try:
        run = getattr(importlib.import_module(module), function)
        gc.enable()
        return int(run(options))
    except KeyboardInterrupt:
        return FAILED
    except Exception as error:
        if options.verbose:
            raise
        known = isinstance(error, Refusal)
        sys.stderr.write(f"{error}\n" if known else f"程序出错（{type(error).__name__}：{error}），加 --verbose 看细节并报告\n")
        return FAILED


class _Version(argparse.Action):
    """Looks the version up only when it is asked for: that costs more than everything else that the command line does."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            parser.exit(DONE, f"{version('ordertower-desktop')}\n")
        except PackageNotFoundError:
            parser.exit(DONE, "0.1.0\n")


class _Trial(argparse.Action):
    """A mapping file is tried by those who run it, not by the desk's doctor."""

    def __call__(self, _parser: object, options: argparse.Namespace, value: object, *_: object) -> None:
        options.mapping, options.run = value, "ordertower_desktop.hub.app:try_mapping"


class _Chinese(argparse.ArgumentParser):
    def error(self, message: str) -> "None":  # type: ignore[override]
        self.print_usage(sys.stderr)
        self.exit(WRONG_USAGE, f"用法不对：{message}。加 --help 看说明\n")


def _parser(word: str) -> argparse.ArgumentParser:
    """The whole command line for help and mistakes; where `word` is a command only that one, since the desk waits for it at each start."""
    parser = _Chinese(prog="ordertower", description="订单控制塔：先于客户发现延迟与异常订单")
    parser.add_argument("--version", action=_Version, nargs=0, help="印出版本")
    common = _Chinese(add_help=False)
    common.add_argument("--verbose", action="store_true", help="出错时给出全部细节")
    common.add_argument("--config", metavar="FILE", help="设置文件 ordertower.toml")
    common.add_argument("--data-dir", metavar="DIR", help="数据文件夹，默认在用户目录")
    commands = parser.add_subparsers(dest="command", metavar="命令", parser_class=_Chinese)
    for name, command in COMMANDS.items():
        if word == name or word not in COMMANDS:
            made = commands.add_parser(name, help=command.text, description=command.text, parents=[common])
            made.set_defaults(run=command.run)
            command.fill(made)
    return parser


def _link(word: str) -> str:
    if word in COMMANDS:
        raise argparse.ArgumentTypeError(f"命令要写在最前面，如 ordertower {word} --data-dir DIR")
    if not word.startswith("ordertower:"):
        raise argparse.ArgumentTypeError(f"“{word}”既不是命令，也不是 ordertower:// 链接")
    return word


def _desk(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--headless", action="store_true", help="没有窗口，用 JSON 行收发")
    parser.add_argument("--hub", metavar="URL", help="中枢地址；不给时在本机旁启动一个")
    parser.add_argument("--minimized", action="store_true", help="启动后只留托盘")
    parser.add_argument("link", nargs="?", type=_link, help="ordertower:// 链接")


def _wall(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--hub", metavar="URL", help="中枢地址")
    parser.add_argument("--token-file", metavar="FILE", help="只读设备令牌，0600 文件")
    parser.add_argument("--window", action="store_true", help="不全屏，用窗口显示")


def _hub(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--db", metavar="URL", help="sqlite:///… 或 postgresql+psycopg://…")
    parser.add_argument("--listen", metavar="HOST:PORT", help="监听地址，默认 127.0.0.1:8620")
    parser.add_argument("--only", choices=("api", "workers"), help="只跑一部分")
    parser.add_argument("--workers", type=int, metavar="N", help="工作线程数")
    parser.add_argument("--beside", metavar="DIR", help="在一台工作台旁运行：随机端口与令牌，写入 DIR/hub.json")


def _pool(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--view", metavar="V", default="全部", help="视图名，如 已超时")
    parser.add_argument("--at", metavar="T", help="按某一时刻已知的情况，ISO 8601")
    parser.add_argument("--limit", type=int, default=40, metavar="N", help="最多打印多少单，0 为全部")
    parser.add_argument("--hub", metavar="URL", help="中枢地址")
    parser.add_argument("--json", action="store_true", help="输出 JSON 行")


def _foresight(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--hub", metavar="URL", help="中枢地址")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--day", choices=("double11", "live", "quiet"), default="double11", help="哪一天")
    parser.add_argument("--speed", type=float, default=10, metavar="N", help="比真实快多少倍，默认 10")
    parser.add_argument("--seed", type=int, default=1112, metavar="S", help="随机种子")
    parser.add_argument("--headless", action="store_true", help="不开窗口")
    parser.add_argument("--until", metavar="T", help="快进到这一时刻再开始，如 09:41；默认到图上的时刻 14:32:08")
    parser.add_argument("--refuse", metavar="SOURCE@T", action="append", help="从这一时刻起让一个来源拒绝访问，如 douyin@09:45；可写多次")


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="XLSX、CSV（UTF-8 或 GBK）、NDJSON，可 .gz")
    parser.add_argument("--preset", choices=PRESETS, default="auto", help="文件来自哪里")
    parser.add_argument("--map", metavar="FILE", dest="mapping", help="列对应文件")
    parser.add_argument("--dry-run", action="store_true", help="只看会怎样，不写入")
    parser.add_argument("--tz", default="Asia/Shanghai", help="没有时区的时间属于哪里")
    parser.add_argument("--hub", metavar="URL", help="中枢地址")
    parser.add_argument("--json", action="store_true", help="输出 JSON 行")


def _backtest(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("events", metavar="EVENTS", help="事件文件")
    parser.add_argument("--rules", required=True, metavar="FILE", help="规则文件")
    parser.add_argument("--against", metavar="FILE", help="与另一份规则比较")
    parser.add_argument("--labels", metavar="FILE", help="人工标出的异常订单")
    parser.add_argument("--from", dest="start", metavar="T", help="从何时")
    parser.add_argument("--to", dest="end", metavar="T", help="到何时")
    parser.add_argument("--every", default="1h", metavar="D", help="间隔，默认 1h")
    parser.add_argument("--tz", default="Asia/Shanghai", help="没有时区的时间属于哪里")
    parser.add_argument("--out", required=True, metavar="FILE", help="结果 CSV：tick,rule_id,count")
    parser.add_argument("--people", type=int, default=1, metavar="N", help="当班几人，用来估算每人每小时的提醒")
    parser.add_argument("--json", action="store_true", help="另给命中、增减与漏判")


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("events", "orders", "cases", "audit"), help="导出什么")
    parser.add_argument("--out", required=True, metavar="FILE", help="CSV、NDJSON 或 XLSX，可 .gz")
    parser.add_argument("--from", dest="start", metavar="T", help="从何时")
    parser.add_argument("--to", dest="end", metavar="T", help="到何时")
    parser.add_argument("--hub", metavar="URL", help="中枢地址")


def _user(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=("add", "list", "disable"), help="做什么")
    parser.add_argument("name", nargs="?", help="姓名")
    parser.add_argument("--role", choices=ROLES, default="agent", help="权限")
    parser.add_argument("--post", default="agent", help="岗位")
    parser.add_argument("--warehouse", metavar="仓名", action="append", default=[], help="只看这个仓的单；可写多次，不写看全部")
    parser.add_argument("--hub", metavar="URL", help="中枢地址")


def _token(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=("create",), help="做什么")
    parser.add_argument("--role", choices=ROLES, required=True, help="权限")
    parser.add_argument("--name", default="", help="给谁")
    parser.add_argument("--hub", metavar="URL", help="中枢地址")


def _text(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=("get", "check", "put"), help="取出现行的、检查一份、生效一份")
    parser.add_argument("file", nargs="?", metavar="FILE", help="TOML 文件")
    parser.add_argument("--why", default="", metavar="W", help="为什么改，记入历史")
    parser.add_argument("--hub", metavar="URL", help="中枢地址")


def _release(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=("key", "sign", "put"), help="生成密钥、给安装包签名、放到本机的中枢")
    parser.add_argument("file", nargs="?", metavar="SETUP", help="安装包")
    parser.add_argument("--key", metavar="FILE", help="私钥文件")
    parser.add_argument("--public", metavar="FILE", help="公钥文件，发布前再核对一次")
    parser.add_argument("--release", metavar="V", help="安装包的版本")
    parser.add_argument("--min", dest="minimum", metavar="V", help="低于它的工作台只能查看")
    parser.add_argument("--notes", default="", metavar="W", help="给用户看的一句话")
    parser.add_argument("--out", metavar="FILE", help="清单文件，默认在安装包旁")


def _doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--hub", metavar="URL", help="中枢地址")
    parser.add_argument("--mapping", metavar="FILE", action=_Trial, help="试跑一个映射文件：连一次、读一页、不写任何东西")


def _support(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", metavar="FILE", help="写到哪里，默认在当前文件夹")
    parser.add_argument("--hub", metavar="URL", help="中枢地址")


def _nothing(_parser: argparse.ArgumentParser) -> None:
    pass


class Command(NamedTuple):
    """What runs (`module:function`), what it is for, and what fills in its arguments."""

    run: str
    text: str
    fill: Callable[[argparse.ArgumentParser], None]


COMMANDS = {
    "desk": Command("ordertower_desktop.app:run_desk", "打开工作台（默认命令）", _desk),
    "wall": Command("ordertower_desktop.app:run_wall", "全屏大屏，只读", _wall),
    "hub": Command("ordertower_desktop.hub.app:run", "启动中枢", _hub),
    "pool": Command("ordertower_desktop.sync.commands.pool:run", "打印延迟订单池，不需要屏幕", _pool),
    "foresight": Command("ordertower_desktop.sync.commands.foresight:run", "提前预警准不准：按周的准确率、找到率与把握", _foresight),
    "demo": Command("ordertower_desktop.staging:run", "演示：假平台、假 ERP、假仓库，全部在本机", _demo),
    "import": Command("ordertower_desktop.sync.commands.importing:run", "导入导出的订单文件或事件文件", _import),
    "backtest": Command("ordertower_desktop.hub.workers.backtest:run", "用历史事件回测规则", _backtest),
    "export": Command("ordertower_desktop.sync.commands.export:run", "导出事件、订单、异常或审计", _export),
    "playbook": Command("ordertower_desktop.sync.commands.playbooks:run", "处置步骤模板：取出、检查、生效", _text),
    "crisis": Command("ordertower_desktop.sync.commands.crisis:run", "危机动作包：取出、检查、生效", _text),
    "field": Command("ordertower_desktop.sync.commands.fields:run", "自定义字段：取出、检查、生效", _text),
    "release": Command("ordertower_desktop.sync.commands.release:run", "工作台的更新：密钥、签名、发布", _release),
    "user": Command("ordertower_desktop.sync.commands.people:run", "人员", _user),
    "token": Command("ordertower_desktop.sync.commands.people:run", "令牌", _token),
    "verify-audit": Command("ordertower_desktop.sync.commands.audit:run", "核对审计链，指出第一条坏行", _nothing),
    "doctor": Command("ordertower_desktop.sync.commands.doctor:run", "检查环境、文件、时钟与来源，说出哪里不好、影响什么、怎么办", _doctor),
    "support": Command("ordertower_desktop.sync.commands.support:run", "支持包：体检结果与设置的样子，没有个人信息", _support),
}


if __name__ == "__main__":
    sys.exit(main())
