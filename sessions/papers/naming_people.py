"""Takes the people out of the blocks of a paper, wherever they stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sessions.papers.blocks import PLAIN, STRONG, Block
from sessions.papers.generic_words import names_section
from sessions.papers.people import (
    Person,
    is_people_heading,
    people_in,
    people_of_role,
    role_alone,
    role_of,
    starts_with_role,
)

PROSE = 14


@dataclass
class Cast:
    """The people found, lines that only announce them, and the blocks that are about something else."""

    people: list[Person] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    left: list[Block] = field(default_factory=list)
    after: int = -1  # the place in `left` right after the last person
    role: str = ""
    pending: tuple[int, ...] = ()
    early: bool = True

    def read(self, block: Block, following: Block | None) -> None:
        """Takes one block: people, a role over people, or something else."""
        text = block.said
        found = people_in(text)
        if found and self._believable(found, block, text):
            if starts_with_role(text):
                self._close()
            self._take(found, block)
        elif printed := role_alone(text):
            self._close()
            self.role, self.pending = printed, block.numbers
        elif self.role and self._may_go_on(block, text) and (more := people_of_role(text, self.role)):
            self._take(more, block)
        elif is_people_heading(text) and following is not None and _about_people(following):
            self.lines.extend(block.numbers)
        else:
            self._leave(block)

    def _take(self, found: list[Person], block: Block) -> None:
        lines = tuple(sorted({*self.pending, *block.numbers}))
        self.people.extend(replace(person, lines=lines) for person in found)
        self.role, self.pending, self.after = found[-1].role_as_printed, (), len(self.left)

    def _leave(self, block: Block) -> None:
        self._close()
        prose = block.kind != "row" and len(block.whole.split()) > PROSE and not block.first.slanted
        if block.lead or names_section(block.whole) or prose:
            self.early = False
        self.left.append(block)

    def _close(self) -> None:
        """A role with nobody under it is a place still to be filled."""
        if self.pending:
            self.people.append(Person(role_of(self.role), "", "", self.role, self.pending))
            self.after = len(self.left)
        self.role, self.pending = "", ()

    def _believable(self, found: list[Person], block: Block, text: str) -> bool:
        """Further down in a paper a role must be plain to see, or words of the text would turn into people."""
        if self.early or self.role:
            return True
        if starts_with_role(text):
            return all(not person.name or people_of_role(person.name, "x") for person in found)
        return all(person.role != "other" and len(person.name.split()) > 1 for person in found) and text.endswith(")")

    def _may_go_on(self, block: Block, text: str) -> bool:
        if block.lead or names_section(text) or 0 < block.rank < STRONG:
            return False
        if self.pending or block.kind == "row":
            return True
        named = people_of_role(text, self.role)
        alone = block.kind == "item" and bool(self.people) and bool(named)
        return alone or (block.rank in {0, PLAIN} and bool(named) and all(person.organisation for person in named))

    def close(self) -> None:
        """Ends the paper."""
        self._close()


def _about_people(block: Block) -> bool:
    text = block.said
    return bool(people_in(text)) or bool(role_alone(text)) or is_people_heading(text)


def cast_of(blocks: Sequence[Block]) -> Cast:
    """The people of a paper, and what is left of it."""
    cast = Cast()
    for at, block in enumerate(blocks):
        cast.read(block, blocks[at + 1] if at + 1 < len(blocks) else None)
    cast.close()
    return cast
