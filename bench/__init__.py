"""How fast the archive is and what it needs: measured from outside, in a database of its own (docs/benchmarks.md)."""
