"""A seed and sizes -> a complete dataset folder of a fictional region, with planted truths and planted mistakes."""

from pathlib import Path


def simulate(
    folder: Path | str, municipalities: int = 12, schools: int = 120, years: int = 3, seed: int = 2025
) -> list[Path]:
    """Write a fictional dataset (more than 99 municipalities: several, one folder per region); the folders written.

    The same arguments give the same bytes on every platform. Raises UsageError for sizes that make no region and for
    a folder that holds something else.
    """
    from careerstats.simulate.folders import write_all

    return write_all(Path(folder), municipalities, schools, years, seed)


__all__ = ["simulate"]
