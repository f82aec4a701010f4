"""Where the files beside the code lie: in a checkout, or in an installed package."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]


def resource(name: str) -> Path:
    """The path of a file of `resources/`; raises FileNotFoundError when the installation is damaged."""
    for root in (PACKAGE / "_resources", PACKAGE.parent / "resources", PACKAGE.parent / "docs"):
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(f"安装不完整，缺少资源文件：{name}，请重新安装")
