"""Orders, files, sources, people, channels and write-backs."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ordertower_desktop.sync.question import Question, part
from ordertower_desktop.wire.audit import AuditPage, Verified
from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.calls import CallPage, CallSummary
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.conflicts import ConflictPage
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.pages import ImportPlan, ImportView
from ordertower_desktop.wire.posts import PostBody, PostChange, PostToSave
from ordertower_desktop.wire.rules import RulesInForce
from ordertower_desktop.wire.track import TrackBody, TrackLink
from ordertower_desktop.wire.writebacks import (
    WriteBackAgain,
    WriteBackBegun,
    WriteBackNights,
    WriteBackPage,
    WriteBackSummary,
    WriteBackSwitch,
)


def order(order_id: str) -> Question[OrderPage]:
    """One order, whole."""
    return lambda client: client.get(f"/v1/orders/{part(order_id)}", OrderPage)


def search(params: Mapping[str, str]) -> Question[dict[str, Any]]:
    """Orders by `q, platform, stage, since, until, after, limit`: everything the hub knows, not only the pool."""
    return lambda client: client.get("/v1/orders", dict[str, Any], params=params)


def board(at: datetime | None = None) -> Question[Board]:
    """The board now, or as it was known at a moment."""
    params = {} if at is None else {"at": at.isoformat()}
    return lambda client: client.get("/v1/board", Board, params=params)


def upload(file: Path, params: Mapping[str, str] | None = None) -> Question[ImportView]:
    """Send a file for a dry run; nothing changes until it is committed."""
    return lambda client: client.upload("/v1/imports", ImportView, file=file, params={"name": file.name} | dict(params or {}))


def imported(import_id: str) -> Question[ImportView]:
    """How far an import is."""
    return lambda client: client.get(f"/v1/imports/{part(import_id)}", ImportView)


def replan(import_id: str, plan: ImportPlan) -> Question[ImportView]:
    """Read the file again with this plan; still a dry run."""
    return lambda client: client.put(f"/v1/imports/{part(import_id)}", ImportView, body=encode(plan))


def commit(import_id: str, plan: ImportPlan | None = None) -> Question[ImportView]:
    """Bring the file in as planned, or as it was understood."""
    return lambda client: client.post(f"/v1/imports/{part(import_id)}/commit", ImportView, body=encode(plan) if plan else b"")


def withdraw(import_id: str) -> Question[ImportView]:
    """Cancel an import, or within 60 s undo it."""
    return lambda client: client.delete(f"/v1/imports/{part(import_id)}", ImportView)


def person(body: Mapping[str, Any]) -> Question[Any]:
    """Put somebody on the floor, or change their name."""
    return put("/v1/people", body)


def pull(source: str) -> Question[Any]:
    """Ask a source system again now."""
    return lambda client: client.post(f"/v1/sources/{part(source)}/pull", object)


def channels() -> Question[Any]:
    """The ways out and how they are doing."""
    return document("/v1/channels")


def try_channel(channel: str) -> Question[Any]:
    """Send one message to whoever asks."""
    return lambda client: client.post(f"/v1/channels/{part(channel)}/test", object, body=b"{}")


def write_backs(state: str) -> Question[WriteBackPage]:
    """The last write-backs that changed; `state` is a state, `open`, `handed`, or nothing for all."""
    return lambda client: client.get("/v1/write-backs", WriteBackPage, params={"state": state, "limit": "50"})


def write_back_summary() -> Question[WriteBackSummary]:
    """Each shop's queue, breaker and timeliness."""
    return lambda client: client.get("/v1/write-backs/summary", WriteBackSummary)


def write_back_nights() -> Question[WriteBackNights]:
    """Each shop's last nights, and what does not agree now."""
    return lambda client: client.get("/v1/write-backs/nights", WriteBackNights)


def conflicts(field: str = "", after: str = "", limit: int = 200) -> Question[ConflictPage]:
    """What the systems contradict each other about now, the oldest first; of one field, or of all."""
    query = {key: value for key, value in (("field", field), ("after", after), ("limit", str(limit))) if value}
    return lambda client: client.get("/v1/conflicts", ConflictPage, params=query)


def calls(hours: str, source: str, answered: str, interface: str, after: str, limit: int) -> Question[CallPage]:
    """The newest calls to systems outside, narrowed."""
    named = (("hours", hours), ("source", source), ("answered", answered), ("interface", interface), ("after", after))
    query = {key: value for key, value in (*named, ("limit", str(limit))) if value}
    return lambda client: client.get("/v1/calls", CallPage, params=query)


def call_summary(hours: int) -> Question[CallSummary]:
    """What each interface comes to over so many hours, and the hand-overs."""
    return lambda client: client.get("/v1/calls/summary", CallSummary, params={"hours": str(hours)})


def track_link(order: str) -> Question[TrackLink]:
    """A link for the customer that opens this order and no other."""
    return lambda client: client.post("/v1/track-links", TrackLink, body=encode(TrackBody(order)))


def write_back_agree(ids: list[str]) -> Question[WriteBackBegun]:
    """Say yes to what the other system asks about these, and try again."""
    return lambda client: client.post("/v1/write-backs/again", WriteBackBegun, body=encode(WriteBackAgain(ids=ids, agree=True)))


def write_back_again(ids: list[str]) -> Question[WriteBackBegun]:
    """Begin these anew."""
    return lambda client: client.post("/v1/write-backs/again", WriteBackBegun, body=encode(WriteBackAgain(ids=ids)))


def write_back_all_again() -> Question[WriteBackBegun]:
    """Begin everything anew that people have in hand."""
    return lambda client: client.post("/v1/write-backs/again", WriteBackBegun, body=encode(WriteBackAgain(all=True)))


def write_back_switch(stopped: bool, why: str) -> Question[WriteBackSummary]:
    """Stop all write-backs of the floor, or let them go on."""
    return lambda client: client.put("/v1/write-backs/switch", WriteBackSummary, body=encode(WriteBackSwitch(stopped, why)))


def document(path: str, params: Mapping[str, str] | None = None) -> Question[Any]:
    """Anything else the surface has, as plain values: `/v1/rules`, `/v1/people`, …"""
    return lambda client: client.get(path, object, params=params)


def put(path: str, value: object) -> Question[Any]:
    """Write an administered document."""
    return lambda client: client.put(path, object, body=encode(value))


def invitation(person_id: str) -> Question[Any]:
    """A code that lets one device of somebody in."""
    return lambda client: client.post(f"/v1/people/{part(person_id)}/invitation", object)


def save_post(post: PostBody, base: int, why: str) -> Question[RulesInForce]:
    """Put one post in force; `base` is the version that was edited, 0 for a new one."""
    return lambda client: client.put(f"/v1/posts/{part(post.id)}", RulesInForce, body=encode(PostToSave(post, base, why)))


def post_changes() -> Question[list[PostChange]]:
    """The newest versions of the posts, in words."""
    return lambda client: client.get("/v1/posts/changes", list[PostChange], params={"limit": "20"})


def audit(about: str, who: str, what: str, span: tuple[str, str], before: int) -> Question[AuditPage]:
    """A page of the audit log, newest first; `span` are ISO times or empty."""
    asked = {"about": about, "who": who, "what": what, "since": span[0], "until": span[1]}
    params = {name: value for name, value in asked.items() if value} | {"before": str(before), "limit": "200"}
    return lambda client: client.get("/v1/audit", AuditPage, params=params)


def verify_audit() -> Question[Verified]:
    """Walk the chain of seals."""
    return lambda client: client.get("/v1/audit/verify", Verified)
