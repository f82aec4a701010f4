"""What became of what somebody did: a toast with a way back, and a clear word when the hub says no."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ordertower_desktop.domain import actions as do
from ordertower_desktop.views.glass.verbs import receipt, tr, undo_of
from ordertower_desktop.views.parts.toast import Toasts

Submit = Callable[[Sequence[do.Action]], None]


@dataclass(slots=True)
class Batch:
    """Actions that were asked for together."""

    verb: str
    actions: dict[str, do.Action]
    failed: dict[str, str] = field(default_factory=dict)
    answered: int = 0


class Receipts:
    """Follows batches from the click to the hub's last answer."""

    def __init__(self, toasts: Toasts, submit: Submit) -> None:
        self._toasts, self._submit = toasts, submit
        self._batches: dict[str, Batch] = {}
        self.last: Batch | None = None

    def sent(self, verb: str, actions: Sequence[do.Action]) -> None:
        """These were just handed to the outbox."""
        batch = Batch(verb, {action.id: action for action in actions})
        self._batches |= dict.fromkeys(batch.actions, batch)
        undoable = any(undo_of(action) for action in actions)
        if undoable:
            self.last = batch
        toast = self._toasts.show("ok", receipt(verb, len(actions)), undo=do.UNDO_SECONDS if undoable else 0)
        if undoable:
            toast.undone.connect(lambda: self.undo(batch))

    def undo(self, batch: Batch | None = None) -> None:
        """Take back a batch, or the last one."""
        batch = batch or self.last
        if batch is None:
            self._toasts.show("info", tr("没有可撤销的操作"))
            return
        back = [undo for action in batch.actions.values() if action.id not in batch.failed and (undo := undo_of(action))]
        self.last = None
        if back:
            self._submit(back)
            self._toasts.show("ok", tr("已撤销 {0} 单").format(len(back)))

    def answered(self, action: str, why: str, winner: str) -> None:
        """The hub's word on one action; an empty `why` is a yes."""
        batch = self._batches.pop(action, None)
        if batch is None:
            if why:
                self._toasts.show("warning", why)
            return
        batch.answered += 1
        if why:
            batch.failed[action] = why
        if batch.answered == len(batch.actions) and batch.failed:
            self._toasts.show("warning", self._summary(batch))

    @staticmethod
    def _summary(batch: Batch) -> str:
        done, failed = len(batch.actions) - len(batch.failed), len(batch.failed)
        why = next(iter(batch.failed.values()))
        if len(batch.actions) == 1:
            return tr("没有做成：{0}").format(why)
        return tr("{0} 单没有做成（{1}），其余 {2} 单成功").format(failed, why, done)
