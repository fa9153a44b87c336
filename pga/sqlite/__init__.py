"""Django's SQLite, with turns: see `pga.sqlite.base`."""
