"""A template while somebody edits it: its steps in order, what is wrong with it, what saving would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from ordertower_desktop.domain import playbook_faults
from ordertower_desktop.domain.duration import duration
from ordertower_desktop.domain.playbook import OWNER, Playbook, PlaybookStep
from ordertower_desktop.domain.playbook_words import differences
from ordertower_desktop.domain.playbook_writer import template_table
from ordertower_desktop.domain.template import Template
from ordertower_desktop.models.playbook.checks import in_stages

USUALLY = timedelta(minutes=15)
ASIS = -1
"""The place of a template that stays where it is tried."""


@dataclass(frozen=True, slots=True)
class BookDraft:
    """`base` is the template as the hub holds it in `version` (None: it is new). `unread`: place -> a time that is none, as typed.

    `at`: where it is tried among the others, 0 first, or `ASIS`.
    """

    base: Template | None
    version: int
    template: Template
    unread: Mapping[int, str]
    at: int = ASIS

    @property
    def touched(self) -> bool:
        return self.base is None or bool(self.unread) or self.template != self.base or self.at != ASIS

    @property
    def steps(self) -> tuple[PlaybookStep, ...]:
        return self.template.playbook.steps

    @property
    def faults(self) -> dict[int, str]:
        """Place of a step, or `WHOLE` -> why it cannot be saved like this."""
        return playbook_faults.faults(self.template, None) | dict.fromkeys(self.unread, "预期用时？请写数字，如 15")

    def changes(self, posts: Mapping[str, str]) -> tuple[str, ...]:
        """What saving would change, in words; `posts`: who may do a step -> their name."""
        moved = () if self.at == ASIS or self.base is None else (f"先后：改为第 {self.at + 1} 个试",)
        return (*differences(self.base, self.template, posts), *moved)

    @property
    def table(self) -> dict[str, Any]:
        """Posts by their keys: whatever they are called meanwhile."""
        return template_table(self.template, {})

    def named(self, name: str) -> "BookDraft":
        return self._with(replace(self.template.playbook, name=name))

    def opened_for(self, *, causes: Sequence[str] | None = None, kinds: Sequence[str] | None = None) -> "BookDraft":
        """For other causes or kinds."""
        made = self.template if causes is None else replace(self.template, causes=tuple(causes))
        return replace(self, template=made if kinds is None else replace(made, kinds=tuple(kinds)))

    def in_stages(self, names: Sequence[str]) -> "BookDraft":
        """Only while the order stands on these; on none of them: on any."""
        return replace(self, template=replace(self.template, when=in_stages(names)))

    def tried(self, at: int, *, stood: int) -> "BookDraft":
        """Tried as number `at` from now on; where it stood is no change."""
        return replace(self, at=ASIS if at == stood else at)

    def set(self, place: int, **new: Any) -> "BookDraft":
        """Other contents for a step."""
        changed = replace(self.steps[place], **new)
        return self._stepped((*self.steps[:place], changed, *self.steps[place + 1 :]), self.unread)

    def expected(self, place: int, said: str) -> "BookDraft":
        """The step should take so long; what is no duration is kept as it was typed, and said to be wrong."""
        try:
            span = duration(said)
        except ValueError:
            return replace(self, unread={**self.unread, place: said})
        rest = {at: words for at, words in self.unread.items() if at != place}
        return replace(self, unread=rest).set(place, expected=span)

    def added(self) -> tuple["BookDraft", int]:
        """One more step at the end, still without words."""
        taken = {step.id for step in self.steps}
        key = next(str(i) for i in range(1, len(taken) + 2) if str(i) not in taken)
        return self._stepped((*self.steps, PlaybookStep(key, "", OWNER, USUALLY)), self.unread), len(self.steps)

    def removed(self, place: int) -> tuple["BookDraft", int]:
        steps = (*self.steps[:place], *self.steps[place + 1 :])
        unread = {at - (at > place): words for at, words in self.unread.items() if at != place}
        return self._stepped(steps, unread), max(0, min(place, len(steps) - 1))

    def moved(self, place: int, to: int) -> tuple["BookDraft", int]:
        """The step stands at `to` now; the others close up."""
        to = max(0, min(to, len(self.steps) - 1))
        order = [at for at in range(len(self.steps)) if at != place]
        order.insert(to, place)
        unread = {order.index(at): words for at, words in self.unread.items()}
        return self._stepped(tuple(self.steps[at] for at in order), unread), to

    def _stepped(self, steps: tuple[PlaybookStep, ...], unread: Mapping[int, str]) -> "BookDraft":
        return replace(self._with(replace(self.template.playbook, steps=steps)), unread=dict(unread))

    def _with(self, book: Playbook) -> "BookDraft":
        return replace(self, template=replace(self.template, playbook=book))


def begun(base: Template, version: int) -> BookDraft:
    """The draft of a template before anybody touched it."""
    return BookDraft(base, version, base, {})


def blank(key: str) -> BookDraft:
    """A template that nobody has saved yet, with one step to begin with."""
    step = PlaybookStep("1", "", OWNER, USUALLY)
    return BookDraft(None, 0, Template(Playbook(key, "新模板", (step,))), {}, at=0)


def twin(template: Template, key: str) -> BookDraft:
    """A copy under another number, to be made narrower; it is tried before the one that it was made of."""
    book = replace(template.playbook, id=key, name=f"{template.playbook.name} 副本"[:40])
    return BookDraft(None, 0, replace(template, playbook=book), {})
