"""People and sources as the feed shows them."""

from collections.abc import Mapping
from datetime import datetime

from ordertower_desktop.domain.census import Run
from ordertower_desktop.domain.people import POSTS, Person
from ordertower_desktop.domain.post import Post
from ordertower_desktop.domain.presets import PRESETS
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.wire.rows import CensusRow, PersonRow, SourceRow


def person_row(person: Person, posts: Mapping[str, Post] = PRESETS) -> PersonRow:
    """`posts` are those in force; a name is told only where it is the floor's own."""
    named = posts[person.post].name if person.post in posts else ""
    return PersonRow(
        id=person.id,
        name=person.name,
        role=person.role,
        post=person.post,
        presence=person.presence,
        backup=person.backup,
        limit=person.limit,
        disabled=person.disabled,
        duty=person.duty,
        warehouses=list(person.warehouses),
        post_name="" if named == POSTS.get(person.post) else named,
    )


def source_row(source: Source, now: datetime) -> SourceRow:
    return SourceRow(
        id=source.id,
        name=source.name,
        kind=source.kind,
        state=health(source, now),
        interval_s=int(source.interval.total_seconds()),
        seen_at=source.seen_at,
        refused_since=source.refused_since,
        reason_code=source.reason_code,
        reason=source.reason,
        skew_s=source.skew_s,
        orders=source.orders,
        gaps=list(source.gaps),
        census=[_counted(run) for run in sorted(source.census.done, key=lambda run: run.scope, reverse=True)],
        census_why=source.census.why,
        authority_until=source.authority.until,
        authority_why=source.authority.why,
        push=source.push,
    )


def _counted(run: Run) -> CensusRow:
    count = run.count
    return CensusRow(run.scope, run.ended_at or run.begun_at, count.there, count.here, count.missing, count.stale, count.unread)


def health(source: Source, now: datetime) -> str:
    """refused: it says no; late: older than two intervals; silent: older than six; a file that was imported has no rhythm to keep."""
    if source.refused_since is not None:
        return "refused"
    if not source.connected or source.seen_at is None:
        return "unknown"
    age = now - source.seen_at
    return "silent" if age > 6 * source.interval else "late" if age > 2 * source.interval else "fresh"
