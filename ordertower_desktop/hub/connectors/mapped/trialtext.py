"""What a dry run found, as lines for a person or as JSON for a script."""

import sys
from collections.abc import Iterator

import msgspec

from ordertower_desktop.hub.connectors.mapped.trial import Field, Report


def tell_text(report: Report) -> None:
    sys.stdout.write("\n".join(lines(report)) + "\n")


def tell_json(report: Report) -> None:
    sys.stdout.write(msgspec.json.encode(report).decode() + "\n")


def lines(report: Report) -> Iterator[str]:
    """The whole report, trouble first."""
    yield f"✓ 文件 {report.file}：来源 {report.source}（{report.kind}），{report.url}"
    if report.trouble:
        yield f"✗ 读取：{report.trouble}"
    else:
        yield f"✓ 读取：一页 {report.rows} 行，{report.orders} 单，{report.events} 个步骤；没有写入任何东西"
    if report.orders:
        yield "字段："
        yield from (f"  {_field(field, report.orders)}" for field in report.fields)
    elif not report.trouble:
        yield "！ 最近一个时间窗里没有订单，字段无从核对；换一个有订单的时段再试"
    if report.words:
        yield "状态："
        yield from (f"  {_word(word, count, meaning, report)}" for word, count, meaning in report.words)
    if report.missing:
        yield f"！ 还没有对应的常用字段：{'、'.join(report.missing)}"
    yield from (f"！ {advice}" for advice in report.advice)


def _field(field: Field, orders: int) -> str:
    """A field that no order of the page has may be right all the same: nothing on it was cancelled, say."""
    if not field.filled and not field.problem:
        return f"！ {field.label} {field.name} ← {field.source}：这一页里一个值也没有，请核对写法"
    mark = "✗" if field.problem else "✓"
    samples = f"，例如 {'；'.join(field.samples)}" if field.samples else ""
    problem = f"。{field.problem}" if field.problem else ""
    return f"{mark} {field.label} {field.name} ← {field.source}：{field.filled}/{orders} 单有值{samples}{problem}"


def _word(word: str, count: int, meaning: str, report: Report) -> str:
    if word in report.gaps:
        return f"✗ {word}（{count} 单）：没有对应，请写进 [status_map]"
    return f"✓ {word}（{count} 单）→ {meaning or '不表示阶段'}"
