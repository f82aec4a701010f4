"""What a link from a toast, a chat or a mail opens, and that it can do nothing else."""

import pytest

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.links import order_in
from ordertower_desktop.views.glass.start import Bridge


@pytest.mark.parametrize(
    ("link", "order"),
    [
        ("ordertower://order/4418296655844701", "4418296655844701"),
        ("ordertower://order/%E4%BA%AC%E4%B8%9C-7/", "京东-7"),
        ("ordertower://order/a%2Fb", "a/b"),
    ],
)
def test_a_link_names_an_order(link: str, order: str) -> None:
    assert order_in(link) == order


@pytest.mark.parametrize(
    "link",
    [
        "", "7", "https://order/7", "ordertower://resolve/7", "ordertower://order/", "ordertower:order/7", "ordertower://order/a%0Ab",
        "ordertower://order/" + "9" * 200, "ordertower://[", "--headless",
    ],
)  # fmt: skip
def test_anything_else_opens_nothing(link: str) -> None:
    assert order_in(link) == ""


def test_a_link_asks_for_its_order_and_brings_the_window_forward(pooled: Glass) -> None:
    asked: list[str] = []
    pooled.order_needed.connect(asked.append)
    bridge = Bridge()
    bridge._glass = pooled
    bridge._raised("ordertower://order/7")
    assert asked == ["7"]
    assert pooled.shell.isVisible()
    assert pooled.shell.page == "order"
