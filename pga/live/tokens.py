"""Signatures for links and cookies: HMAC-SHA256 under an event's key, cut to 16 bytes. Pure functions."""

import base64
import hashlib
import hmac
import re
from typing import NamedTuple

_LINK = re.compile(r"([a-z])([1-9]\d{0,17})-([1-9]\d{0,8})-([A-Za-z0-9_-]{22})")


class LinkToken(NamedTuple):
    """The parts of a link's token; `mac` is not yet checked."""

    kind: str
    id: int
    generation: int
    mac: str


def sign(key: str, *parts: str | int) -> str:
    """22 letters (128 bits, base64url) that vouch for `parts` under `key`."""
    message = "\x1f".join(str(part) for part in parts).encode()
    digest = hmac.new(key.encode(), message, hashlib.sha256).digest()[:16]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def vouched(mac: str, key: str, *parts: str | int) -> bool:
    """Whether `mac` is the signature of `parts`, compared in constant time."""
    return hmac.compare_digest(mac.encode(), sign(key, *parts).encode())


def link_token(kind: str, ident: int, generation: int, key: str) -> str:
    """A link's token, such as t12-1-<22 letters>."""
    return f"{kind}{ident}-{generation}-{sign(key, 'link', kind, ident, generation)}"


def read_link(token: str) -> LinkToken | None:
    """The parts of a token, or None if it has not the form of one."""
    found = _LINK.fullmatch(token)
    return LinkToken(found[1], int(found[2]), int(found[3]), found[4]) if found else None


def link_is_good(token: LinkToken, key: str) -> bool:
    """Whether the link was signed under `key`; its generation is for the caller to compare."""
    return vouched(token.mac, key, "link", token.kind, token.id, token.generation)


def laptop_cookie(grant: str, scope: str, generation: int, key: str) -> str:
    """The cookie that a laptop holds: grant.generation.signature."""
    return f"{grant}.{generation}.{sign(key, 'laptop', scope, grant, generation)}"


def cookie_generation(value: str, scope: str, key: str) -> int | None:
    """The generation that a good cookie names, whatever the scope's own is by now; unchecked where no key is left."""
    grant, _, rest = value.partition(".")
    number, _, mac = rest.partition(".")
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    return int(number) if not key or vouched(mac, key, "laptop", scope, grant, number) else None


def read_laptop_cookie(value: str, scope: str, generation: int, key: str) -> str | None:
    """The grant in a laptop's cookie, if the cookie is good for this scope and generation."""
    grant, _, rest = value.partition(".")
    number, _, mac = rest.partition(".")
    if number != str(generation) or not vouched(mac, key, "laptop", scope, grant, generation):
        return None
    return grant
