"""What stands where no row does: that all is well, or what was looked for and why nothing was found."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from ordertower_desktop.models.pool.filters import Filter


def tr(words: str) -> str:
    return QCoreApplication.translate("PoolPage", words)


def nothing(wanted: Filter, hint: str, checked: str, *, now: datetime) -> tuple[str, str, str, str]:
    """(kind, line, detail, link) for `StateView`. A time that was not understood is never just no result."""
    if wanted == Filter():
        return "empty", tr("没有延迟订单"), checked, ""
    clear = tr("清除筛选")
    if hint:
        return "stale", tr("时间要改一下"), hint, clear
    if wanted.within:
        from ordertower_desktop.models.pool.typed import time_words  # the first paint has no use for it

        asked = time_words(wanted, now)
        beyond = tr("{0}；按回车到中枢的全部订单里再找").format(asked) if wanted.text else asked
        return "empty", tr("这段时间里没有单"), beyond, clear
    return "empty", tr("这个视图里没有单"), checked, clear
