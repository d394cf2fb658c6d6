"""Is every copy found and no fact lost? `python -m tests.bench.repeats` prints the table."""
