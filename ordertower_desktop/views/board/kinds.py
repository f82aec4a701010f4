"""The tiles that there are, and how they stand at first."""

from ordertower_desktop.views.board import foot, head, lists, shares
from ordertower_desktop.views.board.tile import Kind

KINDS = {
    kind.key: kind
    for kind in (
        Kind("level", "响应级别", 9, 116, head.level),
        Kind("lights", "红黄绿灯", 7, 116, head.lights),
        Kind("decisions", "等我决定", 8, 116, head.decisions),
        Kind("swift", "8 小时出库", 7, 116, head.swift),
        Kind("platforms", "平台", 7, 196, shares.platforms),
        Kind("regions", "区域", 7, 196, shares.regions),
        Kind("stages", "阶段", 10, 196, shares.stages),
        Kind("overdue", "超时清单", 9, 300, lists.overdue),
        Kind("people", "人员", 8, 300, lists.people),
        Kind("heat", "热力", 7, 300, lists.heat),
        Kind("recovery", "恢复", 24, 72, foot.recovery),
    )
}
DEFAULT = ("level", "lights", "decisions", "platforms", "regions", "stages", "overdue", "people", "heat", "recovery")
