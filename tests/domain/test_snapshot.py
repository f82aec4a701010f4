"""What a source is by its name alone."""

import pytest

from ordertower_desktop.domain.snapshot import SourceKind, spoken_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("taobao:stock", "platform"), ("appstore", "platform"), ("enterprise-shop", "platform"), ("customs", "platform"),
        ("pdd:sfruit", "platform"),
        ("own:erp", "erp"), ("MyERP", "erp"), ("erp_hz", "erp"), ("oms2", "erp"), ("jushuitan:1", "erp"),
        ("wms-hz", "wms"), ("pda", "wms"), ("杭州仓", "wms"), ("crm", "crm"),
        ("sto", "carrier"), ("sf:1", "carrier"), ("sf-express", "carrier"), ("kuaidi100", "carrier"), ("申通快递", "carrier"),
    ],
)  # fmt: skip
def test_a_name_says_what_a_source_is(name: str, kind: str) -> None:
    assert spoken_kind(name) is SourceKind(kind)
