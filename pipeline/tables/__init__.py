"""The output tables: their `schema`, the check that they hold together (`verify`), and `write`."""
