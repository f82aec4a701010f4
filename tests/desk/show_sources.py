"""Opens the page of the sources: python -m tests.desk.show_sources light|dark [1100x720]"""

import sys
from datetime import timedelta

from PySide6.QtWidgets import QApplication

from ordertower_desktop.views.sources.page import SourcesPage
from ordertower_desktop.wire.rows import CensusRow, SourceRow
from tests.desk.demo_page import NOW
from tests.desk.show import framed

NIGHT = NOW - timedelta(hours=10)
ROWS = (
    SourceRow(
        id="tmall-1", name="天猫旗舰店", kind="platform", state="fresh", interval_s=15, seen_at=NOW - timedelta(seconds=6),
        orders=48_210, push="on",
        census=[CensusRow("open", NOW - timedelta(minutes=4), 1312, 1312), CensusRow("all", NIGHT, 21_408, 21_406, 2, 1)],
    ),
    SourceRow(
        id="pdd-1", name="拼多多旗舰店", kind="platform", state="fresh", interval_s=15, seen_at=NOW - timedelta(seconds=9), orders=30_114,
        census=[CensusRow("open", NOW - timedelta(minutes=7), 640, 640)], authority_until=NOW + timedelta(days=6, hours=5),
    ),
    SourceRow(
        id="jd-1", name="京东 POP", kind="platform", state="fresh", interval_s=15, seen_at=NOW - timedelta(seconds=11), orders=9_870,
        authority_until=NOW + timedelta(hours=11), authority_why="refresh_token 无效",
        census_why="京东 POP 应用没有这个权限，请在开放平台申请（24，没有权限）",
    ),
    SourceRow(
        id="erp", name="聚水潭", kind="erp", state="refused", interval_s=900, orders=88_010,
        refused_since=NOW - timedelta(hours=4, minutes=50), reason="授权失效，请重新授权（401）", reason_code="auth",
    ),
)  # fmt: skip


def main() -> None:
    app = QApplication(sys.argv)
    theme, shell = framed(app, sys.argv[1] if len(sys.argv) > 1 else "light")
    page = SourcesPage(theme)
    shell.add_page("sources", page)
    shell.show_page("sources")
    shell.show_title("数据源", "")
    page.show_sources(ROWS, NOW)
    shell.resize(*(int(side) for side in sys.argv[2].split("x")) if len(sys.argv) > 2 else (1440, 900))
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
