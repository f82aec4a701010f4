"""Who is told what: topics by role, and the part of a topic that belongs to one person."""

from ordertower_desktop.domain.people import Role

SHARED = ("case", "source", "person", "level", "board", "policy", "crisis", "clearing", "alarm", "post", "light", "risk")
PERSONAL = ("notice",)
WALL = ("board", "source", "level")


def scope_of(topic: str, key: str) -> str:
    """The unit a digest is kept for: the topic, or one person's part of it (keys of personal topics begin `PERSON/`)."""
    return f"{topic}/{key.split('/', 1)[0]}" if topic in PERSONAL else topic


def delivered(role: Role, person: str) -> dict[str, str]:
    """Topic -> scope of everything that this token's desk holds."""
    if role is Role.DISPLAY:
        return {topic: topic for topic in WALL}
    return {topic: topic for topic in SHARED} | {topic: f"{topic}/{person}" for topic in PERSONAL}
