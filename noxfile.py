"""`nox -s check` is everything that must hold before a change lands."""

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["check"]


@nox.session
def check(session: nox.Session) -> None:
    """Style, types, layers, tests."""
    lint(session)
    session.run("mypy", external=True)
    session.run("lint-imports", external=True)
    tests(session)


@nox.session
def lint(session: nox.Session) -> None:
    session.run("ruff", "check", ".", external=True)


@nox.session
def tests(session: nox.Session) -> None:
    session.run("python", "-m", "pytest", "-n", "2", "--dist", "loadfile", *session.posargs, external=True)


@nox.session
def bench(session: nox.Session) -> None:
    """Every benchmark with its anchor; prints ratios."""
    for name in ("startup", "table_live", "ingest_ratio", "query_plans", "import_file", "import_hub", "import_live"):
        session.run("python", f"benchmarks/{name}.py", *session.posargs, external=True)


@nox.session
def deb(session: nox.Session) -> None:
    """Build the Debian package, install it, start it, remove it."""
    session.run("bash", "installers/debian/check.sh", external=True)
