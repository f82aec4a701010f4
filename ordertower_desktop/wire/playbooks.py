"""处置步骤 as the editor and the hub say them to each other: templates, one on trial, one to be put in force, and its past."""

from datetime import datetime
from typing import Any

import msgspec

from ordertower_desktop.wire.rules import RuleChange


class TemplateRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A template as it is in force: `table` as a playbook file says it, `running` how many open cases are walked through it now."""

    table: dict[str, Any]
    running: int = 0


class Shelf(msgspec.Struct, frozen=True):
    """Every template, in the order in which they are tried; `version` is the one in force."""

    version: int
    templates: list[TemplateRow]


class TemplateOnTrial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A template as it would be."""

    template: dict[str, Any]


class OpensOtherwise(msgspec.Struct, frozen=True):
    """So many open cases would open another template; empty: none."""

    before: str
    after: str
    cases: int


class TemplateTrial(msgspec.Struct, frozen=True, omit_defaults=True):
    """`waiting` cases that nobody has taken were tried of `whole`; `running` go on by their own copy. `doubts`: place -> words."""

    at: datetime
    whole: int
    waiting: int
    running: int
    changes: list[OpensOtherwise]
    doubts: dict[str, str] = {}


class TemplateToSave(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One template to be put in force; `base` is the version that was edited, 0 for a new one. `place`: where it is tried, -1 as before."""

    template: dict[str, Any]
    base: int = 0
    why: str = ""
    place: int = -1


class StepTook(msgspec.Struct, frozen=True):
    """A step by its title, and how long it was in hand in the middle of `cases`."""

    step: str
    middle_s: int
    cases: int


class TemplatePast(msgspec.Struct, frozen=True, omit_defaults=True):
    """The versions of a template, newest first (each holds it as `rule`); `closed` cases of the last `days` days went by it."""

    changes: list[RuleChange]
    version: int = 0
    closed: int = 0
    days: int = 30
    took: list[StepTook] = []
