"""`nox -s check` is everything that must hold before a change lands."""

import subprocess

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["check"]
SEED = 2026


def seeded(seed: int) -> tuple[str, str]:
    """What pytest is told, so that examples and the order of the tests come from this seed."""
    return (f"--hypothesis-seed={seed}", f"--randomly-seed={seed}")


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
    # one seed, so that the same commit always gets the same answer; `nox -s seek` looks for what other seeds find
    told = (*seeded(SEED), "--durations=40", "--durations-min=5", *session.posargs)
    session.run("python", "-m", "pytest", "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", *told, external=True)


@nox.session
def timed(session: nox.Session) -> None:
    """Promises against the world's clock, by themselves: how soon an order, a refusal, an acknowledge is on the screen."""
    session.run("python", "-m", "pytest", "-m", "timed", "--timed", "-s", *seeded(SEED), *session.posargs, external=True)


@nox.session
def promises(session: nox.Session) -> None:
    """What docs/promises.md promises, tried at length: power cuts, kills, damage, every failing call, planted bugs. About an hour."""
    hard = ("tests/promises", "tests/sync/test_damage.py", "tests/sync/test_every_call_fails.py", "tests/sync/test_outbox_law.py")
    session.run("python", "-m", "pytest", "--long", "-s", *seeded(SEED), *(session.posargs or hard), external=True)


@nox.session
def seek(session: nox.Session) -> None:
    """The property tests with other seeds: `nox -s seek -- 100 20` tries 20 of them from 100 on."""
    first, count = (int(word) for word in session.posargs or ("1", "10"))
    found = subprocess.run(["git", "grep", "-lE", "hypothesis", "--", "tests/**/test_*.py"], capture_output=True, text=True, check=True)
    for seed in range(first, first + count):
        session.run("python", "-m", "pytest", "-n", "2", "-q", *seeded(seed), *found.stdout.split(), external=True)


@nox.session
def bench(session: nox.Session) -> None:
    """Every benchmark with its anchor; prints ratios."""
    for name in ("startup", "table_live", "ingest_ratio", "query_plans", "import_file", "import_hub", "import_live", "backtest_million"):
        session.run("python", f"benchmarks/{name}.py", *session.posargs, external=True)


@nox.session
def deb(session: nox.Session) -> None:
    """Build the Debian package, install it, start it, remove it."""
    session.run("bash", "installers/debian/check.sh", external=True)


@nox.session
def wine(session: nox.Session) -> None:
    """Build the Windows installers and try the one for people under wine: about ten minutes, and 1 GB of Debian packages the first time."""
    session.run("bash", "installers/windows/check.sh", external=True)
