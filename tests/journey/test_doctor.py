"""`ordertower doctor` and `support` as a person types them, beside a hub that holds real orders."""

import json
import zipfile
from pathlib import Path

from tests.journey.real import Ordertower

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_a_person_looks_what_is_wrong_and_sends_a_file_without_anybody_in_it(ordertower: Ordertower, tmp_path: Path) -> None:
    sheet = tmp_path / "canary.csv"
    sheet.write_text(
        "订单编号,买家昵称,收货人姓名,联系手机,收货地址,订单状态,订单付款时间,买家留言\n"
        "7700000000000000001,canary-nick,王小明,13912345678,浙江省 杭州市 余杭区 文一西路969号,"
        "买家已付款等待卖家发货,2025-11-12 10:18:05,备注canary\n",
        "utf-8",
    )
    brought = ordertower("import", str(sheet), "--preset", "taobao")
    assert brought.returncode == 0, brought.stderr

    told = ordertower("doctor")
    assert "✓ 中枢：http://127.0.0.1:" in told.stdout, told.stdout + told.stderr
    assert "✓ 时钟：与中枢相差" in told.stdout
    found = json.loads(ordertower("doctor", "--json").stdout)
    assert {"code", "state", "told", "advice", "facts", "what"} == set(found[0])
    assert all(one["advice"] for one in found if one["state"] == "bad")

    out = tmp_path / "help.zip"
    sent = ordertower("support", "--out", str(out))
    assert sent.returncode == 0, sent.stderr
    with zipfile.ZipFile(out) as made:
        whole = b"".join(made.read(name) for name in made.namelist())
        findings = json.loads(made.read("findings.json"))
    words = ("canary", "王小明", "13912345678", "文一西路", "7700000000000000001", str(tmp_path), Path.home().name + "/")
    assert [word for word in words if word.encode() in whole] == []
    assert {one["facts"].get("kind") for one in findings} >= {"platform"}
