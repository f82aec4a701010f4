"""The desk's memory: the only code that opens the desk's files."""

import sys

# httpx brings a command line of its own, with click, rich and pygments: a third of its start. It does without where it cannot import it.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
