"""Columns of times: what `store.iso_time` and `store.log_order` give, a million at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tamis.store import iso_time

#: How programs write times; other times are read one by one. Figures stand where these have letters.
_SHAPES = tuple(
    day + time
    for day in ("YYYY-MM-DD", "DD.MM.YYYY")
    for time in (
        "",
        *(f"{mark}hh:mm{end}" for mark in "T " for end in ("", ":ss", ":ssZ", ":ss.fffZ", ":ss+zz:xx")),
    )
)


#: How long a time is that gives the day and the second, and no offset.
_WHOLE = len("2021-09-20T09:31:05")


def iso_times(cells: pa.Array) -> pa.Array:
    """Return days and times in ISO 8601, as `store.iso_time` gives each; what is empty stays so.

    Raises:
        ValueError: one of them is none.
    """
    lengths = pc.binary_length(cells).to_numpy(zero_copy_only=False)
    parts, places = [pa.array([], pa.string())], [np.zeros(0, np.int64)]
    for length in np.unique(lengths).tolist():
        at = np.flatnonzero(lengths == length)
        for shape in _SHAPES if length else ():
            if len(shape) == length and len(at):
                letters = _letters(cells.take(pa.array(at)), length)
                fits, texts = _of_shape(letters, shape)
                parts.append(texts)
                places.append(at[fits])
                at = at[~fits]
        parts.append(_one_by_one(cells.take(pa.array(at))))
        places.append(at)
    order = np.argsort(np.concatenate(places), kind="stable")
    return pa.concat_arrays(parts).take(pa.array(order))


def _letters(cells: pa.Array, length: int) -> npt.NDArray[np.uint8]:
    """Return texts that all have one length, a byte a column."""
    data = np.frombuffer(cells.buffers()[2], np.uint8, len(cells) * length)
    return data.reshape(len(cells), length)


def _one_by_one(cells: pa.Array) -> pa.Array:
    coded = cells.dictionary_encode()
    texts = [iso_time(text) if text else "" for text in coded.dictionary.to_pylist()]
    return pa.array(texts, pa.string()).take(coded.indices)


def _of_shape(letters: npt.NDArray[np.uint8], shape: str) -> tuple[npt.NDArray[np.bool_], pa.Array]:
    """Return which texts have a shape and are times, and these in ISO 8601."""
    signs = np.frombuffer(shape.encode(), np.uint8)
    figure = np.array([sign in "YMDhmsfzx" for sign in shape])
    fits = ((letters[:, figure] >= 48) & (letters[:, figure] <= 57)).all(axis=1)
    plus = signs == ord("+")  # the sign of an offset may be either
    fits &= (letters[:, ~figure & ~plus] == signs[~figure & ~plus]).all(axis=1)
    fits &= np.isin(letters[:, plus], [ord("+"), ord("-")]).all(axis=1)

    def number(letter: str, most: int) -> npt.NDArray[np.int64]:
        """Return the numbers that stand where the shape has a letter; none that is too high fits."""
        found = np.zeros(len(letters), np.int64)
        for place in np.flatnonzero(signs == ord(letter)).tolist():
            found = found * 10 + letters[:, place] - 48
        fits[found > most] = False
        return found

    year, month, day = number("Y", 9998), number("M", 12), number("D", 31)
    apart = number("z", 23) * 60 + number("x", 59)
    for letter, most in (("h", 23), ("m", 59), ("s", 59)):
        number(letter, most)
    if plus.any():  # what is written as -00:00 is +00:00
        fits &= (apart > 0) | (letters[:, plus.argmax()] == ord("+"))
    fits &= (year >= 1000) & (month >= 1) & (day >= 1)
    month, year = month[fits], year[fits]
    months = (year - 1970).astype("datetime64[Y]").astype("datetime64[M]") + (month - 1).astype(
        "timedelta64[M]"
    )
    long = (months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")
    fits[fits] = day[fits] <= long.astype(np.int64)
    letters = letters[fits]
    target = "YYYY-MM-DD" + (
        "" if "h" not in shape else "Thh:mm:ss" + {"Z": "+00:00", "x": "+zz:xx"}.get(shape[-1], "")
    )
    made = np.empty((len(letters), len(target)), np.uint8)
    made[:] = np.frombuffer(target.replace("s", "0").encode(), np.uint8)
    for letter in "YMDhmszx+":
        made[:, [at for at, sign in enumerate(target) if sign == letter and letter in shape]] = letters[
            :, signs == ord(letter)
        ]
    return fits, _texts(made)


def _texts(letters: npt.NDArray[np.uint8]) -> pa.Array:
    """Return texts of one length, given a byte a column."""
    ends = np.arange(len(letters) + 1, dtype=np.int32) * letters.shape[1]
    return pa.StringArray.from_buffers(len(letters), pa.py_buffer(ends), pa.py_buffer(letters.tobytes()))


def _elsewhere(times: pa.Array) -> npt.NDArray[np.bool_]:
    """Return which times have an offset from UTC that is not nought."""
    if (pc.max(pc.binary_length(times)).as_py() or 0) <= _WHOLE:
        return np.zeros(len(times), np.bool_)
    offset = pc.utf8_slice_codeunits(times, 19, 25)
    found: npt.NDArray[np.bool_] = pc.and_(pc.not_equal(offset, ""), pc.not_equal(offset, "+00:00")).to_numpy(
        zero_copy_only=False
    )
    return found


def _in_utc(times: pa.Array) -> pa.Array:
    """Return times in UTC, without their offsets; days stay as they are."""
    plain = pc.utf8_slice_codeunits(times, 0, 19)
    moved = _elsewhere(times)
    if not moved.any():
        return plain
    far = times.filter(pa.array(moved))
    hours, minutes = (pc.utf8_slice_codeunits(far, at, at + 2).cast(pa.int64()).to_numpy() for at in (20, 23))
    west = np.asarray(pc.equal(pc.utf8_slice_codeunits(far, 19, 20), "-"), np.bool_)
    apart = (np.where(west, -1, 1) * (hours * 60 + minutes) * 60).astype("timedelta64[s]")
    moments = np.array(plain.filter(pa.array(moved)).to_pylist(), "datetime64[s]") - apart
    return pc.replace_with_mask(plain, pa.array(moved), pa.array(moments.astype(str).tolist(), pa.string()))


def written_days(times: pa.Array) -> pa.Array:
    """Return the day of each line of one log as it is written, where it may be another in UTC; else "".

    Args:
        times: the column `time` of the log's lines, in order, as `iso_times` gives it. A line without a time
            has the day of the line above.
    """
    if not _elsewhere(times).any():
        return pa.repeat(pa.scalar("", pa.string()), len(times))
    there = pc.binary_length(times).to_numpy(zero_copy_only=False) > 0
    last = np.maximum.accumulate(np.where(there, np.arange(len(times)), -1))
    day = pc.utf8_slice_codeunits(times, 0, 10).take(pa.array(last, pa.int64(), mask=last < 0))
    return pc.fill_null(day, "")


def log_order(times: pa.Array) -> pa.Array:
    """Return where each line of one log stands in time, as `store.log_order` says; "" before any has a time.

    Args:
        times: the column `time` of the log's lines, in order, as `iso_times` gives it.
    """
    length = pc.binary_length(times).to_numpy(zero_copy_only=False)
    at = np.flatnonzero(length)
    if not len(at) or (length == _WHOLE).all():
        return times
    timed = times.take(pa.array(at))
    day = pc.utf8_slice_codeunits(timed, 0, 10)
    code = day.dictionary_encode().indices.to_numpy(zero_copy_only=False)
    full = length[at] > 10
    place = np.arange(len(at))
    new = np.concatenate([[True], code[1:] != code[:-1]])
    begins = np.maximum.accumulate(np.where(new, place, 0))
    known = np.maximum.accumulate(np.where(full, place, -1))
    known = np.where(known >= begins, known, place)  # the last line of that day which says the hour
    moment = _in_utc(timed)
    base = moment.take(pa.array(known))
    if _elsewhere(timed).any():
        ends = np.minimum.accumulate(np.where(np.append(new[1:], True), place, len(at))[::-1])[::-1]
        below = np.minimum.accumulate(np.where(full, place, len(at))[::-1])[::-1]
        below = np.where(~full & (known == place) & (below <= ends), below, known)
        lower = moment.take(pa.array(below))
        base = pc.if_else(pc.less(lower, base), lower, base)
    last = np.cumsum(length > 0) - 1
    return pc.fill_null(base.take(pa.array(last, mask=last < 0)), "")
