"""`ordertower verify-audit`: walks the hash chain of the audit log and names the first bad row."""

import argparse
from typing import Any

from ordertower_desktop.sync.commands.hub import hub, say


def run(options: argparse.Namespace) -> int:
    """0 when the chain holds, 1 when a row was changed, taken out or put in."""
    with hub(options) as client:
        found = client.get("/v1/audit/verify", dict[str, Any])
    if found.get("ok"):
        say(f"审计链完整，共 {found['rows']:,} 行")
        return 0
    say(f"审计链在第 {found.get('bad_row')} 行断开：{found.get('why') or '内容与校验不符'}")
    return 1
