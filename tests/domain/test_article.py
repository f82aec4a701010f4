"""The knowledge base's own rules: nothing personal is kept, and a Chinese word of two characters is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.article import grams, redacted


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("客户 13812345678 说要改", "客户 ［电话］ 说要改"),
        ("打 138-1234-5678 或 +86 13812345678", "打 ［电话］ 或 ［电话］"),
        ("座机 021-66668888", "座机 ［电话］"),
        ("身份证 31010519900101123X", "身份证 ［证件］"),
        ("幸福路 12 栋 3 单元 501 室", "幸福路 ［门牌］"),
        ("写信到 a.b@example.com", "写信到 ［邮箱］"),
        ("李小明（李小明本人）要求", "客户（客户本人）要求"),
        ("401，09:42 起，ERP 订单 4418296013577823901", "401，09:42 起，ERP 订单 4418296013577823901"),
    ],
)
def test_what_says_whose_order_it_was_is_not_kept(said: str, kept: str) -> None:
    """S63."""
    assert redacted(said, ["李小明", "李*"]) == kept


@given(st.integers(13000000000, 19999999999), st.text(alphabet="中文 abc，。", max_size=8), st.text(alphabet="中文 abc，。", max_size=8))
def test_law_no_mobile_number_survives(number: int, before: str, after: str) -> None:
    assert str(number) not in redacted(f"{before}{number}{after}")


@given(st.text())
def test_law_to_hide_twice_is_to_hide_once(said: str) -> None:
    assert redacted(redacted(said)) == redacted(said)


def test_words_are_found_by_two_characters_and_by_latin_words() -> None:
    assert grams("ERP 401 断层未收单") == {"erp", "401", "断层", "层未", "未收", "收单"}
    assert grams("断层") <= grams("系统断层 · ERP 未收单")
    assert grams("，。！") == frozenset()
