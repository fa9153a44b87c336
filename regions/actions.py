"""What a table's own people change beside their notes."""

from django.db import transaction

from pga.live import notices
from regions.models import Laptop


@transaction.atomic
def name_laptop(*, laptop: Laptop, name: str) -> None:
    """Call a laptop by the person who writes at it; without a name it goes by its number again."""
    laptop.name = name
    laptop.save(update_fields=["name"])
    notices.keys_changed("table", laptop.table_id)
