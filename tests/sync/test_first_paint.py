"""What may be loaded before the first row is on the glass."""

import subprocess
import sys

HEAVY = ("httpx", "keyring", "sqlalchemy", "numpy", "filelock", "pyqtgraph", "asyncio", "ssl", "truststore", "ordertower_desktop.hub")


def test_the_desk_loads_nothing_heavy_before_first_paint() -> None:
    code = f"import sys, ordertower_desktop.sync.cache, ordertower_desktop.sync.desk; print([m for m in {HEAVY!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.strip() == "[]"
