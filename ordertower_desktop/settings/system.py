"""The systems beside the shops that a source may be: ERPs, those who know where parcels are, and warehouses that take commands."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class SystemName(StrEnum):
    """A system that is spoken to in its own dialect."""

    KUAIDI100 = "kuaidi100"
    SF = "sf"
    QIMEN = "qimen"
    JUSHUITAN = "jushuitan"
    WANGDIAN = "wangdian"
    TRYTON = "tryton"
    WAREHOUSE = "warehouse"


NEEDED: Mapping[SystemName, Mapping[str, str]] = MappingProxyType(
    {
        SystemName.KUAIDI100: {"app_key": 'app_key = "授权里的 customer"', "secret": 'secret = "keyring:{id}-key"'},
        SystemName.SF: {"app_key": 'app_key = "顾客编码 partnerID"', "secret": 'secret = "keyring:{id}-checkword"'},
        SystemName.QIMEN: {
            "app_key": 'app_key = "12345678"', "account": 'account = "customerId"', "secret": 'secret = "keyring:{id}-secret"',
        },
        SystemName.JUSHUITAN: {
            "app_key": 'app_key = "12345678"', "secret": 'secret = "keyring:{id}-secret"', "token": 'token = "keyring:{id}-token"',
        },
        SystemName.WANGDIAN: {
            "account": 'account = "卖家账号 sid"', "app_key": 'app_key = "接口账号 key"', "secret": 'secret = "keyring:{id}-secret"',
        },
        SystemName.TRYTON: {
            "base_url": 'base_url = "https://erp.example.com/数据库名"', "account": 'account = "用户名"',
            "secret": 'secret = "keyring:{id}-password"',
        },
        SystemName.WAREHOUSE: {"secret": 'secret = "keyring:{id}-secret"', "base_url": 'base_url = "https://wms.example.com"'},
    }
)  # fmt: skip
"""What each proves itself with, and how that is written."""

MAY: Mapping[SystemName, tuple[str, ...]] = MappingProxyType(
    {
        SystemName.KUAIDI100: ("token", "callback", "quota", "carriers"),
        SystemName.SF: ("quota", "carriers"),
        SystemName.QIMEN: (),
        SystemName.JUSHUITAN: (),
        SystemName.WANGDIAN: (),
        SystemName.TRYTON: (),
        SystemName.WAREHOUSE: (),
    }
)
"""What may stand there besides."""

TELLABLE = frozenset({SystemName.TRYTON})
"""Those that can be told of shipments."""
