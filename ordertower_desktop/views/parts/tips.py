"""Tooltips say outside text as text: Qt would read markup in them."""

import html

from ordertower_desktop.views.parts.paint import plain


def tip(text: str) -> str:
    """What to hand to `setToolTip` for a text that is not ours."""
    shown = plain(text)
    if "<" not in shown:
        return shown
    return f'<p style="white-space:pre-wrap">{html.escape(shown)}</p>'
