"""Event files as they come: good lines go on, bad ones are named with line, column and reason."""

import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.hub.store.eventfile import BadLine, events
from ordertower_desktop.hub.store.labelfile import labels

HEAD = "at,source,event,order_id,payload\n"
GOOD = '2026-11-12T14:32:08+08:00,tmall,payment_approved,T1,"{""shop"":""旗舰店""}"\n'
TOLD = Event(datetime(2026, 11, 12, 6, 32, 8, tzinfo=UTC), "tmall", "payment_approved", "T1", {"shop": "旗舰店"})


def read(path: Path, content: str | bytes, zone: str = "Asia/Shanghai") -> tuple[list[Event], list[BadLine]]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    bad: list[BadLine] = []
    return list(events(path, zone=ZoneInfo(zone), bad=bad.append)), bad


@pytest.mark.parametrize(
    "content",
    [
        HEAD + GOOD,
        "\ufeff" + HEAD + GOOD,
        (HEAD + GOOD).replace("\n", "\r\n"),
        (HEAD + GOOD).encode("gbk"),
        gzip.compress((HEAD + GOOD).encode()),
        GOOD,
        HEAD + "\n\n" + GOOD,
        "时间,来源,事件,订单号,内容\n" + GOOD,
        "event,order_id,at,source,payload\n" + 'payment_approved,T1,2026-11-12 14:32:08,tmall,"{""shop"":""旗舰店""}"\n',
        json.dumps(
            {"at": "2026-11-12T06:32:08Z", "source": "tmall", "event": "payment_approved", "order_id": "T1", "payload": {"shop": "旗舰店"}}
        ),
        json.dumps(
            {"at": "2026/11/12 14:32:08", "source": "tmall", "event": "payment_approved", "order_id": "T1", "payload": '{"shop": "旗舰店"}'}
        ),
    ],
)
def test_one_event_is_read_the_same_however_it_was_saved(tmp_path: Path, content: str | bytes) -> None:
    assert read(tmp_path / "events", content) == ([TOLD], [])


def test_a_time_without_a_zone_is_read_on_the_clocks_asked_for(tmp_path: Path) -> None:
    found, _ = read(tmp_path / "e.csv", HEAD + "2017-10-02 10:56:33,olist,order_created,O1,\n", "America/Sao_Paulo")
    assert found[0].at == datetime(2017, 10, 2, 13, 56, 33, tzinfo=UTC)


def test_bad_lines_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    content = HEAD + "".join([
        "昨天,tmall,accepted,T1,\n",
        "2026-11-12T14:32:08+08:00,tmall,,T1,\n",
        "2026-11-12T14:32:08+08:00,tmall,accepted,,\n",
        "2026-11-12T14:32:08+08:00,tmall,accepted,T1,{oops}\n",
        "2026-11-12T14:32:08+08:00,tmall,accepted,T1,[1]\n",
        '2026-11-12T14:32:08+08:00,tmall,accepted,T1,"{""a"":1}",6\n',
        GOOD,
    ])  # fmt: skip
    found, bad = read(tmp_path / "e.csv", content)
    assert found == [TOLD]
    assert [(one.line, one.column) for one in bad] == [(2, "at"), (3, "event"), (4, "order_id"), (5, "payload"), (6, "payload"), (7, "")]
    assert str(bad[0]) == "第 2 行，at 列：“昨天”不是时间，应写成 2026-11-12T14:32:08+08:00"


def test_a_stray_quote_costs_its_own_line_only(tmp_path: Path) -> None:
    found, bad = read(tmp_path / "e.csv", HEAD + GOOD + '2026-11-12T14:32:08+08:00,tmall,accepted,T1,"{\n' + GOOD * 3)
    assert found == [TOLD] * 4
    assert [one.line for one in bad] == [3]


def test_a_payload_may_span_lines(tmp_path: Path) -> None:
    found, bad = read(tmp_path / "e.csv", HEAD + GOOD.replace("{", "{\n").replace("}", "\n}") + GOOD)
    assert (found, bad) == ([TOLD] * 2, [])


@pytest.mark.parametrize("payload", ["[" * 100_000, '{"a":' * 100_000, '{"a": NaN}', '{"a": 1e999}x', "\x00", '"text"'])
def test_a_poisoned_payload_is_set_aside(tmp_path: Path, payload: str) -> None:
    line = json.dumps({"at": "2026-11-12T06:32:08Z", "source": "s", "event": "note", "order_id": "T1", "payload": payload})
    found, bad = read(tmp_path / "e.ndjson", line + "\n" + line.replace(json.dumps(payload), "{}"))
    assert [(one.line, one.column, one.order_id) for one in bad] == [(1, "payload", "T1")]
    assert len(found) == 1


@pytest.mark.parametrize("payload", [{"waybill": "SF\0"}, {"a": [{"b\0": 1}]}])
def test_a_line_with_a_nul_is_set_aside(tmp_path: Path, payload: dict[str, object]) -> None:
    """PostgreSQL keeps no text with one, and none that means something has one."""
    line = json.dumps({"at": "2026-11-12T06:32:08Z", "source": "s", "event": "note", "order_id": "T1", "payload": payload})
    found, bad = read(tmp_path / "e.ndjson", f"{line}\n{line.replace(chr(92) + 'u0000', '')}")
    assert [(one.line, one.order_id, "空字符" in one.reason) for one in bad] == [(1, "T1", True)]
    assert len(found) == 1
    found, bad = read(tmp_path / "e.csv", HEAD + GOOD.replace("tmall", "tm\0all") + GOOD)
    assert ([one.line for one in bad], found) == ([2], [TOLD])


def test_lines_that_nobody_wants_are_not_looked_into(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text(HEAD + "昨天,tmall,accepted,T1,{oops}\n" + GOOD.replace(",T1,", ",T2,"), "utf-8")
    bad: list[BadLine] = []
    found = list(events(tmp_path / "e.csv", zone=SHANGHAI, bad=bad.append, wanted=lambda order_id, _event: order_id == "T2"))
    assert ([one.order_id for one in found], bad) == (["T2"], [])


def test_an_empty_file_tells_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "e.csv", "") == ([], [])
    assert read(tmp_path / "e.csv", HEAD) == ([], [])


@pytest.mark.parametrize(
    "content",
    [
        "T1\nT2\nT1\n",
        "order_id,why\nT1,x\nT2,y\n",
        "说明,订单号\nx,T1\ny,T2\n",
        '["T1", "T2"]',
        '[{"order_id": "T1"}, {"order_id": "T2"}]',
        '{"labels": ["T1", "T2"]}',
    ],
)
def test_labels_are_read_from_whatever_people_made(tmp_path: Path, content: str) -> None:
    (tmp_path / "labels").write_text(content, "utf-8")
    assert labels(tmp_path / "labels") == ("T1", "T2")


def test_a_packed_file_that_breaks_off_is_named_where_it_does(tmp_path: Path) -> None:
    whole = gzip.compress((HEAD + GOOD).encode() + os.urandom(4000).hex().encode())
    found, bad = read(tmp_path / "e.csv.gz", whole[: len(whole) // 2])
    assert found == [TOLD]
    assert (bad[-1].line, "压缩包不完整" in bad[-1].reason) == (3, True)
    (tmp_path / "labels").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadFile, match="labels：第 3 行：压缩包不完整"):
        labels(tmp_path / "labels")
