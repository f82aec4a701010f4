"""The contract's assertions tell what they saw."""

import pytest

pytest.register_assert_rewrite("tests.hub.connectors.contract", "tests.hub.connectors.rig", "tests.hub.connectors.shipping")
