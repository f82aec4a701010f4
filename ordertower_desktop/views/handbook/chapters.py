"""The chapters of the handbook, and which of them speaks of the page that somebody looks at."""

from pathlib import Path

from ordertower_desktop.views.theme.resources import resource

FOLDER = "handbook"
CHAPTERS = (
    ("first-hour", "首小时指南"),
    ("agent", "客服的一天"),
    ("supervisor", "主管的一天"),
    ("it", "IT 手册"),
    ("warehouse", "仓库手册"),
)
OF_PAGE = {
    "pool": "agent",
    "mine": "agent",
    "order": "agent",
    "imports": "first-hour",
    "overview": "supervisor",
    "wall": "supervisor",
    "rules": "supervisor",
    "chain": "supervisor",
    "terms": "supervisor",
    "stakes": "supervisor",
    "crisis": "supervisor",
    "replay": "supervisor",
    "kpi": "supervisor",
    "members": "supervisor",
    "sources": "it",
    "write_backs": "it",
    "conflicts": "it",
    "nights": "it",
    "stock": "warehouse",
    "calls": "it",
    "settings": "it",
    "release": "warehouse",
}


def chapter_of(page: str) -> str:
    """The chapter for somebody on this page; the first one where no chapter speaks of it."""
    return OF_PAGE.get(page, CHAPTERS[0][0])


def file_of(chapter: str) -> Path:
    """The Markdown of a chapter."""
    return resource(f"{FOLDER}/{chapter}.md")
