"""The floor of the pictures in the model: every headline number of the story comes out exactly."""

from collections import Counter

from pytestqt.qtbot import QtBot

from ordertower_desktop.models.pool.filters import Filter
from ordertower_desktop.models.pool.model import PoolModel
from tests.desk.demo_rows import FIRST, ME, NOW, rows


def told() -> PoolModel:
    model = PoolModel(NOW, me=ME)
    model.take(rows())
    model.flush()
    return model


def test_the_views_count_what_the_pictures_say(qtbot: QtBot) -> None:
    counts = told().counts.counts
    assert dict(counts) == {
        "all": 2134,
        "overdue": 186,
        "soon": 132,
        "nobody": 386,
        "mine": 18,
        "vip": 37,
        "promise": 94,
        "foreseen": 0,
        "closed": 512,
    }


def test_causes_stages_and_platforms_add_up_to_the_pool(qtbot: QtBot) -> None:
    model = told()
    assert [count for _, _, count in model.causes()] == [702, 468, 386, 364, 214]
    open_rows = [row for case in model.cases() if (row := model.row(case))]
    assert sorted(Counter(row.platform for row in open_rows).values(), reverse=True) == [768, 462, 421, 395, 88]
    assert Counter(row.segment for row in open_rows) == {"accept": 386, "print": 214, "ship": 1170, "write_back": 364}


def test_the_first_rows_are_the_drawn_ones_and_three_of_them_add_up(qtbot: QtBot) -> None:
    model = told()
    assert [model.line(place).number for place in range(3)] == [
        ("441 8296 0135 7782", "3901"),
        ("3061 8842", "7719"),
        ("251112 4830 2917", "6655"),
    ]
    assert [row.order for case in model.cases()[: len(FIRST)] if (row := model.row(case))] == [first.number for first in FIRST]
    for place in (0, 2, 4):
        model.toggle(place)
    assert (model.chosen_count(), model.chosen_fen()) == (3, 12_397_00)
    model.choose_all()
    assert (model.chosen_count(), model.chosen_fen()) == (2134, 5_318_000_00)


def test_a_shop_is_a_filter_like_any_other(qtbot: QtBot) -> None:
    model = told()
    model.aim(Filter(shop=frozenset({"抖音直播间"})), "loss")
    assert model.rowCount() == 421
