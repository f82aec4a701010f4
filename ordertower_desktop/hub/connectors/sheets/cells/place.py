"""Province, city and district out of an address, by longest prefix; nothing below the district is kept."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ordertower_desktop.hub.connectors.sheets.cells.text import plain
from ordertower_desktop.hub.connectors.sheets.table import Cell

_PROVINCE_END = re.compile(r"(?:省|市|特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区)$")
_PEOPLES = (
    "土家族苗族|布依族苗族|苗族侗族|蒙古族藏族|藏族羌族|傣族景颇族|哈尼族彝族|壮族苗族|朝鲜族|蒙古族|土家族|哈萨克|柯尔克孜|"
    "维吾尔|傣族|白族|彝族|苗族|藏族|回族|傈僳族|黎族|羌族|蒙古"
)
_CITY_END = re.compile(rf"(?:(?:{_PEOPLES})*自治州|地区|盟|市)$")
_GAPS = re.compile(r"[\s,，/|·>\-]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Short province and city names (浙江, 杭州), the district in full (余杭区), and the board's region (华东)."""

    region: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    fields: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        told = (("region", self.region), ("province", self.province), ("city", self.city), ("district", self.district))
        object.__setattr__(self, "fields", {name: value for name, value in told if value})


NOWHERE = Place()


class Atlas:
    """Knows every province, city and district; built from lines `大区 省 市 区县…`."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._regions: dict[str, str] = {}
        self._provinces: dict[str, str] = {}
        self._cities: dict[str, dict[str, str]] = {}
        self._districts: dict[tuple[str, str], dict[str, str]] = {}
        for line in lines:
            if line.strip() and not line.startswith("#"):
                self._learn(*line.split())
        self.place = lru_cache(maxsize=16384)(self._place)

    def _learn(self, region: str, province_full: str, city_full: str, *districts: str) -> None:
        province, city = _PROVINCE_END.sub("", province_full), short_city(city_full)
        self._regions[province] = region
        self._provinces |= {province_full: province, province: province}
        self._cities.setdefault(province, {}).update({city_full: city, city: city})
        own = self._districts.setdefault((province, city), {})
        own |= {district: district for district in districts}

    def read(self, *cells: Cell) -> Place:
        """The place that an address, or cells for province, city and district, begin with."""
        text = " ".join(text for cell in cells if (text := plain(cell)))
        return self.place(text) if text else NOWHERE

    def _place(self, text: str) -> Place:
        rest = _GAPS.sub("", text).removeprefix("中国").removeprefix("收货地址:")
        province, rest = _step(self._provinces, rest)
        if not province:
            return self._by_city(rest)
        if rest.startswith("市") and not text.startswith(f"{province}省") and not self._is_municipality(province):
            return self._by_city(_GAPS.sub("", text))  # 吉林市昌邑区: a city that bears its province's name
        if self._is_municipality(province):
            _, after = _step({f"{province}市": province, province: province}, rest)
            return self._in_city(province, province, after.removeprefix("市辖区"))
        city, after = _step(self._cities[province], rest)
        return self._in_city(province, city, after) if city else self._by_district(province, rest)

    def _is_municipality(self, province: str) -> bool:
        return province in self._cities[province] and len(set(self._cities[province].values())) == 1

    def _by_city(self, rest: str) -> Place:
        """An address that begins with its city: only a full name that one province alone has."""
        found = [(province, *_step(cities, rest)) for province, cities in self._cities.items()]
        full = [told for told in found if told[1] and rest.startswith(tuple(f"{told[1]}{end}" for end in ("市", "地区", "盟")))]
        return self._in_city(*full[0]) if len(full) == 1 else Place()

    def _by_district(self, province: str, rest: str) -> Place:
        """A province followed by a district or county-level city: believed when only one city has it."""
        found = {(city, district) for city in set(self._cities[province].values()) if (district := self._district(province, city, rest))}
        city, district = next(iter(found)) if len(found) == 1 else ("", "")
        return Place(self._regions[province], province, city, district)

    def _in_city(self, province: str, city: str, rest: str) -> Place:
        return Place(self._regions[province], province, city, self._district(province, city, rest.removeprefix("市辖区")))

    def _district(self, province: str, city: str, rest: str) -> str:
        return _step(self._districts.get((province, city), {}), rest)[0]


def _step(names: dict[str, str], text: str) -> tuple[str, str]:
    """The longest of the names that the text begins with, and what follows it."""
    for length in range(min(len(text), 12), 1, -1):
        if (found := names.get(text[:length])) is not None:
            return found, text[length:]
    return "", text


def short_city(full: str) -> str:
    """`杭州市` -> `杭州`, `延边朝鲜族自治州` -> `延边`."""
    short = _CITY_END.sub("", full)
    return short if len(short) > 1 else full
