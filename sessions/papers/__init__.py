"""From the lines of a background paper to a proposal of what it holds: pure functions, no database."""
