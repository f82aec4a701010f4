"""/v1/client/release: the release that this hub hands to its desks; signed elsewhere, so that a hub cannot make one up."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.wire.codec import Malformed, decode
from ordertower_desktop.wire.release import FILE, FOLDER, MANIFEST, ROUTE, Release, ReleaseAnswer, Signed

DOWNLOAD = f"{ROUTE}/{FILE}"


def told(call: Call) -> Answer:
    """The manifest; nothing has been published on most hubs."""
    try:
        held = decode((call.tower.data_dir / FOLDER / MANIFEST).read_bytes(), Signed)
        release = decode(held.signed, Release)
    except (OSError, Malformed) as error:
        raise _none() from error
    return as_json(
        ReleaseAnswer(
            release.version, release.min_supported, release.sha256, release.size, DOWNLOAD, release.notes, held.signed, held.signature
        )
    )


async def download(_request: Request, call: Call) -> Response:
    """The installer's bytes."""
    file = call.tower.data_dir / FOLDER / FILE
    if not file.is_file():
        raise _none()
    return FileResponse(file, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})


def _none() -> Refused:
    return Refused(404, "这个中枢没有发布更新", kind="no_release")
