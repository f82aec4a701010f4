"""Shows one toast on the session bus it is started under, tells what the daemon said, takes it down: python -m tests.desk.toast_once"""

import sys

from PySide6.QtCore import QCoreApplication, QTimer

from ordertower_desktop.views.notify.linux import LinuxNotifier
from ordertower_desktop.views.notify.popup import Popup


def main() -> int:
    app = QCoreApplication(sys.argv)
    notifier = LinuxNotifier(again_ms=200)
    popup = Popup("notice:1", "VIP 订单 3901 接单超时", "已超 2 时 29 分 <b>", "critical", (("take", "接手"), ("open", "查看")))
    said: list[str] = []

    def look() -> None:
        if notifier._numbers and "number" not in said:
            said.append("number")
            sys.stdout.write(f"number {notifier._numbers[popup.id]} able {','.join(sorted(notifier._able))}\n")
            sys.stdout.flush()
            if len(sys.argv) > 1:
                return  # somebody else clicks
            notifier.withdraw(popup.id)
            notifier.close()
            app.exit(0)

    notifier.invoked.connect(lambda key, act: (sys.stdout.write(f"{key} {act}\n"), app.exit(0)))
    watching = QTimer(interval=20)
    watching.timeout.connect(look)
    watching.start()
    notifier.show(popup)
    notifier.start()
    QTimer.singleShot(20_000, lambda: app.exit(3))
    return int(app.exec())


if __name__ == "__main__":
    sys.exit(main())
