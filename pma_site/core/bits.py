"""Sets of small numbers as whole numbers, one bit each: filters are then an « and », counts the number of bits."""

from collections.abc import Iterable, Iterator


def bits_of(numbers: Iterable[int]) -> int:
    """The whole number with these bits set."""
    numbers = list(numbers)
    if not numbers:
        return 0
    made = bytearray((max(numbers) >> 3) + 1)
    for number in numbers:
        made[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(made, "little")


def numbers_in(bits: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set, in order."""
    for place, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        while byte:
            lowest = byte & -byte
            yield place * 8 + lowest.bit_length() - 1
            byte ^= lowest


class Membership:
    """A set of numbers made of bits, quick to ask."""

    def __init__(self, bits: int):
        self._bytes = bytearray(bits.to_bytes((bits.bit_length() + 7) // 8, "little"))

    def __contains__(self, number: int):
        place = number >> 3
        return place < len(self._bytes) and bool(self._bytes[place] >> (number & 7) & 1)

    def remove(self, number: int) -> None:
        """Take out a number that is in it."""
        self._bytes[number >> 3] &= ~(1 << (number & 7)) & 255
