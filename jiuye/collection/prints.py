"""Fingerprints: a row as it stood, keyed and hashed, so that the same file handed in twice is known by it."""

from collections import Counter

import polars as pl

from jiuye.lib.sealing import Sealer


class Prints:
    """The fingerprints of one file's rows, slice by slice. The same line again is another row: the second and later
    ones bear their count. Of the rows gone by, eight bytes each are kept to know a line again."""

    def __init__(self, dataset: str, sealer: Sealer) -> None:
        self._domain, self._sealer = f"row:{dataset}", sealer
        self._gone = pl.Series(dtype=pl.UInt64)
        self._again: Counter[bytes] = Counter()  # how often a line came that came more than once

    def of(self, lines: pl.DataFrame) -> list[bytes]:
        """lines: the next rows as they stood, without their numbers."""
        texts = text_of(lines).cast(pl.Binary).to_list()
        prints = self._sealer.indexes(texts, self._domain)
        heads = pl.Series(prints, dtype=pl.Binary).bin.slice(0, 8).bin.reinterpret(dtype=pl.UInt64)
        before = heads.is_in(self._gone.implode())
        for n in (before | heads.is_duplicated()).arg_true():
            first = prints[n]
            self._again[first] += 2 if before[n] and first not in self._again else 1
            if (nth := self._again[first]) > 1:
                prints[n] = self._sealer.index(f"{texts[n].decode()}\x1e{nth}", self._domain)
        self._gone = pl.concat([self._gone, heads])
        return prints


def text_of(lines: pl.DataFrame) -> pl.Series:
    """Each row as it stood, whatever the order of the file's columns: its cells, named, in order of their names."""
    named = [pl.lit(f"{name}=") + pl.col(name) for name in sorted(lines.columns)]
    return lines.select(pl.concat_str(named, separator="\x1f", ignore_nulls=True)).to_series()
