"""From a template to the table of a playbook file, and to the file: what the editor saves, people could have written."""

import json
from collections.abc import Iterable, Mapping

from ordertower_desktop.domain.case import CLOSING_CHECKS
from ordertower_desktop.domain.cause import CAUSE_NAMES, CauseKey
from ordertower_desktop.domain.duration import spell
from ordertower_desktop.domain.kind import KIND_NAMES
from ordertower_desktop.domain.playbook import POST_NAMES, PlaybookStep
from ordertower_desktop.domain.rule_writer import condition_table
from ordertower_desktop.domain.template import Template

Table = dict[str, object]


def template_table(template: Template, posts: Mapping[str, str] = POST_NAMES) -> Table:
    """One template in the words of the floor; what is empty is left out. `playbook_reader.playbooks` reads it back as an equal one.

    A post that is not among `posts` is written by its key.
    """
    book = template.playbook
    causes = [CAUSE_NAMES[CauseKey(key)] for key in template.causes]
    kinds = [KIND_NAMES[key] for key in template.kinds]
    return {
        "id": book.id,
        "name": book.name,
        **({"cause": causes} if causes else {}),
        **({"kind": kinds} if kinds else {}),
        **({"when": condition_table(template.when)} if template.when is not None else {}),
        "step": [_step(step, posts) for step in book.steps],
    }


def _step(step: PlaybookStep, posts: Mapping[str, str]) -> Table:
    said = {
        "how": step.instruction,
        "check": json.loads(step.check) if step.check else "",
        "evidence": step.evidence,
        "fills": CLOSING_CHECKS.get(step.fills, ""),
    }
    told: Table = {"id": step.id, "do": step.title, "post": posts.get(step.post, step.post), "expected": spell(step.expected)}
    return told | {key: value for key, value in said.items() if value}


def playbook_text(tables: Iterable[Mapping[str, object]], *, version: str = "") -> str:
    """The file as TOML, so that it can be fetched and edited by hand again after it was edited on the screen."""
    lines = [f"version = {_value(version)}"] if version else []
    for table in tables:
        lines += ["", "[[playbook]]", *_plain(table)]
        for step in table.get("step", ()):  # type: ignore[attr-defined]
            lines += ["[[playbook.step]]", *_plain(step)]
    return "\n".join(lines).lstrip("\n") + "\n"


def _plain(table: Mapping[str, object]) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in table.items() if key != "step"]


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else _value(key)


def _value(value: object) -> str:
    """A value on one line; dates are written as text, which every reader of ours understands as well."""
    match value:
        case Mapping():
            inner = ", ".join(f"{_key(str(key))} = {_value(one)}" for key, one in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        case list() | tuple():
            return f"[{', '.join(_value(one) for one in value)}]"
        case bool() | int() | float():
            return json.dumps(value)
        case _:
            return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007F")
