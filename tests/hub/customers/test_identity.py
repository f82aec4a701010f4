"""客户身份: orders find their customer by fingerprints, people have the last word, and what was split stays split."""

from pathlib import Path

from tests.hub.customers.kit import DEVICE, DOOR, LI, PHONE, People


def alike(people: People, *orders: str) -> bool:
    return len({people.of(order).customer for order in orders}) == 1


def test_phone_address_and_device_together_are_one_customer_on_two_platforms(people: People) -> None:
    people.buys("A1", **LI)
    people.buys("B1", platform="douyin", **LI)
    one = people.of("A1")
    assert alike(people, "A1", "B1")
    assert (one.orders, [row.order for row in one.open]) == (2, ["B1"])
    assert {face.platform for face in one.faces} == {"taobao", "douyin"}


def test_a_telephone_alone_makes_nobody_one_and_asks_nobody(people: People) -> None:
    people.buys("A1", **LI)
    people.buys("B1", **(LI | {"address": "文一西路 1 号", "device": "other"}))
    assert not alike(people, "A1", "B1")
    assert people.page().questions == []


def test_two_factors_of_three_wait_for_a_person_who_says_yes_and_takes_it_back(people: People) -> None:
    people.buys("A1", **LI)
    people.buys("B1", **(LI | {"device": "another"}))
    (asked,) = people.page().questions
    assert (asked.score, not alike(people, "A1", "B1")) == (77, True)
    assert {line.name: (line.match, line.points) for line in asked.factors}["设备指纹"] == ("differs", 0)
    act = people.did("join", asked.a, other=asked.b)
    assert alike(people, "A1", "B1")
    assert people.page().questions == []
    people.did("undo", act)
    assert not alike(people, "A1", "B1")
    assert len(people.page().questions) == 1, "the question is asked again"


def test_what_was_split_is_never_made_one_again_by_later_orders(people: People) -> None:
    people.buys("A1", **LI)
    people.buys("B1", platform="douyin", **LI)
    face = next(one.id for one in people.of("A1").faces if one.platform == "douyin")
    people.did("split", face, why="两兄弟合用")
    assert not alike(people, "A1", "B1")
    people.buys("C1", platform="pdd", **LI)
    people.buys("A2", **LI)
    people.buys("B2", platform="douyin", **LI)
    assert alike(people, "A1", "A2")
    assert alike(people, "B1", "B2")
    assert not alike(people, "A1", "B1")
    assert people.page().questions == [], "nobody is asked again what they have answered"


def test_a_split_is_undone_as_a_whole(people: People) -> None:
    people.buys("A1", **LI)
    people.buys("B1", platform="douyin", **LI)
    people.buys("C1", platform="jd", **LI)
    customer = people.of("A1").customer
    act = people.did("split", customer, why="不是他")
    assert not alike(people, "A1", "B1")
    assert alike(people, "B1", "C1"), "those that stay are one"
    people.did("undo", act)
    assert alike(people, "A1", "B1", "C1")
    assert people.does("undo", act).json()["title"] == "这一步已经撤销，或不存在，请刷新"


def test_an_act_on_ground_that_moved_since_is_not_undone(people: People) -> None:
    people.buys("A1", **LI)
    people.buys("B1", platform="douyin", **LI)
    face = next(one.id for one in people.of("A1").faces if one.platform == "douyin")
    act = people.did("split", face, why="不是他")
    other = next(one.id for one in people.of("A1").faces)
    people.did("join", other, other=face)
    assert people.does("undo", act).status_code == 422


def test_behind_a_mask_only_the_platforms_own_number_speaks_and_the_page_says_so(people: People) -> None:
    masked = {"buyer": "李*", "phone": "138****1111", "city": "杭州市", "district": "余杭区"}
    people.buys("A1", oaid="OAID-9x", **masked)
    people.buys("A2", oaid="OAID-9x", **(masked | {"phone": "", "receiver": "小李**"}))
    people.buys("A3", **masked)
    assert alike(people, "A1", "A2")
    assert people.of("A2").note == "号码被平台遮住，只按收件人号 OAID认"
    assert people.of("A3").why == "号码、地址和平台买家号都被遮住或没给，认不出是哪位客户"


def test_one_platforms_number_says_nothing_on_another(people: People) -> None:
    people.buys("A1", open_id="77", buyer="李*")
    people.buys("B1", platform="jd", open_id="77", buyer="李*")
    assert not alike(people, "A1", "B1")


def test_the_same_act_twice_is_done_once_and_another_under_its_id_is_refused(people: People) -> None:
    people.buys("A1", **LI)
    people.buys("B1", **(LI | {"device": "another"}))
    (asked,) = people.page().questions
    for _ in range(2):
        people.did("join", asked.a, other=asked.b, id="one")
    assert people.does("split", asked.a, id="one").json()["title"] == "这个操作编号已用过，请刷新后再试"


def test_whoever_was_silent_for_two_years_is_forgotten_with_a_report_but_not_what_was_split(people: People) -> None:
    people.buys("A1", **LI)
    people.buys("B1", platform="douyin", **LI)
    face = next(one.id for one in people.of("A1").faces if one.platform == "douyin")
    people.did("split", face, why="不是他")
    people.hub.advance(days=700)
    assert people.page().forgotten == []
    people.hub.advance(days=40)
    page = people.page()
    assert [(one.faces, one.orders, one.months) for one in page.forgotten] == [(2, 2, 24)]
    assert page.zombies == 0
    people.buys("A2", **LI)
    people.buys("B2", platform="douyin", **LI)
    assert not alike(people, "A2", "B2"), "they were split before they were forgotten"


def test_nothing_personal_is_kept_where_customers_are(people: People, tmp_path: Path) -> None:
    people.buys("A1", **LI, receiver="金丝雀")
    people.buys("B1", **(LI | {"device": "another"}))
    told = people.hub.call("GET", "/v1/customers").text + people.hub.call("GET", "/v1/customers/of/A1").text
    with people.hub.tower.db.read() as conn:
        kept = ""
        for table in ("customer_faces", "customer_orders", "customer_links", "merge_offers", "customer_acts", "ship_stops"):
            kept += repr(conn.exec_driver_sql(f"SELECT * FROM {table}").all())  # noqa: S608 - names of our own
    for canary in (PHONE, DOOR, "金丝雀", DEVICE):
        assert canary not in told
        assert canary not in kept
    assert "138****1111" in told
