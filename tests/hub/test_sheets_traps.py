"""Every trap that exported files are known for, one test each."""

from pathlib import Path

import pytest

from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.stage import Fact, Stage
from ordertower_desktop.hub.connectors.sheets import Fate, Unreadable, detect, open_table
from tests.hub.sheets_kit import HEADINGS, csv_table, gaps, only, problems, results, snapshots, workbook

PAID = "2025-11-12 10:18:00"
PAID_UTC = "2025-11-12T02:18:00.000000Z"
ROW = ["4418296013577823901", PAID, "买家已付款，等待卖家发货", "8699.00"]
FULL = [*HEADINGS, "收货人姓名", "联系手机", "收货地址", "订单备注"]


def test_an_id_ruined_by_a_spreadsheet_is_refused_by_file_row_column_and_reason() -> None:
    (told,) = problems(csv_table([HEADINGS, ROW, ["1.93068E+15", *ROW[1:]]]))
    assert (told.file, told.row, told.column, told.value, told.fate) == ("orders.csv", 3, "订单编号", "1.93068E+15", Fate.SET_ASIDE)
    assert "后几位已丢失" in told.reason
    assert "文本" in told.proposal


def test_an_id_that_a_workbook_holds_as_a_number_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"订单": [HEADINGS, [4418296013577823901, *ROW[1:]], ROW]})
    assert [told.row for told in problems(open_table(path))] == [2]


def test_long_ids_that_all_end_in_zeros_were_cut_by_a_spreadsheet() -> None:
    cut = [[f"44182960135778{n}0000", *ROW[1:]] for n in range(1, 5)]
    assert len(problems(csv_table([HEADINGS, *cut]))) == 4
    assert not problems(csv_table([HEADINGS, *cut, ROW])), "one whole number proves that the column was not cut"


def test_a_row_without_a_number_is_named() -> None:
    (told,) = problems(csv_table([HEADINGS, ROW, ["", *ROW[1:]]]))
    assert (told.row, told.reason) == (3, "缺订单号")


def test_a_bad_time_is_named_with_a_proposal_and_the_rest_comes_in() -> None:
    table = csv_table([HEADINGS, [ROW[0], "昨天 12:20", *ROW[2:]], ["OT2511120482", *ROW[1:]]])
    (told,) = problems(table)
    assert (told.row, told.column, told.value, told.order_id, told.fix) == (2, "付款时间", "昨天 12:20", ROW[0], "2025-11-11 12:20:00")
    assert list(snapshots(table)) == ["OT2511120482"]


def test_an_accepted_proposal_brings_the_row_in() -> None:
    table = csv_table([HEADINGS, [ROW[0], "昨天 12:20", *ROW[2:]]])
    (told,) = results(table, fixes={(2, "付款时间"): "2025-11-11 12:20:00"})
    assert told.snapshot.fields["paid_at"] == "2025-11-11T04:20:00.000000Z"


def test_a_bad_amount_is_left_out_and_the_order_comes_in() -> None:
    taken, told = sorted(results(csv_table([HEADINGS, [*ROW[:3], "面议"]])), key=lambda row: hasattr(row, "fate"))
    assert "amount_fen" not in taken.snapshot.fields
    assert (told.fate, told.column) == (Fate.LEFT_OUT, "金额")


def test_a_row_without_any_time_is_set_aside() -> None:
    (told,) = problems(csv_table([HEADINGS, [ROW[0], "-", *ROW[2:]]]))
    assert "没有付款时间" in told.reason


def test_preamble_totals_and_blank_rows_are_no_orders() -> None:
    rows = [
        ["订单导出报表"],
        ["导出时间：2025-11-12 14:30"],
        [],
        HEADINGS,
        ROW,
        [],
        ["合计", "", "", "8699.00"],
        ["共 1 单"],
        ["制表人：李婷"],
    ]
    table = csv_table(rows)
    assert (table.heading_row, len(results(table))) == (4, 1)


def test_merged_cells_belong_to_every_row_that_they_span(tmp_path: Path) -> None:
    rows = [[*HEADINGS, "商品名称", "数量"], ["", "", "", "", "冰箱", 1], ["", "", "", "", "空调", 2], ["OT2", *ROW[1:], "台灯", 1]]
    merged = [("订单", f"{column}2:{column}3", value) for column, value in zip("ABCD", ROW, strict=True)]
    told = snapshots(open_table(workbook(tmp_path / "a.xlsx", {"订单": rows}, merged)))
    assert (told[ROW[0]].fields["title"], told[ROW[0]].fields["items"], told[ROW[0]].fields["amount_fen"]) == ("冰箱 等 3 件", 3, 869900)
    assert told["OT2"].fields["items"] == 1


def test_a_merged_order_number_is_that_of_rows_that_name_no_goods(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"订单": [HEADINGS, ["", *ROW[1:]], ["", *ROW[1:]]]}, [("订单", "A2:A3", ROW[0])])
    (told,) = results(open_table(path))
    assert told.rows == (2, 3)


def test_a_preamble_as_wide_as_the_table_is_not_taken_for_its_headings() -> None:
    table = csv_table([["导出人", "李婷", "部门", "客服一组"], HEADINGS, ROW])
    assert (table.heading_row, list(snapshots(table))) == (2, [ROW[0]])


def test_goods_rows_below_an_order_without_its_number_are_its_own() -> None:
    rows = [[*HEADINGS, "商品名称", "数量"], [*ROW, "冰箱", 1], ["", "", "", "", "空调", 2]]
    assert only(rows).fields["items"] == 3


def test_goods_rows_of_one_order_join_wherever_they_stand_and_its_amount_counts_once() -> None:
    head = [*HEADINGS, "商品名称", "数量"]
    table = csv_table([head, [*ROW, "热泵洗烘套装", 1], ["OT2", *ROW[1:], "台灯", 1], [*ROW, "冰箱", 1]])
    told = snapshots(table)[ROW[0]].fields
    assert (told["title"], told["items"], told["amount_fen"]) == ("热泵洗烘套装 等 2 件", 2, 869900)
    assert not problems(table)


def test_rows_of_one_order_that_contradict_each_other_are_reported() -> None:
    table = csv_table([HEADINGS, ROW, [*ROW[:3], "99.00"]])
    (told,) = problems(table)
    assert (told.row, told.column, told.fate) == (3, "金额", Fate.LEFT_OUT)
    assert snapshots(table)[ROW[0]].fields["amount_fen"] == 869900


def test_amounts_of_sub_orders_that_differ_are_parts_of_the_order() -> None:
    head = ["主订单编号", "子订单编号", "支付完成时间", "订单状态", "订单应付金额"]
    assert (
        only([head, ["69382740115829365", "1", PAID, "备货中", "1,000.00"], ["69382740115829365", "2", PAID, "备货中", "99.00"]]).fields[
            "amount_fen"
        ]
        == 109900
    )


def test_an_order_with_one_line_shipped_is_part_shipped_and_has_no_ship_time() -> None:
    head = ["主订单编号", "子订单编号", "支付完成时间", "订单状态", "发货时间"]
    told = only([head, ["69382740115829365", "1", PAID, "已发货", PAID], ["69382740115829365", "2", PAID, "备货中", ""]])
    assert (told.stage, told.facts) == (Stage.TO_SHIP, {Fact.PART_SHIPPED})
    assert "shipped_at" not in told.fields


def test_an_order_is_not_over_while_one_of_its_lines_lives() -> None:
    head = ["主订单编号", "子订单编号", "支付完成时间", "订单状态", "售后状态"]
    told = only([head, ["69382740115829365", "1", PAID, "已关闭", "退款成功"], ["69382740115829365", "2", PAID, "备货中", "-"]])
    assert (told.stage, told.facts) == (Stage.TO_ACCEPT, frozenset())
    assert told.fields["tags"] == ["部分退款", "部分取消"]


def test_of_columns_that_repeat_the_filled_one_is_taken() -> None:
    told = only([["订单编号", "付款时间", "付款时间", "金额"], [ROW[0], "", PAID, "1"]])
    assert told.fields["paid_at"] == PAID_UTC


def test_a_status_joined_with_refund_words_is_stage_and_facts() -> None:
    assert only([HEADINGS, [*ROW[:2], "待发货，退款中", "1"]]).facts == {Fact.REFUNDING}
    locked = only([HEADINGS, [*ROW[:2], "(锁定)等待出库", "1"]])
    assert (locked.stage, locked.facts) == (Stage.TO_ACCEPT, {Fact.HELD})
    assert only([HEADINGS, [*ROW[:2], "（删除）等待出库", "1"]]).facts == {Fact.CANCELLED}
    assert only([[*HEADINGS, "售后状态"], [*ROW, "退款成功"]]).facts == {Fact.REFUNDED}


@pytest.mark.parametrize("word", ["拆单中", "未已发货", "已发货完成中", "部分退款成功", "已发货待付款"])
def test_an_unknown_status_word_is_a_gap_and_never_a_guess(word: str) -> None:
    table = csv_table([HEADINGS, [*ROW[:2], word, "1"]])
    (gap,) = gaps(table)
    assert (gap.file, gap.row, gap.word) == ("orders.csv", 2, word)
    told = snapshots(table)[ROW[0]]
    assert (told.stage, told.status_word, told.fields["paid_at"]) == (None, word, PAID_UTC)


def test_a_status_that_proves_a_step_without_a_time_invents_none() -> None:
    assert not {"shipped_at", "signed_at"} & only([HEADINGS, [*ROW[:2], "交易成功", "1"]]).fields.keys()


def test_an_empty_pinduoduo_time_is_taken_from_the_order_number() -> None:
    told = only([["订单号", "支付时间", "订单状态", "商家编码-规格维度"], ["251105-123456789012345", "-", "待发货", "A1"]])
    assert told.fields["created_at"] == "2025-11-04T16:00:00.000000Z"
    assert told.fields["created_from"] == "订单号"
    assert "paid_at" not in told.fields


@pytest.mark.parametrize("blank", ["-", "--", "无", "NULL", "", "\t", "'null", '=""'])
def test_blank_words_are_empty(blank: str) -> None:
    assert "seller_note" not in only([FULL, [*ROW, "李婷", "13812345678", "浙江省杭州市余杭区", blank]]).fields


def test_nothing_plain_of_a_person_is_kept() -> None:
    told = only([FULL, [*ROW, "李小婷", "13812345678", "浙江省 杭州市 余杭区 文一西路969号 3幢", "电话13812345678"]])
    assert (told.fields["receiver"], told.fields["phone"], told.fields["phone_tail"]) == ("李**", "138****5678", "5678")
    assert [told.fields[name] for name in ("region", "province", "city", "district")] == ["华东", "浙江", "杭州", "余杭区"]
    assert not any(secret in repr(told) for secret in ("李小婷", "13812345678", "文一西路"))


def test_masked_people_are_accepted() -> None:
    table = csv_table([FULL, [*ROW, "李*", "138****5678", "****", ""]])
    assert not problems(table)
    assert snapshots(table)[ROW[0]].fields["phone"] == "138****5678"


def test_a_problem_quotes_no_secret() -> None:
    (told,) = problems(csv_table([FULL, ["电话13812345678", *ROW[1:], "", "", "", ""]]))
    assert told.value == "电话138****5678"


def test_an_erp_file_speaks_of_the_platforms_order_in_its_own_name() -> None:
    head = ["内部订单号", "线上订单号", "店铺名称", "付款日期", "状态", "应付金额", "异常类型"]
    table = csv_table([head, ["1000300", ROW[0], "天猫旗舰店", PAID, "已付款待审核", "8699.00", ""]])
    told = snapshots(table)[ROW[0]]
    assert (told.kind, told.stage, told.fields["erp_order_id"], told.fields["platform"]) == (
        SourceKind.ERP,
        Stage.TO_AUDIT,
        "1000300",
        "taobao",
    )


def test_an_erp_row_of_merged_orders_is_a_reading_of_each_without_an_amount() -> None:
    head = ["内部订单号", "线上订单号", "付款日期", "状态", "应付金额"]
    told = snapshots(csv_table([head, ["1000300", f"{ROW[0]},4418296013577823902", PAID, "已付款待审核", "9.00"]]))
    assert told[ROW[0]].fields["merged_with"] == ["4418296013577823902"]
    assert not any("amount_fen" in one.fields for one in told.values())


def test_hostile_text_stays_text() -> None:
    told = only([[*HEADINGS, "店铺名称", "订单备注"], [*ROW, "<b>店\u202e\x07</b>", "=cmd|'/c calc'!A1"]])
    assert (told.fields["shop"], told.fields["seller_note"]) == ("<b>店</b>", "=cmd|'/c calc'!A1")


def test_without_an_order_number_and_a_time_nothing_is_read() -> None:
    table = csv_table([["订单编号", "金额"], ["OT1", "1"]])
    assert not detect(table).ready
    with pytest.raises(Unreadable, match="付款时间"):
        results(table)
