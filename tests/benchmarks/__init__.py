"""Benchmarks: `python -m tests.benchmarks` prints how long things take, as ratios."""
