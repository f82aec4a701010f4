"""Which post a word in a file stands for: its key, the name that the product gives it, or what the floor calls it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.fault import suggestion
from ordertower_desktop.domain.people import POSTS

SHORT = {"IT": "it", "仓库": "warehouse"}
"""What people write for a post besides its name."""
KEY = re.compile(r"[a-z][a-z0-9_]{0,31}")


@dataclass(frozen=True, slots=True)
class PostWords:
    """Word -> post. `beyond`: any other word of this shape stands for itself, where the posts of the floor are not known."""

    of: Mapping[str, str]
    beyond: re.Pattern[str] | None = None

    def key(self, word: str) -> str:
        """The post, or empty where there is none of this word."""
        return self.of.get(word) or (word if self.beyond is not None and self.beyond.fullmatch(word) else "")


def post_words(posts: Mapping[str, str] = POSTS) -> PostWords:
    """The words of a floor with these posts; what it calls them itself goes before all other names."""
    shipped = {name: key for key, name in POSTS.items() if key in posts}
    return PostWords(SHORT | shipped | {key: key for key in posts} | {name: key for key, name in posts.items()})


UNASKED = PostWords(post_words().of, KEY)
"""Without a hub: the posts that every floor has, and whatever could be the key of another."""
ANY = PostWords(post_words().of, re.compile(".+"))
"""For what was once in force: its posts may have other names by now, or be gone."""


def post_in(entry: Entry, words: PostWords, *, beside: Mapping[str, str] | None = None) -> str:
    """The post that an entry names; `beside` are words that mean something else than a post here."""
    word, known = entry.text("post"), {**(beside or {}), **words.of}
    if found := (beside or {}).get(word) or words.key(word):
        return found
    hint = suggestion(word, known) or "，可用：" + "、".join(one for one in known if not one.isascii())
    strange = "；本楼层自己的岗位请写编号（小写字母），或直接用 put 让中枢来认" if words.beyond is not None else ""
    raise entry.bad("post", f"没有“{word[:40]}”{hint}{strange}")
