"""How seldom the hub and the processes beside it look for garbage."""

import gc


def collect_less() -> None:
    """Values here are small, many, and free of cycles: walking them all every 700 objects cost a tenth of an import."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
