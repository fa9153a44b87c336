"""The app that hands out: the PDF, the table cards."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """`reports`, under a label of its own (Django owns the plain word `sessions`)."""

    name = "reports"
    label = "pga_reports"

    def ready(self) -> None:
        """Take printed points back when their tables do, and when they are erased."""
        from pga.live import notices  # noqa: PLC0415 models are ready only now
        from regions.withdrawals import on_erasure, on_withdrawal  # noqa: PLC0415
        from reports import settling  # noqa: PLC0415
        from reports.keeping import drop_strays  # noqa: PLC0415
        from reports.withdrawals import drop_parts_of, erase_prints_of  # noqa: PLC0415

        settling.install()
        on_withdrawal(drop_parts_of)
        on_erasure(erase_prints_of)
        notices.on("parts_dropped", drop_strays)
