"""Whom chains and rosters may name on this floor: its people, and its posts as it calls them."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, Signal

from ordertower_desktop.domain.callings import callings
from ordertower_desktop.models.posts import named
from ordertower_desktop.wire.posts import PostRow
from ordertower_desktop.wire.rows import PersonRow


class Known(QObject):
    """`changed`: something to be shown is different."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.people: Mapping[str, PersonRow] = {}
        self.posts: Mapping[str, str] = named(())

    @property
    def names(self) -> dict[str, str]:
        """Person -> name."""
        return {key: one.name for key, one in self.people.items()}

    @property
    def callings(self) -> dict[str, str]:
        """Whoever may be named -> what they are called."""
        return callings(self.names, self.posts)

    def show_people(self, people: Mapping[str, PersonRow]) -> None:
        """Who is on the floor and here."""
        if people != self.people:
            self.people = dict(people)
            self._told()
            self.changed.emit()

    def show_posts(self, rows: Iterable[PostRow]) -> None:
        """The posts of the floor as the hub holds them now."""
        posts = named(rows)
        if list(posts.items()) != list(self.posts.items()):
            self.posts = posts
            self._told()
            self.changed.emit()

    def forget(self) -> None:
        """Another hub: nothing of the old one stays."""
        self.people, self.posts = {}, named(())

    def _told(self) -> None:
        """What was reckoned of whom there is has to be reckoned again."""
