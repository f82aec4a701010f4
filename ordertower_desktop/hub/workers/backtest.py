"""`ordertower backtest`: replays an event file through rules and writes what came of it."""

import csv
import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from ordertower_desktop.domain.duration import duration
from ordertower_desktop.domain.moment import moment
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.domain.rule import RuleBook
from ordertower_desktop.domain.truth import Context
from ordertower_desktop.hub.store.holidays_cn import shipped
from ordertower_desktop.hub.store.labelfile import labels
from ordertower_desktop.hub.store.rulefile import read_rules
from ordertower_desktop.hub.workers.playing import Play, Played, played, whole
from ordertower_desktop.insight.backtest import Row, counted, looked_at
from ordertower_desktop.insight.findings import TOLERATED, judged, within
from ordertower_desktop.insight.report import Asked, report

DONE, FAILED, WRONG_USAGE = 0, 1, 2
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """What the command line asks for. `form` is `json` or `text`; `people` are on duty for the predicted notices."""

    events: Path
    rules: Path
    out: Path
    against: Path | None = None
    labels: Path | None = None
    start: datetime | None = None
    end: datetime | None = None
    every: timedelta = timedelta(hours=1)
    zone: tzinfo
    form: str = "text"
    people: int = 1


def run(options: Namespace) -> int:
    """The command with its options as text."""
    try:
        wanted = asked(options)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return WRONG_USAGE
    return run_backtest(wanted, out=sys.stdout, err=sys.stderr)


def asked(options: Namespace) -> Backtest:
    """The options as values; ValueError, in Chinese, for wrong usage."""
    zone = _zone(options.tz)
    every = duration(options.every)
    if not every:
        raise ValueError("--every 要大于 0")
    return Backtest(
        events=Path(options.events),
        rules=Path(options.rules),
        out=Path(options.out),
        against=Path(options.against) if options.against else None,
        labels=Path(options.labels) if options.labels else None,
        start=_at("--from", options.start, zone=zone),
        end=_at("--to", options.end, zone=zone),
        every=every,
        zone=zone,
        form="json" if options.json else "text",
        people=max(1, getattr(options, "people", 1)),
    )


def run_backtest(wanted: Backtest, *, out: TextIO, err: TextIO) -> int:
    """Write the counts to `wanted.out` and the findings to `out`; 1, with a sentence on `err`, when it cannot be or too much is missed."""
    try:
        return _run(wanted, out=out, err=err)
    except Refusal as refusal:
        err.write(f"{refusal}\n")
    except OSError as error:
        err.write(f"{error.filename or wanted.events}：打不开或写不了（{error.strerror or error}）\n")
    return FAILED


def _run(wanted: Backtest, *, out: TextIO, err: TextIO) -> int:
    calendars = {one.id: one for one in shipped()}
    rules = read_rules(wanted.rules, calendars=calendars)
    against = read_rules(wanted.against, calendars=calendars) if wanted.against else None
    marked = labels(wanted.labels) if wanted.labels else None
    context = Context(calendars=calendars, zone=wanted.zone)
    result = _play(wanted, rules, context, err=err)
    before = _play(wanted, against, context, err=err).replay if against else None
    try:
        at = looked_at(result.replay, start=wanted.start, end=wanted.end, every=wanted.every, zone=wanted.zone)
    except ValueError as error:
        raise Refusal(str(error)) from None
    _write(wanted.out, counted(result.replay, rules.rules, at, zone=wanted.zone), wanted.zone)
    told = report(result.replay, Asked(rules.rules, at, wanted.zone, before, marked, wanted.people))
    told["bad_lines"] = [{"line": one.line, "column": one.column, "reason": one.reason} for one in result.bad]
    said = [json.dumps(told, ensure_ascii=False)] if wanted.form == "json" else _summary(wanted, told)
    out.writelines(f"{line}\n" for line in said)
    _complain(wanted, result, err=err)
    if marked is None or not at:
        return DONE
    verdict = judged(marked, within(result.replay.spells, at[0], at[-1]))
    if verdict.adequate:
        return DONE
    err.write(f"规则不够：人工标记 {verdict.marked} 单，漏掉 {len(verdict.missed)} 单，最多可漏 {TOLERATED} 单\n")
    return FAILED


def _play(wanted: Backtest, book: RuleBook, context: Context, *, err: TextIO) -> Played:
    parts = []
    for done, shares, part in played(Play(wanted.events, book.rules, context)):
        parts.append(part)
        if err.isatty():
            err.write(f"\r已回放 {done}/{shares}" + ("\n" if done == shares else ""))
    return whole(parts)


def _write(path: Path, rows: Iterable[Row], zone: tzinfo) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("tick", "rule_id", "count"))
        writer.writerows((tick.astimezone(zone).isoformat(), rule, count) for tick, rule, count in rows)


def _summary(wanted: Backtest, told: dict[str, object]) -> Iterator[str]:
    yield f"回放 {told['events']:,} 个事件、{told['orders']:,} 单，结果在 {wanted.out}"
    rules = told.get("rules")
    for rule in rules if isinstance(rules, list) else ():
        yield f"{rule['id']}  命中 {rule['orders']:,} 单  {rule['sentence']}"
    if wanted.against:
        yield f"比另一份规则多 {_length(told['added'])} 单，少 {_length(told['removed'])} 单"
    if wanted.labels:
        yield f"人工标记的异常漏掉 {_length(told['missed'])} 单"


def _length(found: object) -> int:
    return len(found) if isinstance(found, list | tuple) else 0


def _complain(wanted: Backtest, result: Played, *, err: TextIO) -> None:
    err.writelines(f"{wanted.events.name} {one}\n" for one in result.bad[:SHOWN])
    if result.bad:
        err.write(f"{wanted.events.name}：搁置了 {len(result.bad)} 行，其余照常\n")


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"没有时区“{name}”，例如 Asia/Shanghai") from None


def _at(option: str, text: str | None, *, zone: tzinfo) -> datetime | None:
    """A moment; a day alone is its beginning after `--from` and its end after `--to`."""
    if not text:
        return None
    found = moment(f"{text}T00:00:00" if option == "--from" and len(text) == len("2026-11-12") else text, zone)
    if found is None:
        raise ValueError(f"{option} 要写成时间，例如 2026-11-12T14:00:00+08:00")
    return found
