"""Whether an address can be printed, judged by its structured fields and the platform's own complaint; nobody reads the street (R33)."""

from ordertower_desktop.domain.order import Order


def trouble(order: Order) -> str:
    """What is missing or unclear, in words; empty for an address that can be printed, and for one of which nothing is known."""
    if issue := order.text("address_issue").strip():
        return f"平台报地址问题：{issue[:60]}"
    province, city, district = (order.text(name).strip() for name in ("province", "city", "district"))
    if not (province or city or district):
        return ""
    if not province:
        return "地址缺省份"
    return "" if city or district else "地址只有省份，缺城市和区县"
