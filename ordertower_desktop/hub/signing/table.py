"""Every scheme by its name."""

from collections.abc import Mapping
from types import MappingProxyType

from ordertower_desktop.hub.signing.messaging import MESSAGING
from ordertower_desktop.hub.signing.scheme import Scheme
from ordertower_desktop.hub.signing.schemes import CARRIERS, ERPS, PLATFORMS

SCHEMES: Mapping[str, Scheme] = MappingProxyType({scheme.id: scheme for scheme in (*PLATFORMS, *CARRIERS, *ERPS, *MESSAGING)})
