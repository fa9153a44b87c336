"""Four hands at an organizer's door: the right one is for each test; here the other three."""

from django.test import Client


def refuses_others(address: str, *, neighbour: Client, stranger: Client, wrong_verb: str = "delete") -> None:
    """Another event's organizer finds nothing, a stranger is asked to sign in, a wrong verb is refused."""
    for verb in ("get", "post"):
        if getattr(neighbour, wrong_verb)(address).status_code == 405 and verb != wrong_verb:
            found = getattr(neighbour, verb)(address)
            assert found.status_code in {404, 405}, (verb, address, found.status_code)
            asked = getattr(stranger, verb)(address)
            assert asked.status_code == 405 or asked.headers["Location"].startswith("/sign-in/?next="), (verb, address)
    assert getattr(neighbour, wrong_verb)(address).status_code == 405, address
