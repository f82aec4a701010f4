"""合单, as a law: whoever may go may go with everybody who goes, and every order is accounted for."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.consolidate import OWN, Merging, Parcel, plans

NOW = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)
PARCELS = st.lists(
    st.builds(
        Parcel, order=st.sampled_from("abcdefgh"), at=st.integers(0, 40).map(lambda h: NOW - timedelta(hours=h)),
        platform=st.sampled_from(["taobao", "jd", "own"]), warehouse=st.sampled_from(["", "东", "南"]),
        oaid=st.sampled_from(["", "1", "2"]), address=st.sampled_from(["", "x", "y"]), trouble=st.sampled_from([(), (), ("预售",)]),
    ),
    max_size=8, unique_by=lambda one: one.order,
)  # fmt: skip


@given(PARCELS)
def test_whoever_goes_along_goes_to_one_door_from_one_warehouse_by_one_platform(parcels: list[Parcel]) -> None:
    by = {one.order: one for one in parcels}
    for plan in plans(parcels, Merging(), NOW):
        for one, other in combinations([by[key] for key in plan.able], 2):
            assert one.platform == other.platform or OWN & {one.platform, other.platform}
            assert "" in (one.warehouse, other.warehouse) or one.warehouse == other.warehouse
            same_number = one.oaid and one.platform == other.platform and one.oaid == other.oaid
            assert same_number or (one.address and one.address == other.address)
            assert not one.trouble


@given(PARCELS)
def test_every_order_of_a_stretch_is_told_of_and_those_left_out_with_a_reason(parcels: list[Parcel]) -> None:
    seen: list[str] = []
    for plan in plans(parcels, Merging(), NOW):
        seen += [row.order for row in plan.rows]
        assert len(plan.rows) > 1
        assert all(row.why for row in plan.rows if row.order not in plan.able)
        assert plan.saved_fen == 800 * max(0, len(plan.able) - 1)
        assert NOW < plan.until <= NOW + timedelta(hours=24)
    assert len(seen) == len(set(seen))
