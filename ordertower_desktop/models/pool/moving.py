"""Carries a plan out before the eyes of Qt: rows go, move and come, each with its own signal, so that the cursor stays with its case."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex

from ordertower_desktop.models.pool.sorts import Key
from ordertower_desktop.models.pool.store import Plan, Store, gaps, spans


def carry_out(model: QAbstractTableModel, store: Store, plan: Plan) -> None:
    """`store.order` becomes what the plan says."""
    for first, last in reversed(spans(plan.leaving, store.order)):
        model.beginRemoveRows(QModelIndex(), first, last)
        del store.order[first : last + 1]
        model.endRemoveRows()
    if plan.moved:
        _reorder(model, store, dict(plan.moved))
    for place, keys in reversed(gaps(plan.coming, store.order)):
        model.beginInsertRows(QModelIndex(), place, place + len(keys) - 1)
        store.order[place:place] = keys
        model.endInsertRows()


def _reorder(model: QAbstractTableModel, store: Store, turned: dict[Key, Key]) -> None:
    """The same rows in another order; nothing is said when every row keeps its place under its new key."""
    before, after = store.order, store.shifted(turned.items())
    same = all(store.place(old) == store.place_in(after, new) for old, new in turned.items())
    if same:
        store.order = after
        return
    model.layoutAboutToBeChanged.emit()
    held = [(index, before[index.row()]) for index in model.persistentIndexList()]
    store.order = after
    for index, key in held:
        model.changePersistentIndex(index, model.index(store.place(turned.get(key, key)), index.column()))
    model.layoutChanged.emit()
