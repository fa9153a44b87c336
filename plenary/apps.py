"""The app that makes sense: the board."""

from django.apps import AppConfig


class PlenaryConfig(AppConfig):
    """`plenary`, under a label of its own (Django owns the plain word `sessions`)."""

    name = "plenary"
    label = "pga_plenary"

    def ready(self) -> None:
        """Let the board's pages listen."""
        from plenary import feed_stream, following, indexing, speaking_streams, streams  # noqa: PLC0415
        from plenary.erasing import forget_takings_in  # noqa: PLC0415
        from regions.withdrawals import on_erasure  # noqa: PLC0415

        streams.install()
        feed_stream.install()
        following.install()
        indexing.install()
        speaking_streams.install()
        on_erasure(forget_takings_in)
