"""What posts are called on this floor, in the order in which it keeps them."""

from collections.abc import Iterable

from ordertower_desktop.domain.people import POSTS
from ordertower_desktop.wire.posts import PostRow
from ordertower_desktop.wire.rows import PersonRow


def named(rows: Iterable[PostRow]) -> dict[str, str]:
    """Post -> its name, out of the feed; before it has come, those that every floor has."""
    return {one.id: one.name for one in sorted(rows, key=lambda row: row.place)} or dict(POSTS)


def posts_of(people: Iterable[PersonRow]) -> dict[str, str]:
    """Post -> its name as the people on it tell, where only they are known."""
    return POSTS | {one.post: one.post_name for one in people if one.post_name and not one.disabled}
