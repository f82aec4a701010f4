"""How one cell is read: numbers exactly, money to the fen, times in all their spellings, people masked."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.hub.connectors.sheets.cells.ids import identifier, identifiers
from ordertower_desktop.hub.connectors.sheets.cells.money import fen
from ordertower_desktop.hub.connectors.sheets.cells.people import person, phone
from ordertower_desktop.hub.connectors.sheets.cells.simple import count, flag, platform, tags
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad, name, note, plain
from ordertower_desktop.hub.connectors.sheets.cells.times import Times
from ordertower_desktop.hub.connectors.sheets.table import Cell
from tests.hub.sheets_kit import READ_AT

SHANGHAI = ZoneInfo("Asia/Shanghai")
TIMES = Times(SHANGHAI, READ_AT)
ids = st.from_regex(r"[1-9][0-9]{14,18}|[0-9]{6}-[0-9]{15}|OT[0-9]{6,12}", fullmatch=True)
fens = st.integers(-(10**11), 10**11)
moments = st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001


def in_utc(at: datetime) -> str:
    return at.replace(tzinfo=SHANGHAI).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@given(ids, st.sampled_from(['="{}"', "'{}", "{}\t", "\t{}", " {} ", "{}", '"={}"'[1:-1].replace("=", ""), "\ufeff{}"]))
def test_an_order_number_survives_every_guard(number: str, guard: str) -> None:
    assert identifier(guard.format(number)) == number


@given(ids)
def test_an_order_number_in_full_width_digits_is_the_same_number(number: str) -> None:
    wide = "".join(chr(ord(mark) + 0xFEE0) if mark.isalnum() else mark for mark in number)
    assert identifier(wide) == number


@pytest.mark.parametrize("cell", ["1.93068E+15", "4.4183e+18", "1.93068E15", 4.418296013577824e18, 1e15, 12.5, "4418296013577823901.0"])
def test_a_number_ruined_by_a_spreadsheet_is_refused(cell: Cell) -> None:
    with pytest.raises(Bad, match="后几位已丢失"):
        identifier(cell)


def test_a_short_number_that_a_spreadsheet_holds_exactly_is_taken() -> None:
    assert identifier(3061884277190.0) == "3061884277190"
    assert identifier("3061884277190.0") == "3061884277190"


@pytest.mark.parametrize("cell", ["合计：12", "a b", "x" * 65, "单号"])
def test_what_is_no_number_is_refused(cell: str) -> None:
    with pytest.raises(Bad):
        identifier(cell if cell != "a b" else "a\\b")


def test_an_erp_cell_may_hold_several_platform_numbers() -> None:
    assert identifiers("4418296013577823901, 4418296013577823902,4418296013577823901") == ("4418296013577823901", "4418296013577823902")


@given(fens, st.sampled_from(["{}", "¥{}", "￥{}", "{}元", "{} ", "CNY{}", "¥{}元"]), st.sampled_from([",", ""]))
def test_money_is_the_fen_that_was_written(amount: int, dress: str, comma: str) -> None:
    yuan, rest = divmod(abs(amount), 100)
    text = f"{'-' if amount < 0 else ''}{yuan:{comma}}.{rest:02d}"
    assert fen(dress.format(text)) == amount


@given(fens)
def test_money_in_a_workbook_is_the_same_as_in_text(amount: int) -> None:
    assert fen(amount / 100) == amount


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("１，２９９．００", 129900), ("(12.30)", -1230), ("8699", 869900), (19.900000000000002, 1990), ("-", None), ("无", None),
        ("￥0", 0),
        ("12.5", 1250),
    ],
)  # fmt: skip
def test_money_in_its_rarer_spellings(cell: Cell, expected: int | None) -> None:
    assert fen(cell) == expected


@pytest.mark.parametrize("cell", ["1.005", 0.001, "面议", "1,23.4", "1..2", float("nan"), float("inf"), True, "9" * 20])
def test_money_is_never_guessed_or_rounded(cell: Cell) -> None:
    with pytest.raises(Bad):
        fen(cell)


@given(moments, st.sampled_from(["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y年%m月%d日 %H:%M:%S", "%Y%m%d%H%M%S", "%Y-%m-%dT%H:%M:%S"]))
def test_a_time_is_the_one_that_was_written(at: datetime, form: str) -> None:
    assert TIMES.moment(at.strftime(form)) == in_utc(at)


@given(moments)
def test_a_spreadsheets_serial_and_its_own_date_are_the_time_in_text(at: datetime) -> None:
    serial = (at - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001
    assert TIMES.moment(serial) == TIMES.moment(at) == TIMES.moment(str(serial)) == in_utc(at)


@given(moments, st.integers(-12, 14))
def test_a_time_with_a_zone_keeps_it(at: datetime, hours: int) -> None:
    zoned = at.replace(tzinfo=timezone(timedelta(hours=hours)))
    assert TIMES.moment(zoned.isoformat()) == zoned.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2016/5/23 22:02", "2016-05-23T14:02:00.000000Z"),
        ("2025-01-05 10:00:00", "2025-01-05T02:00:00.000000Z"),
        ("2025年11月12日 下午2:32:08", "2025-11-12T06:32:08.000000Z"),
        ("2025/11/12 上午 12:05", "2025-11-11T16:05:00.000000Z"),
        ("2025-11-12 中午12:05", "2025-11-12T04:05:00.000000Z"),
        ("2025-11-12 下午12:05", "2025-11-12T04:05:00.000000Z"),
        ("2025-11-12 下午 14:32", "2025-11-12T06:32:00.000000Z"),
        ("2025-11-12 晚上8点30分", "2025-11-12T12:30:00.000000Z"),
        ("2025-11-12 2:32 PM", "2025-11-12T06:32:00.000000Z"),
        ("２０２５－１１－１２ １４：３２", "2025-11-12T06:32:00.000000Z"),
        ("2025-11-12T06:32:08Z", "2025-11-12T06:32:08.000000Z"),
        ("1762929128", "2025-11-12T06:32:08.000000Z"),
        ("2025-11-12", "2025-11-11T16:00:00.000000Z"),
        ("\t2025-11-12 10:18:00", "2025-11-12T02:18:00.000000Z"),
        ("0000-00-00 00:00:00", None),
        ("1970-01-01 08:00:00", None),
        ("1900/1/0 0:00", None),
        ("--", None),
        ("NULL", None),
        ("无", None),
    ],
)
def test_times_in_the_spellings_of_the_field(cell: str, expected: str | None) -> None:
    assert TIMES.moment(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        *("昨天 12:20", "2025-13-40 10:00", "2025-02-29 10:00", "25:00", "11/12/2025 10:00", "刚刚", "3天前", 12.5, "3025-01-01", True),
        *(20251340, float("inf"), float("-inf"), 1e308, 10**400),
    ],
)
def test_a_time_that_says_nothing_sure_is_refused(cell: Cell) -> None:
    with pytest.raises(Bad):
        TIMES.moment(cell)


@pytest.mark.parametrize(
    ("cell", "fix"),
    [("昨天 12:20", "2025-11-11 12:20:00"), ("11-11 08:05", "2025-11-11 08:05:00"), ("12月30日 10:00", "2024-12-30 10:00:00")],
)
def test_a_refused_time_comes_with_what_it_probably_meant(cell: str, fix: str) -> None:
    with pytest.raises(Bad) as caught:
        TIMES.moment(cell)
    assert caught.value.fix == fix
    assert TIMES.moment(fix)


def test_a_deadline_without_an_hour_stays_a_day() -> None:
    assert TIMES.deadline("2025-11-13") == "2025-11-13"
    assert TIMES.deadline("2025-11-13 18:00") == "2025-11-13T10:00:00.000000Z"


@pytest.mark.parametrize(
    ("cell", "masked", "tail"),
    [
        ("13812345678", "138****5678", "5678"),
        ("'13812345678", "138****5678", "5678"),
        (13812345678.0, "138****5678", "5678"),
        ("+86 138-1234-5678", "138****5678", "5678"),
        ("17812345678-1234", "178****5678", "5678"),
        ("17812345678转1234", "178****5678", "5678"),
        ("0571-88886666", "057****6666", "6666"),
        ("138****5678", "138****5678", "5678"),
        ("138****5678-1234", "138****5678", "5678"),
        ("****", "****", ""),
        ("*******5678", "****5678", "5678"),
    ],
)
def test_a_phone_is_masked_and_its_tail_kept(cell: Cell, masked: str, tail: str) -> None:
    assert phone(cell) == (masked, tail)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_no_mobile_number_leaves_a_cell_whole(number: str) -> None:
    assert number not in str(phone(number))
    assert number not in (note(f"请打{number}，急") or "")
    assert number not in (name(f"{number}") or "")


@pytest.mark.parametrize(
    ("cell", "masked"),
    [
        ("李婷", "李*"),
        ("李小明", "李**"),
        ("杭州某某公司", "杭**"),
        ("李*", "李*"),
        ("张*明", "张*明"),
        ("****", "****"),
        ("李小明*", "李**"),
        ("-", None),
    ],
)
def test_a_name_is_masked(cell: str, masked: str | None) -> None:
    assert person(cell) == masked


@given(st.text())
def test_text_comes_in_normal_without_marks_that_move_or_hide_it(text: str) -> None:
    told = plain(text)
    assert not any(mark in told for mark in "\x00\x07\x1b\x9b\u202e\u2066\u200b\ufeff\u3000\t\n\ufffd")
    assert told == plain(told) or told.startswith(("'", '="')) or plain(told) == ""


def test_text_is_clamped() -> None:
    assert len(name("长" * 100) or "") == 64
    assert len(note("长" * 5000) or "") == 2000
    assert name("e\u0301\u202eabc") == "éabc"


def test_counts_flags_tags_and_platforms_are_read() -> None:
    assert (count("2件"), count("1,000"), count(3.0), count("-")) == (2, 1000, 3, None)
    assert (flag("是"), flag("否"), flag("阶段1已付款"), flag("")) == (True, False, True, None)
    assert tags("加急，VIP 加急") == ("加急", "VIP")
    assert (platform("天猫商城"), platform("京东POP"), platform("自有官网")) == ("taobao", "jd", "自有官网")
    with pytest.raises(Bad):
        count("两件")
