"""The posts of the floor, asked of its hub: what a command checks a word against before it sends anything."""

from typing import TYPE_CHECKING, Any

from ordertower_desktop.domain.people import POSTS

if TYPE_CHECKING:
    from ordertower_desktop.sync.http import Client


def posts(client: "Client") -> dict[str, str]:
    """Post -> its name on this floor."""
    found = client.get("/v1/posts", dict[str, Any])["content"]
    return {**POSTS, **{str(one["id"]): str(one["name"]) for one in found["posts"]}}
