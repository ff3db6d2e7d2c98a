"""The numbers that tell what is built apart."""

import itertools

numbers = itertools.count(1)
