"""Tooltips say outside text as text: Qt would read markup in them."""

from ordertower_desktop.views.parts.paint import plain


def tip(text: str) -> str:
    """What to hand to `setToolTip` for a text that is not ours."""
    shown = plain(text)
    if "<" not in shown:
        return shown
    from html import escape  # its table of entities is long, and hardly any text has markup

    return f'<p style="white-space:pre-wrap">{escape(shown)}</p>'
