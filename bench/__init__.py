"""Benchmarks: each measures the product beside a control, in turns, and prints the medians. `make bench` runs all."""
