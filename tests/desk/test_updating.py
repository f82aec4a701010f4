"""What people read of updates: what comes by itself, whom to ask, why an old desk may only look."""

from datetime import timedelta

import pytest

from ordertower_desktop.sync.state import Link, State
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.updating import Updating
from ordertower_desktop.wire.release import News


@pytest.fixture
def updating(pooled: Glass) -> Updating:
    return Updating(pooled)


def text(updating: Updating) -> str:
    return updating._glass.shell.banner.text()


def test_the_hub_is_asked_when_it_is_there_and_every_hour(updating: Updating, pooled: Glass) -> None:
    asked: list[str] = []
    updating.question.connect(lambda what, _values: asked.append(what))
    updating.show_state(State(Link.STARTING))
    updating.tick(pooled.now)
    assert asked == []
    updating.show_state(State(Link.ONLINE))
    for minutes in (0, 1, 59, 60, 61):
        updating.tick(pooled.now + timedelta(minutes=minutes))
    assert asked == ["release", "release"]


@pytest.mark.parametrize(
    ("news", "words"),
    [
        (News("0.1.0"), ""),
        (News("0.1.0", "0.2.0", "更快", ready=True), "新版本 0.2.0 已下载好，退出时自动安装。更快"),
        (News("0.1.0", "0.2.0", ask="it"), "请联系 IT 更新"),
        (News("0.1.0", "0.2.0"), "正在下载"),
        (News("0.1.0", trouble="更新清单的签名不对，已忽略"), "签名不对"),
        (News("0.1.0", "0.3.0", minimum="0.2.0", ask="it"), "太旧，至少要 0.2.0：现在只能查看，操作不会保存。这台电脑的程序由 IT"),
        (News("0.1.0", "0.3.0", minimum="0.2.0", ready=True), "退出后自动安装"),
    ],
)
def test_each_news_is_one_sentence(updating: Updating, news: News, words: str) -> None:
    updating.answered("release", news)
    assert words in text(updating) if words else text(updating) == ""


def test_trouble_on_the_way_takes_no_word_back(updating: Updating) -> None:
    updating.answered("release", News("0.1.0", "0.2.0", ready=True))
    updating.answered("release", OSError("cut"))
    assert "0.2.0" in text(updating)


def test_what_was_read_comes_back_only_when_it_is_other(updating: Updating) -> None:
    news = News("0.1.0", "0.2.0", ready=True)
    updating.answered("release", news)
    updating._glass.shell.banner_followed.emit("update")
    updating.answered("release", news)
    assert text(updating) == ""
    updating.answered("release", News("0.1.0", "0.3.0", ready=True))
    assert "0.3.0" in text(updating)


def test_that_a_desk_may_only_look_cannot_be_put_away(updating: Updating) -> None:
    updating.answered("release", News("0.1.0", "0.3.0", minimum="0.2.0", ask="it"))
    updating._glass.shell.banner_followed.emit("update")
    updating._glass.shell.banner_followed.emit("link")
    assert "太旧" in text(updating)
