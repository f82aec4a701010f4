"""知识库: what a case taught, without anything that says whose order it was; and the letters by which it is found again."""

import re
from collections.abc import Iterable
from datetime import datetime

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.answer import Refused
from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.people import Actor

LONGEST_TITLE, LONGEST_PART, MOST_GRAMS = 60, 1000, 2000
HIDDEN = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "［邮箱］"),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "［证件］"),
    (re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"), "［电话］"),
    (re.compile(r"(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)"), "［电话］"),
    (re.compile(r"\d+\s*(?:号楼|号院|栋|幢|单元|室|弄)(?:\s*\d+\s*(?:号楼|号|栋|幢|单元|室))*"), "［门牌］"),
)
"""What must not be kept of a person -> what stands in its place."""
_NUMBER = re.compile(r"[\d +-]+")
_RUNS = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")


def redacted(text: str, personal: Iterable[str] = ()) -> str:
    """The text without telephone numbers, addresses to the door, papers, mail, and without what is known of the customer."""
    for one in sorted({word.strip() for word in personal if len(word.strip()) > 1 and "*" not in word}, key=len, reverse=True):
        text = text.replace(one, "［电话］" if _NUMBER.fullmatch(one) else "客户")
    for pattern, words in HIDDEN:
        text = pattern.sub(words, text)
    return text


def grams(text: str) -> frozenset[str]:
    """What a text is found by: words of Latin letters and digits, and every two Chinese characters that stand together."""
    found: set[str] = set()
    for run in _RUNS.findall(text.lower()):
        found |= {run[:24]} if run.isascii() or len(run) == 1 else {run[i : i + 2] for i in range(len(run) - 1)}
    return frozenset(sorted(found)[:MOST_GRAMS])


def filing(case: Case, action: do.FileArticle, actor: Actor, now: datetime) -> Case | Refused:
    """The case stays as it is; its history says that the report was filed, and that makes the closing check."""
    del actor, now
    named = (("标题", action.title, LONGEST_TITLE), ("问题", action.problem, LONGEST_PART), ("措施", action.measures, LONGEST_PART))
    for name, said, most in (*named, ("改进", action.improvement, LONGEST_PART)):
        if not said.strip() and name != "改进":
            return Refused(f"归档报告还没有写{name}")
        if len(said) > most:
            return Refused(f"归档报告的{name}最多 {most} 字，现有 {len(said)} 字，请精简")
    return case
