"""Benchmarks: `python -m benchmarks` measures the product, each figure beside a named baseline taken in the same run."""
