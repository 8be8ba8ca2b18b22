"""Frames to lists and back: where a step works record by record, lists are quicker than a frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tamis.store import arrow_types
from tamis.tables import Row

if TYPE_CHECKING:
    import pandas as pd


def lists(frame: pd.DataFrame, names: Iterable[str]) -> dict[str, list[Any]]:
    """Return columns as lists; a number that is not known is None."""
    return {name: frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in names}


def frame(columns: Mapping[str, Any], row: type[Row]) -> pd.DataFrame:
    """Return the frame of a table from a list or an array a column; in arrays of numbers nan is not known."""
    import pandas as pd

    return pd.DataFrame({name: _series(columns[name], kind) for name, kind in arrow_types(row).items()})


def _series(values: Any, kind: pd.ArrowDtype) -> pd.Series[Any]:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    if isinstance(values, np.ndarray):
        values = pd.array(pa.array(values, from_pandas=True).cast(kind.pyarrow_dtype), dtype=kind)
    return pd.Series(values, dtype=kind)
