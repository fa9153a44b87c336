"""The app that makes sense: the board, its links, stars, the wall, and who did what."""

from django.apps import AppConfig


class PlenaryConfig(AppConfig):
    """`plenary`, under a label of its own (Django owns the plain word `sessions`)."""

    name = "plenary"
    label = "pga_plenary"

    def ready(self) -> None:
        """Let the board's pages listen; forget with the tables."""
        from django.contrib.auth.signals import user_logged_out  # noqa: PLC0415

        from pga.live.registry import register  # noqa: PLC0415
        from plenary import (  # noqa: PLC0415 models are ready only now
            activity_streams,
            feed_stream,
            following,
            indexing,
            link_streams,
            speaking_streams,
            star_streams,
            streams,
            synthesis_streams,
            wall_streams,
            watching,
        )
        from plenary.erasing import forget_stars, forget_takings_in  # noqa: PLC0415
        from plenary.referring import forget_erased_wordings  # noqa: PLC0415
        from plenary.synthesis_access import signed_out  # noqa: PLC0415
        from plenary.synthesis_scopes import SynthesisScopes  # noqa: PLC0415
        from regions.withdrawals import on_erasure  # noqa: PLC0415

        for module in (streams, star_streams, wall_streams, activity_streams, watching, link_streams):
            module.install()
        for module in (feed_stream, following, indexing, speaking_streams, synthesis_streams):
            module.install()
        on_erasure(forget_takings_in)
        on_erasure(forget_stars)
        on_erasure(forget_erased_wordings)
        register(SynthesisScopes())
        user_logged_out.connect(signed_out)
