"""Makes the handbook's pictures anew: python -m tests.handbook.take [NAME ...]

Each picture is what one of the scripts `tests/desk/show_*.py` opens, on the floor of the demo, in a process of its own.
"""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "handbook" / "pictures"
WIDTH, HEIGHT = 1280, 800
SETTLED_MS = 2000
COLOURS = 128

PICTURES: dict[str, tuple[str, ...]] = {
    "welcome": ("show_welcome", "light"),
    "import": ("show_import", "light", "columns"),
    "import-preview": ("show_import", "light", "preview"),
    "pool": ("show_pool", "light"),
    "bulk": ("show_bulk", "light", "preview"),
    "palette": ("show_palette", "light", "jies"),
    "mine": ("show_mine", "light"),
    "order": ("show_order", "light"),
    "overview": ("show_board", "light"),
    "rules": ("show_rules", "light"),
    "terms": ("show_terms", "light"),
    "chain": ("show_chain", "light"),
    "rota": ("show_rota", "light"),
    "crisis": ("show_crisis", "light"),
    "replay": ("show_replay", "light"),
    "kpi": ("show_kpi", "light"),
    "release": ("show_release", "light", "hand", "1280x800"),
    "sources": ("show_sources", "light"),
    "writebacks": ("show_writebacks", "light"),
    "nights": ("show_nights", "light"),
    "members": ("show_members", "light"),
    "settings": ("show_settings", "light"),
    "wall": ("show_wall", "0"),
}


def main() -> None:
    names = sys.argv[1:] or list(PICTURES)
    if names[0] == "--this":
        _this(names[1])
        return
    for name in names:
        subprocess.run(
            [sys.executable, "-m", "tests.handbook.take", "--this", name], check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        )


def _this(name: str) -> None:
    """One picture: the script opens its window, and instead of waiting for a person the picture is kept."""
    module, *words = PICTURES[name]
    sys.argv = [module, *words]

    def taken(*_: object) -> int:
        QTimer.singleShot(SETTLED_MS, lambda: _keep(_window(), name))
        return int(waiting())

    waiting, QApplication.exec = QApplication.exec, taken  # type: ignore[method-assign,assignment]
    importlib.import_module(f"tests.desk.{module}").main()


def _window() -> QWidget:
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    return max(shown, key=lambda one: one.width() * one.height())


def _keep(window: QWidget, name: str) -> None:
    window.resize(WIDTH, HEIGHT)
    QTimer.singleShot(400, lambda: _save(window, name))


def _save(window: QWidget, name: str) -> None:
    """Few colours make a small file; letters stay as sharp as they are."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    assert fewer(window.grab().toImage()).save(str(FOLDER / f"{name}.png"), quality=0)
    QApplication.exit(0)


def fewer(image: QImage) -> QImage:
    """The same picture in its commonest colours; every other colour becomes the nearest of them."""
    whole = image.convertToFormat(QImage.Format.Format_RGB32)
    width, height = whole.width(), whole.height()
    flat = np.frombuffer(whole.constBits(), np.uint32).reshape(height, -1)[:, :width] & 0xFFFFFF
    colours, places, counts = np.unique(flat, return_inverse=True, return_counts=True)
    kept = _apart(colours[np.argsort(counts)[::-1]])
    nearest = np.concatenate([_nearest(some, kept) for some in np.array_split(colours, 1 + len(colours) // 4096)])
    few = QImage(
        np.ascontiguousarray(nearest[places].reshape(height, width)).tobytes(), width, height, width, QImage.Format.Format_Indexed8
    )
    few.setColorTable([int(colour) | 0xFF000000 for colour in kept])
    return few.copy()


def _parts(colours: "np.ndarray[tuple[int], np.dtype[np.uint32]]") -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    return np.stack([colours >> shift & 255 for shift in (16, 8, 0)], axis=1).astype(np.int64)


def _apart(commonest: "np.ndarray[tuple[int], np.dtype[np.uint32]]") -> "np.ndarray[tuple[int], np.dtype[np.uint32]]":
    """The first of the commonest colours, and of each crowd of like ones only the first."""
    _, first = np.unique(commonest & 0xF0F0F0, return_index=True)
    crowd = commonest[np.sort(first)]
    head = commonest[: COLOURS // 4]
    return np.array(list(dict.fromkeys([*head.tolist(), *crowd.tolist()]))[:COLOURS], np.uint32)


def _nearest(
    colours: "np.ndarray[tuple[int], np.dtype[np.uint32]]", kept: "np.ndarray[tuple[int], np.dtype[np.uint32]]"
) -> "np.ndarray[tuple[int], np.dtype[np.uint8]]":
    return ((_parts(colours)[:, None] - _parts(kept)[None]) ** 2).sum(axis=2).argmin(axis=1).astype(np.uint8)


if __name__ == "__main__":
    main()
