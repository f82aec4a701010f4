"""Whose export a table is, which column is what, and how that is remembered."""

import io
import tomllib
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.hub.connectors.sheets import (
    FIELDS,
    PRESETS,
    ColumnMap,
    Unreadable,
    detect,
    fingerprint,
    from_toml,
    open_table,
    to_toml,
)
from ordertower_desktop.hub.connectors.sheets.columns.detect import atlas
from ordertower_desktop.hub.connectors.sheets.columns.preset import COMMON, preset, resources
from ordertower_desktop.hub.connectors.sheets.columns.words import Dictionary, meaning
from tests.hub.sheets_kit import Sheet, csv_table, results, snapshots

PAID = "2025-11-12 10:18:00"
HEADINGS_OF = {
    "taobao": (
        "订单编号,买家会员名,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,收货人姓名,收货地址 ,"
        "联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类,物流单号 ,宝贝总数量,店铺Id,店铺名称"
    ),
    "jd": (
        "订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,应付金额,订单状态,"
        "订单类型,下单帐号,客户姓名,客户地址,联系电话,付款确认时间"
    ),
    "pdd": (
        "商品,订单号,订单状态,商品总价(元),邮费(元),用户实付金额(元),商家实收金额(元),商品数量(件),支付时间,"
        "拼单成功时间,承诺发货时间,样式ID,商家编码-规格维度,快递单号,售后状态"
    ),
    "douyin": (
        "主订单编号,子订单编号,选购商品,商品规格,商品数量,商家编码,订单应付金额,订单提交时间,支付完成时间,"
        "承诺发货时间,订单状态,售后状态,达人昵称,流量来源,流量体裁"
    ),
    "kuaishou": ("订单号,订单创建时间,支付时间,承诺发货时间,订单状态,实付款,商品名称,成交数量,买家昵称,快递单号"),
    "jushuitan": (
        "内部订单号,线上订单号,店铺名称,订单日期,付款日期,计划发货日期,发货日期,应付金额,已付金额,状态,异常类型,商品编码,买家账号,卖家备注"
    ),
    "wangdian": ("订单编号,原始单号,店铺名称,下单时间,付款时间,订单状态,应收金额,冻结原因,标记,客户网名,仓库,物流公司,物流单号"),
    "kuaimai": ("系统订单号,平台订单号,店铺名称,下单时间,付款时间,承诺时间,系统状态,实付金额,异常,标签,仓库,快递公司,运单号"),
}
NUMBER = {"pdd": "251112-123456789012345"}


def export(name: str) -> Sheet:
    """A table as that system exports it, one order long."""
    head = HEADINGS_OF[name].split(",")
    known = preset(name)
    word = next(iter(known.status.keys() - preset(COMMON).status.keys()), "待付款")
    time = {heading for field in ("created_at", "paid_at", "ship_by", "shipped_at") for heading in known.headings[field]}
    number = {heading for field in ("order_id", "erp_order_id", "sub_order_id") for heading in known.headings[field]}
    cells = {"status": word, "refund_status": "-"}
    told = [next((cells[field] for field in cells if one.strip() in known.headings[field]), "") for one in head]
    return [head, [PAID if one.strip() in time else NUMBER.get(name, "4418296013577823901") if one.strip() in number else cell
                   for one, cell in zip(head, told, strict=True)]]  # fmt: skip


@pytest.mark.parametrize("name", PRESETS)
def test_each_systems_export_is_recognised_and_gives_order_number_time_and_status(name: str) -> None:
    found = detect(csv_table(export(name)))
    assert (found.preset, found.ready) == (name, True)
    assert found.score > 0.5
    assert {"order_id", "status", "amount_fen", "paid_at"} <= found.column_map.columns.keys()
    assert not found.gaps


def test_the_order_of_columns_does_not_matter() -> None:
    head, row = export("jushuitan")
    turned = csv_table([head[::-1], row[::-1]])
    assert detect(turned).column_map.columns == detect(csv_table([head, row])).column_map.columns


def test_a_floors_own_table_without_a_known_system_is_read_by_common_words() -> None:
    found = detect(csv_table([["单号", "付款日期", "状态", "金额", "手机"], ["OT2511120482", PAID, "待发货", "12.00", "13812345678"]]))
    assert (found.preset, found.ready) == (COMMON, True)
    assert found.column_map.columns["phone"] == "手机"


def test_unknown_headings_stay_unmapped_with_a_proposal_from_their_cells() -> None:
    rows = [["甲", "乙", "丙", "丁"], *([f"OT25111204{n:02d}", PAID, f"{n}.50", "13812345678"] for n in range(10, 20))]
    found = detect(csv_table(rows))
    assert [guess.field for guess in found.guesses] == [None] * 4
    assert [guess.proposal for guess in found.guesses] == ["order_id", "paid_at", "amount_fen", "phone"]
    assert not found.ready


def test_a_heading_whose_cells_speak_against_it_is_only_a_proposal() -> None:
    rows = [["订单编号", "付款时间", "下单时间"], *([f"OT25111204{n:02d}", "13812345678", PAID] for n in range(10, 20))]
    told = {guess.column: guess for guess in detect(csv_table(rows)).guesses}
    assert (told["付款时间"].field, told["付款时间"].proposal) == (None, "paid_at")
    assert told["付款时间"].confidence < 0.6 < told["下单时间"].confidence


def test_a_person_maps_two_columns_and_the_rest_is_guessed() -> None:
    table = csv_table([["我的号", "钱到账", "状态", "备注"], ["OT2511120482", PAID, "待配", "加急"]])
    given = from_toml(
        '[map]\norder_id = "我的号"\npaid_at = "钱到账"\n[status_map]\n"待配" = "TO_PRINT"\n[source]\nid = "own"\nkind = "erp"\n'
    )
    found = detect(table, given=given)
    assert found.column_map.columns == {"order_id": "我的号", "paid_at": "钱到账", "status": "状态", "seller_note": "备注"}
    assert (found.column_map.source, found.column_map.kind, found.gaps) == ("own", SourceKind.ERP, ())
    assert snapshots(table, found.column_map)["OT2511120482"].stage is Stage.TO_PRINT


def test_a_map_takes_a_column_from_the_field_that_the_guess_gave_it_to() -> None:
    table = csv_table([["订单编号", "付款时间"], ["OT2511120482", PAID]])
    assert detect(table, given=ColumnMap({"created_at": "付款时间"})).column_map.columns == {
        "order_id": "订单编号",
        "created_at": "付款时间",
    }


def test_the_commonest_headings_alone_make_nobodys_export() -> None:
    found = detect(csv_table([["订单编号", "付款时间", "订单状态"], ["OT2511120482", PAID, "待发货"]]))
    assert (found.preset, found.column_map.columns["order_id"]) == (COMMON, "订单编号")


def test_the_timezone_of_the_source_dates_its_times() -> None:
    table = csv_table([["订单编号", "付款时间"], ["OT2511120482", PAID]])
    told = snapshots(table, detect(table, given=ColumnMap({}, timezone="Europe/Berlin")).column_map)
    assert told["OT2511120482"].fields["paid_at"] == "2025-11-12T09:18:00.000000Z"


def test_a_repeated_heading_can_be_named_by_its_number() -> None:
    table = csv_table([["订单编号", "时间", "时间"], ["OT2511120482", "2025-11-11 00:00", PAID]])
    given = ColumnMap({"order_id": "订单编号", "paid_at": "时间#2"})
    assert snapshots(table, given)["OT2511120482"].fields["paid_at"] == "2025-11-12T02:18:00.000000Z"


def test_a_map_for_another_table_is_refused_by_column() -> None:
    table = csv_table([["订单编号", "付款时间"], ["OT2511120482", PAID]])
    with pytest.raises(Unreadable, match="成交日"):
        results(table, ColumnMap({"order_id": "订单编号", "paid_at": "成交日"}))


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)


@given(
    st.dictionaries(st.sampled_from(sorted(FIELDS)), names),
    st.dictionaries(names, st.sampled_from(["TO_AUDIT", "none", "TO_SHIP part_shipped", "cancelled", "TO_AUDIT #异常"])),
    st.sampled_from([None, *SourceKind]),
    st.sampled_from(["", "erp-main", 'a"b\\c\x7f']),
)
def test_a_map_written_and_read_again_is_the_same_map(
    columns: dict[str, str], words: dict[str, str], kind: SourceKind | None, source: str
) -> None:
    told = ColumnMap(columns, "taobao", words, source, kind, "Asia/Shanghai")
    assert from_toml(to_toml(told)) == told


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[map", "TOML"),
        ('[map]\nnummer = "单号"', "nummer"),
        ('[status_map]\n"a" = "SHIPPED"', "SHIPPED"),
        ("[map]\norder_id = 3", "文字"),
        ('[source]\nkind = "shop"', "shop"),
        ('[source]\ntimezone = "Peking"', "Peking"),
        ("[columns]", "columns"),
        ('[source]\npreset = "ebay"', "ebay"),
        ('[source]\nname = "a"', "name"),
    ],
)
def test_a_wrong_map_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        from_toml(text, "my.toml")


def test_a_heading_set_is_remembered_whatever_its_order_width_and_units() -> None:
    heads = ("订单编号", "金额(元)", "付款时间 ")
    assert len({fingerprint(order) for order in permutations(heads)}) == 1
    assert fingerprint(["付款时间", "＊订单编号", "金额（元）", ""]) == fingerprint(heads)
    assert fingerprint(heads[:2]) != fingerprint(heads)


def test_an_event_file_is_said_to_be_one() -> None:
    line = b'{"at": "2025-11-12T10:18:00+08:00", "source": "a", "event": "order_created", "order_id": "1", "payload": {}}\n'
    assert detect(open_table(io.BytesIO(line), "events.ndjson")).is_events
    assert detect(csv_table([["at", "source", "event", "order_id", "payload"], [PAID, "a", "note", "1", "{}"]])).is_events


def test_an_unknown_preset_is_refused_by_name() -> None:
    with pytest.raises(Unreadable, match="ebay"):
        detect(csv_table(export("jd")), name="ebay")


@pytest.mark.parametrize("name", [*PRESETS, COMMON])
def test_every_preset_says_only_what_the_ladder_knows(name: str) -> None:
    known = preset(name)
    assert all(meaning(told) for told in (*known.status.values(), *known.refund.values()))
    assert all(len(heading) == len(heading.strip()) for headings in known.headings.values() for heading in headings)


def test_words_of_a_floor_go_before_those_of_a_preset() -> None:
    words = Dictionary({"已发货": "TO_COLLECT"}, {"已 发货": "IN_TRANSIT"})
    assert words.read("已发货") == meaning("IN_TRANSIT")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("浙江省 杭州市 余杭区 文一西路969号 (310000)", ("华东", "浙江", "杭州", "余杭区")),
        ("上海上海市浦东新区张江路1号", ("华东", "上海", "上海", "浦东新区")),
        ("北京 朝阳区", ("华北", "北京", "北京", "朝阳区")),
        ("重庆市重庆市渝中区", ("西南", "重庆", "重庆", "渝中区")),
        ("广西壮族自治区南宁市青秀区", ("华南", "广西", "南宁", "青秀区")),
        ("内蒙古自治区/包头市/昆都仑区", ("华北", "内蒙古", "包头", "昆都仑区")),
        ("吉林省吉林市昌邑区", ("东北西北", "吉林", "吉林", "昌邑区")),
        ("吉林市昌邑区", ("东北西北", "吉林", "吉林", "昌邑区")),
        ("吉林省延边朝鲜族自治州延吉市", ("东北西北", "吉林", "延边", "延吉市")),
        ("广东佛山市顺德区", ("华南", "广东", "佛山", "顺德区")),
        ("深圳市南山区科技园", ("华南", "广东", "深圳", "南山区")),
        ("江苏省昆山市玉山镇", ("华东", "江苏", "苏州", "昆山市")),
        ("新疆维吾尔自治区乌鲁木齐市天山区", ("东北西北", "新疆", "乌鲁木齐", "天山区")),
        ("香港特别行政区九龙观塘区", ("华南", "香港", "九龙", "观塘区")),
        ("湖北省仙桃市", ("华中", "湖北", "仙桃", "")),
        ("****", ("", "", "", "")),
        ("阳光小区3栋", ("", "", "", "")),
    ],
)
def test_an_address_becomes_region_province_city_and_district(address: str, place: tuple[str, ...]) -> None:
    told = atlas().read(address)
    assert (told.region, told.province, told.city, told.district) == place


def test_an_erp_that_is_done_with_an_order_does_not_say_that_the_buyer_has_it() -> None:
    """旺店通's 已完成 is a parcel that has left, in its file as over its interface."""
    preset = tomllib.loads((resources() / "presets" / "wangdian.toml").read_text("utf-8"))
    assert preset["status"]["已完成"] == preset["status"]["已发货"] == "TO_COLLECT"
