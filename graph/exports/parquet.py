"""The tables as a Parquet star schema for Power BI, pandas and DuckDB: ``dim_…`` and ``fact_…``."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from graph.exports.format import Files, Format, Job
from graph.exports.spool import chunks_of
from graph.exports.table_rows import rows
from graph.exports.tables import TABLES, Row, Table

GROUP_ROWS = 20_000
"""Rows held in memory before a row group is written."""
TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def _parquet(job: Job) -> Files:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as closing:
        files = {
            table: closing.enter_context(_TableFile(Path(folder) / f"{table.name}.parquet", table))
            for table in TABLES
            if job.view in table.views
        }
        for table, row in rows(job):
            files[table].add(row)
        for file in files.values():
            file.close()
        for table, file in files.items():
            with file.path.open("rb") as content:
                yield f"{table.name}.parquet", chunks_of(content)


class _TableFile:
    def __init__(self, path: Path, table: Table) -> None:
        self.path = path
        self.schema = pa.schema(
            pa.field(each.name, TYPES[each.type], metadata={"zh": each.zh}) for each in table.columns
        )
        self._writer = parquet.ParquetWriter(path, self.schema, compression="zstd")
        self._rows: list[Row] = []

    def __enter__(self) -> _TableFile:
        return self

    def __exit__(self, *exception: object) -> None:
        self._writer.close()

    def add(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) >= GROUP_ROWS:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        columns = zip(*self._rows, strict=True) if self._rows else [()] * len(self.schema)
        arrays = [pa.array(cells, field.type) for cells, field in zip(columns, self.schema, strict=True)]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self.schema))
        self._rows = []


PARQUET = Format(
    "parquet",
    ".zip",
    "application/zip",
    "Parquet 星型表（Power BI、pandas、DuckDB）",
    "Parquet star schema for Power BI, pandas, DuckDB",
    files=_parquet,
)
