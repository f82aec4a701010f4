"""The crisis page as a post may see it: sums of compensation, and what customers said on the telephone."""

from msgspec.structs import replace

from ordertower_desktop.domain import veil
from ordertower_desktop.domain.post import Field
from ordertower_desktop.domain.veil import Eyes
from ordertower_desktop.wire.crisis import CrisisRow, DrillRow, LogRow, OfferRow, PackRow, RemedyRow, ResponseRow, TaskRow


def crisis(one: CrisisRow, seen: Eyes) -> CrisisRow:
    """The level, the response and its money."""
    if Field.MONEY not in seen and Field.NOTES not in seen:
        return one
    response = _response(one.response, seen) if one.response else None
    log = [_line(line, seen) for line in one.log]
    drill = _drill(one.drill, seen) if one.drill else None
    return replace(one, pack=_pack(one.pack, seen), response=response, log=log, veiled=str(seen.get(Field.MONEY, "")), drill=drill)


def _drill(one: DrillRow, seen: Eyes) -> DrillRow:
    lines = [_line(line, seen) for line in one.log]
    return replace(one, pack=_pack(one.pack, seen), response=_response(one.response, seen), log=lines)


def _pack(one: PackRow, seen: Eyes) -> PackRow:
    return replace(
        one, remedies=[_remedy(each, seen) for each in one.remedies], total_fen=_fen(one.total_fen, seen),
        each_fen=_fen(one.each_fen, seen), alone_fen=_fen(one.alone_fen, seen), tasks=[_task(task, seen) for task in one.tasks],
    )  # fmt: skip


def _remedy(one: RemedyRow, seen: Eyes) -> RemedyRow:
    return replace(one, name=veil.sums(one.name, seen), fen=_fen(one.fen, seen), detail=veil.sums(one.detail, seen))


def _response(one: ResponseRow, seen: Eyes) -> ResponseRow:
    return replace(
        one, tasks=[_task(task, seen) for task in one.tasks], offers=[_offer(offer, seen) for offer in one.offers],
        calls=[replace(call, text=veil.note(call.text, seen)) for call in one.calls], used_fen=_fen(one.used_fen, seen),
        waiting_fen=_fen(one.waiting_fen, seen), alone_fen=_fen(one.alone_fen, seen),
        checks={key: _line(line, seen) for key, line in one.checks.items()},
    )  # fmt: skip


def _offer(one: OfferRow, seen: Eyes) -> OfferRow:
    return replace(
        one, name=veil.sums(one.name, seen), fen=_fen(one.fen, seen), why=veil.sums(one.why, seen),
        decided_why=veil.sums(one.decided_why, seen),
    )  # fmt: skip


def _task(one: TaskRow, seen: Eyes) -> TaskRow:
    return replace(one, detail=veil.sums(one.detail, seen), said=veil.note(one.said, seen) if one.said else "")


def _line(one: LogRow, seen: Eyes) -> LogRow:
    """What a customer answered is a note; in all else only the sums are kept."""
    return replace(one, text=veil.note(one.text, seen) if one.did == "called" else veil.sums(one.text, seen))


def _fen(fen: int, seen: Eyes) -> int:
    return veil.amount(fen, seen, Field.MONEY)
