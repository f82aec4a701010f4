"""An approved compensation as a file for those who pay: a PDF to sign, or a workbook to work through."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextCursor, QTextDocument

from ordertower_desktop.models import text, workbook
from ordertower_desktop.views.parts import paper
from ordertower_desktop.wire.crisis import OfferPage

STATES = {"approved": "已批准", "waiting": "待批准", "refused": "已退回"}


def tr(words: str) -> str:
    return QCoreApplication.translate("OfferFile", words)


def write_offer(offer: OfferPage, path: Path) -> None:
    """Write the file; raises OSError when that cannot be done."""
    if path.suffix.lower() == ".xlsx":
        again = set(offer.again)
        rows = [(order, f"{offer.fen / 100:.2f}", tr("是") if order in again else "") for order in offer.orders]
        told = [(name, value, "") for name, value in facts(offer)]
        workbook.write(path, [(tr("名单"), [(tr("订单号"), tr("金额（元）"), tr("具名再补")), *rows]), (tr("批准"), told)])
    else:
        paper.write_pdf(document(offer), path, title=offer.name)


def facts(offer: OfferPage) -> list[tuple[str, str]]:
    """What a signature needs to stand beside."""
    decided = f"{offer.decided_by_name} {text.full_moment(offer.decided_at)}" if offer.decided_at is not None else ""
    return [
        (tr("方案"), offer.name),
        (tr("合计"), tr("{0} 单 × {1} = {2}").format(len(offer.orders), text.yuan(offer.fen), text.yuan(offer.fen * len(offer.orders)))),
        (tr("提出"), f"{offer.by_name} {text.full_moment(offer.at)}"),
        (tr("状态"), STATES.get(offer.state, offer.state)),
        (tr("批准"), decided),
        (tr("说明"), "；".join(part for part in (offer.why, offer.decided_why) if part)),
        (tr("编号"), offer.id),
    ]


def document(offer: OfferPage) -> QTextDocument:
    """The list with what was decided over it and room for a signature; every text is inserted as text."""
    made = paper.blank()
    at, again = QTextCursor(made), set(offer.again)
    paper.line(at, tr("补偿名单"), paper.form(size=16, bold="yes"))
    paper.table(at, [[tr("项目"), tr("内容")], *([name, value] for name, value in facts(offer) if value)])
    paper.heading(at, tr("订单"))
    heads = [tr("序号"), tr("订单号"), tr("金额"), tr("备注")]
    lines = [[str(n), key, text.yuan(offer.fen), tr("具名再补") if key in again else ""] for n, key in enumerate(offer.orders, 1)]
    paper.table(at, [heads, *lines])
    paper.line(at, tr("经办：　　　　　　　　　　财务：　　　　　　　　　　日期："))
    return made
