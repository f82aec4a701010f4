"""绩效 on the glass: one's own line, everybody's by name, ranked only when it is asked for."""

import pytest
from pytestqt.qtbot import QtBot

from ordertower_desktop.sync.state import Link, State
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import ITEMS, Bridge
from ordertower_desktop.views.performance.page import PerformancePage
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.performance import ScoreLine, ScorePage
from tests.desk.demo_rows import NOW
from tests.desk.pictures import Keep
from tests.desk.walk import nameless

LIN = ScoreLine("lin", "林晓", "agent", 12, 420, 40, 2, 1, 3, 0)
ZHAO = ScoreLine("zhao", "赵一鸣", "agent", 9, 980, 51, 1, 0, 1, 1)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nobody_is_ranked_until_it_is_asked_for(qtbot: QtBot, request: pytest.FixtureRequest, keep: Keep, theme: str) -> None:
    """S46."""
    page = PerformancePage(request.getfixturevalue(theme))
    qtbot.addWidget(page)
    page.resize(1200, 600)
    page.show()
    page.show_scores(ScorePage(7, ZHAO, [LIN, ZHAO]))
    assert [cells[0] for cells in page.lines] == ["林晓", "赵一鸣"]
    assert [figure.number.text() for figure in page.figures] == ["9", "980", "51", "1", "0", "1", "1"]
    page.rank.setChecked(True)
    assert [cells[0] for cells in page.lines] == ["1. 赵一鸣", "2. 林晓"], "by difficulty, not by count"
    assert nameless(page) == []
    keep(page, f"performance-{theme}")


def test_an_agent_sees_only_the_own_line(qtbot: QtBot, light: Theme) -> None:
    """S46, S99."""
    page = PerformancePage(light)
    qtbot.addWidget(page)
    page.show_scores(ScorePage(7, LIN, []))
    assert page.all.isHidden()


def test_it_is_asked_for_when_somebody_goes_there_and_not_without_a_hub(qtbot: QtBot, light: Theme) -> None:
    glass = Glass(light, ITEMS, now=NOW)
    annex = Annex(glass, Bridge())
    qtbot.addWidget(glass.shell)
    asked: list[tuple[str, str]] = []
    annex.question.connect(lambda page, what, _with: asked.append((page, what)))
    annex.scoring.show_state(State(Link.ONLINE, role="agent"))
    glass.shell.show()
    glass.open_page("performance")
    assert asked == [("performance", "performance")]
    annex.scoring.show_state(State(Link.OFFLINE, role="agent"))
    assert annex.scoring.page is not None
    annex.scoring.page.asked.emit()
    assert len(asked) == 1
    assert annex.scoring.page.note.text().startswith("中枢连不上")
