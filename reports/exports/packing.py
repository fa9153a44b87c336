"""Office files are ZIP archives with the time of their making in them; equal notes have to give equal bytes."""

import io
import zipfile

_NO_TIME = (1980, 1, 1, 0, 0, 0)


def same_bytes(archive: bytes) -> bytes:
    """The archive with the same files in the same order, and no time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as made, zipfile.ZipFile(packed, "w") as again:
        for old in made.infolist():
            entry = zipfile.ZipInfo(old.filename, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            again.writestr(entry, made.read(old), compresslevel=6)
    return packed.getvalue()
