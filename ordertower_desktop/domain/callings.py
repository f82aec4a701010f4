"""What a floor calls those whom its texts name: people by their id, posts under `post/<key>`, so that the two never clash."""

from collections.abc import Iterable, Mapping

from ordertower_desktop.domain.people import POSTS, Person

Callings = Mapping[str, str]
"""Id of a person, or `post/<key>` of a post -> name. A post that is not in it goes by the name that the product gives."""
PREFIX = "post/"


def callings(people: Mapping[str, str], posts: Mapping[str, str] = POSTS) -> dict[str, str]:
    """People by their id, posts by their key."""
    return {**people, **{f"{PREFIX}{key}": name for key, name in posts.items()}}


def crew(people: Iterable[Person], posts: Mapping[str, str] = POSTS) -> dict[str, str]:
    """The same from people as they are."""
    return callings({one.id: one.name for one in people}, posts)


def post_called(post: str, names: Callings) -> str:
    """A post as this floor calls it; one that nobody knows stays its key."""
    return names.get(f"{PREFIX}{post}") or POSTS.get(post, post)
