"""JSON read a member at a time: of a file of any length, only one value is in memory at once."""

import json
from collections.abc import Callable, Iterator
from typing import TextIO

_CHUNK = 1 << 18
_SPACE = " \t\r\n"


class BrokenJSONError(ValueError):
    """What was read is no JSON; `position` is about where, in characters."""

    def __init__(self, position):
        super().__init__(f"JSON is broken near character {position}")
        self.position = position


def _no_constant(name):
    # RFC 8259, 6: « NaN » and « Infinity » are no JSON, though Python reads them.
    raise ValueError(name)


class JSONReader:
    """One JSON object of a text file, member by member; `longest` bounds a single value, in characters."""

    def __init__(self, file: TextIO, longest: int, tell: Callable[[int], None] = lambda read: None):
        self._file, self._longest, self._tell = file, longest, tell
        self._buffer, self._at, self._before, self._over = "", 0, 0, False
        self._decoder = json.JSONDecoder(parse_constant=_no_constant)

    @property
    def position(self) -> int:
        """How many characters were read."""
        return self._before + self._at

    def members(self) -> Iterator[str]:
        """Yield the names of the object's members; each is then read with `value` or `items` before the next."""
        self._expect("{")
        if self._take_if("}"):
            return
        while True:
            name = self.value()
            if not isinstance(name, str):
                raise BrokenJSONError(self.position)
            self._expect(":")
            yield name
            if self._take_if("}"):
                return
            self._expect(",")

    def items(self) -> Iterator:
        """Yield the values of the list that comes next, one at a time."""
        self._expect("[")
        if self._take_if("]"):
            return
        while True:
            yield self.value()
            if self._take_if("]"):
                return
            self._expect(",")

    def value(self):
        """Return the value that comes next, whole. Raises BrokenJSONError."""
        self._skip()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
                # A number, or what begins like one, may go on in what was not read yet.
                if end < len(self._buffer) or self._over:
                    self._at = end
                    return value
            except (ValueError, RecursionError) as error:
                if self._over or len(self._buffer) - self._at > self._longest or isinstance(error, RecursionError):
                    raise BrokenJSONError(self.position) from error
            # Twice as much each time: what is long is not begun again at each chunk.
            self._more(max(_CHUNK, len(self._buffer) - self._at))

    def _skip(self):
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._buffer) or self._over:
                return
            self._more(_CHUNK)

    def _more(self, count):
        self._before += self._at
        read = self._file.read(count)
        self._buffer, self._at, self._over = self._buffer[self._at :] + read, 0, not read
        self._tell(self._before)

    def _expect(self, sign):
        if not self._take_if(sign):
            raise BrokenJSONError(self.position)

    def _take_if(self, sign):
        self._skip()
        if self._buffer[self._at : self._at + 1] != sign:
            return False
        self._at += 1
        return True
