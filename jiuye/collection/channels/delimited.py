"""CSV into columns of text: comma, tab or semicolon, quoted newlines, odd rows kept and named."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.csv as pacsv

from .encoding import Encoding, detect, to_utf8
from .names import Known, header_index
from .table import ROW, SLICE, BadFile, Limits, RowFault, Slice

DELIMITERS = ",\t;"
_BLOCK = 1 << 20  # bytes; Arrow reads up to 32 blocks ahead


@dataclass(frozen=True)
class Layout:
    """Where the table lies: records before the header, its cells, how the text is written; bare: no rows."""

    header: int
    cells: list[str]
    delimiter: str
    encoding: Encoding
    bare: bool = False


@contextmanager
def records(path: Path, encoding: Encoding, delimiter: str, record_limit: int) -> Iterator[Iterator[list[str]]]:
    """All records of the file, blank lines as []. Raises csv.Error for a cell beyond the record limit."""
    csv.field_size_limit(record_limit)
    with path.open("rb") as raw:
        raw.seek(encoding.skip)
        with io.TextIOWrapper(raw, encoding=encoding.codec, newline="") as text:
            yield csv.reader(text, delimiter=delimiter)


def locate(path: Path, limits: Limits, known: Known) -> Layout:
    """Encoding, delimiter and header row. The delimiter is the one under which most known names are
    found, then the one that gives most columns. Raises BadFile."""
    encoding = detect(path)
    best: tuple[tuple[int, int], Layout] | None = None
    for delimiter in DELIMITERS:
        head, whole = _head(path, encoding, delimiter, limits)
        at = header_index(head, known)
        if at is None or not "".join(c or "" for c in head[at]).strip(DELIMITERS + " "):
            continue
        cells = [c or "" for c in head[at]]
        worth = (known.score(cells), sum(1 for c in cells if c.strip()))
        if best is None or worth > best[0]:
            best = worth, Layout(at, cells, delimiter, encoding, whole and at == len(head) - 1)
    if best is None:
        raise BadFile("empty_file", "文件是空的，请检查是否选错了文件。")
    if best[1].bare:
        raise no_rows()
    return best[1]


def _head(path: Path, encoding: Encoding, delimiter: str, limits: Limits) -> tuple[list[list[str | None]], bool]:
    """The first records, and whether there are no more."""
    rows: list[list[str | None]] = []
    try:
        with records(path, encoding, delimiter, limits.record) as found:
            rows.extend(list(row) for row in islice(found, limits.search))
    except csv.Error:
        return rows, False  # a record beyond the limit ends the search; reading says what is wrong with it
    return rows, len(rows) < limits.search


def read(path: Path, layout: Layout, limits: Limits) -> Iterator[Slice]:
    """The rows, under columns c0, c1, … as many as header cells; rows of another width are cut or filled, with a
    fault each. Raises BadFile."""
    done = 0
    for block in (_BLOCK, min(max(_BLOCK, 2 * limits.record), 1 << 30)):
        try:
            for frame, faults in _numbered(path, layout, limits, block):
                if frame.item(-1, ROW) > done:
                    rows = frame.filter(pl.col(ROW) > done)
                    yield Slice(rows, [f for f in faults if f.row_no > done])
                    done = rows.item(-1, ROW)
            return
        except pa.ArrowInvalid as e:
            # A record longer than a block: once more from the beginning, in blocks that hold any.
            if "straddling" not in str(e) or block > _BLOCK:
                raise _unreadable(e) from e


def _numbered(path: Path, layout: Layout, limits: Limits, block: int) -> Iterator[Slice]:
    """Rows of the wrong width are put back among the others. Arrow hands them over before the block they stood in."""
    first, names = layout.header + 1, [f"c{i}" for i in range(len(layout.cells))]
    odd: list[pacsv.InvalidRow] = []

    def keep(row: pacsv.InvalidRow) -> str:
        odd.append(row)
        return "skip"

    done = 0
    for frame in _batches(path, layout, names, keep, block):
        done, numbers = _count(done, frame.height, {row.number - first for row in odd})
        frame = frame.insert_column(0, pl.Series(ROW, numbers, dtype=pl.Int64))
        now = [row for row in odd if row.number - first <= done]
        odd = [row for row in odd if row.number - first > done]
        yield from _merged(frame, now, layout, names)
        if done > limits.rows:
            raise too_many_rows(limits)
    yield from _merged(pl.DataFrame(schema={ROW: pl.Int64, **dict.fromkeys(names, pl.String)}), odd, layout, names)


def _count(done: int, rows: int, taken: set[int]) -> tuple[int, Sequence[int]]:
    """The numbers of the next `rows` rows, which leave out those taken; and the last one given or passed over."""
    if not taken:
        return done + rows, range(done + 1, done + rows + 1)
    free = islice((n for n in count(done + 1) if n not in taken), rows)
    numbers = list(free)
    last = numbers[-1] if numbers else done
    while last + 1 in taken:
        last += 1
    return last, numbers


def _merged(frame: pl.DataFrame, odd: list[pacsv.InvalidRow], layout: Layout, names: list[str]) -> Iterator[Slice]:
    first, faults = layout.header + 1, []
    if odd:
        extra: list[list[str | int | None]] = []
        for row in odd:
            cells = _split(row.text, layout.delimiter)
            if len(cells) < len(names) or any(cells[len(names) :]):
                faults.append(_width_fault(row.number - first, len(cells), len(names), row.text))
            padded: list[str | None] = [c or None for c in cells[: len(names)]]
            extra.append([row.number - first, *padded, *[None] * (len(names) - len(padded))])
        frame = pl.concat([frame, pl.DataFrame(extra, schema=frame.schema, orient="row")]).sort(ROW)
    for part in frame.iter_slices(SLICE):
        last = part.item(-1, ROW)
        yield Slice(part, sorted((f for f in faults if f.row_no <= last), key=lambda f: f.row_no))
        faults = [f for f in faults if f.row_no > last]


def _batches(path: Path, layout: Layout, names: list[str], keep: object, block: int) -> Iterator[pl.DataFrame]:
    """A slice's worth of blocks at a time. One thread: only then does Arrow number the rows it hands to `keep`."""
    with pa.OSFile(str(path), "rb") as raw:
        raw.seek(layout.encoding.skip)
        codec = layout.encoding.codec
        reader = pacsv.open_csv(
            raw if codec == "utf-8" else pa.TransformInputStream(raw, to_utf8(layout.encoding)),
            read_options=pacsv.ReadOptions(
                use_threads=False,
                block_size=block,
                column_names=names,
                skip_rows_after_names=layout.header + 1,
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=layout.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=keep,
            ),
            convert_options=pacsv.ConvertOptions(
                column_types={n: pa.string() for n in names},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
                check_utf8=False,  # the encoding was tried on the whole file already
            ),
        )
        held: list[pa.RecordBatch] = []
        for batch in reader:
            if held and sum(b.num_rows for b in held) + batch.num_rows > SLICE:
                yield _frame(held)
                held = []
            held.append(batch)
        if held:
            yield _frame(held)


def _frame(batches: list[pa.RecordBatch]) -> pl.DataFrame:
    found = pl.from_arrow(pa.Table.from_batches(batches))
    assert isinstance(found, pl.DataFrame)
    return found


def _split(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return [text]


def _width_fault(row_no: int, has: int, wants: int, text: str) -> RowFault:
    hint = "，并检查引号是否成对" if "\n" in text else ""
    if has > wants:
        words = f"本行有 {has} 格，比表头的 {wants} 格多。请检查是否有多余的分隔符{hint}，"
        words += "含分隔符的内容要用双引号括起。"
        return RowFault(row_no, "", "F01", words, text[:100])
    words = f"本行只有 {has} 格，比表头的 {wants} 格少。请补齐空格处的分隔符{hint}。"
    return RowFault(row_no, "", "F02", words, text[:100])


def no_rows() -> BadFile:
    return BadFile("no_rows", "文件只有表头，没有数据行，请填入数据后重新上传。")


def too_many_rows(limits: Limits) -> BadFile:
    return BadFile("too_many_rows", f"文件超过 {limits.rows:,} 行，请拆成几个文件分别上传。")


def _unreadable(error: Exception) -> BadFile:
    if "straddling" in str(error):
        return BadFile("record", "有一行长得无法读取，多半是引号没有成对，请检查内容里的双引号后重新上传。")
    return BadFile("csv", "文件不是完整的 CSV，请在 Excel 或 WPS 中另存为“CSV UTF-8”后重新上传。")
