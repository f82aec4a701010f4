"""The thirteen posts that a floor starts with (S105): nobody sees more of a customer or of money than the work needs."""

from collections.abc import Iterable, Mapping

from ordertower_desktop.domain.people import POSTS, Role
from ordertower_desktop.domain.post import CEILING, Field, May, Post, Sight
from ordertower_desktop.domain.triage import POST_OF

_CUSTOMER = (Field.NAME, Field.PHONE, Field.BUYER)
_DESK = frozenset({May.HANDLE, May.CLOSE, May.NOTE, May.SOURCES, May.IMPORT})
_LOOK = frozenset({May.NOTE, May.EXPORT, May.AUDIT})


def _sees(*, masked: Iterable[Field] = (), hidden: Iterable[Field] = ()) -> Mapping[Field, Sight]:
    return dict.fromkeys(masked, Sight.MASKED) | dict.fromkeys(hidden, Sight.HIDDEN)


def _post(key: str, role: Role, may: frozenset[May], sees: Mapping[Field, Sight] | None = None) -> Post:
    lanes = frozenset(lane for lane, post in POST_OF.items() if post == key)
    return Post(key, POSTS[key], role, lanes, sees=sees or {}, may=may)


_AGENT, _SUPERVISOR, _ADMIN = CEILING[Role.AGENT], CEILING[Role.SUPERVISOR], CEILING[Role.ADMIN]

PRESETS: Mapping[str, Post] = {
    post.id: post
    for post in (
        _post("supervisor", Role.SUPERVISOR, _SUPERVISOR),
        _post("agent", Role.AGENT, _AGENT),
        _post("account_manager", Role.AGENT, _AGENT),
        _post("risk", Role.AGENT, _AGENT),
        _post(
            "warehouse", Role.AGENT, _DESK,
            _sees(masked=(Field.ADDRESS, Field.NOTES), hidden=(*_CUSTOMER, Field.AMOUNT, Field.MONEY)),
        ),
        _post("regional_manager", Role.SUPERVISOR, _LOOK | {May.HANDLE, May.CLOSE}, _sees(masked=_CUSTOMER)),
        _post(
            "finance", Role.AGENT, frozenset({May.HANDLE, May.NOTE, May.MONEY}),
            _sees(masked=(Field.NAME, Field.BUYER, Field.ADDRESS), hidden=(Field.PHONE,)),
        ),
        _post(
            "purchasing", Role.AGENT, frozenset({May.HANDLE, May.NOTE, May.IMPORT}),
            _sees(masked=(Field.ADDRESS, Field.AMOUNT), hidden=(*_CUSTOMER, Field.MONEY)),
        ),
        _post("operations", Role.SUPERVISOR, _SUPERVISOR - {May.PEOPLE, May.REVEAL}, _sees(masked=_CUSTOMER)),
        _post(
            "it", Role.ADMIN, _ADMIN - {May.MONEY, May.REVEAL},
            _sees(masked=(*_CUSTOMER, Field.ADDRESS, Field.AMOUNT, Field.NOTES), hidden=(Field.MONEY,)),
        ),
        _post("general_manager", Role.SUPERVISOR, _LOOK, _sees(masked=_CUSTOMER)),
        _post("backup", Role.AGENT, _AGENT),
        _post("order_supervisor", Role.SUPERVISOR, _SUPERVISOR - {May.PEOPLE}),
    )
}  # fmt: skip
