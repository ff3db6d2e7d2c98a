"""Sheets of labels as their makers cut them, and what is read on them."""

from dataclasses import dataclass

import pypdfium2

PAGE = "/admin/lecteurs/etiquettes/"
MILLIMETRE = 72 / 25.4
# What no printer prints, at the edges of a sheet.
UNPRINTED = 4.2


@dataclass
class Die:
    """Where the labels of a format are cut, in millimetres, as its makers say."""

    columns: int
    rows: int
    width: float
    height: float
    gap: float = 0

    def cells(self):
        """Left, bottom, right and top of each label, in points from the lower left corner, in the order of reading."""
        left = (210 - self.columns * self.width - (self.columns - 1) * self.gap) / 2
        above = (297 - self.rows * self.height) / 2
        for row in range(self.rows):
            for column in range(self.columns):
                x, y = left + column * (self.width + self.gap), 297 - above - (row + 1) * self.height
                yield tuple(MILLIMETRE * side for side in (x, y, x + self.width, y + self.height))


# Avery L7160, 3474, L7163, 3484 and L7159, and what others make after them.
DIES = {
    "63x38": Die(3, 7, 63.5, 38.1, gap=2.54),
    "70x37": Die(3, 8, 70, 37),
    "99x38": Die(2, 7, 99.1, 38.1, gap=2.5),
    "105x37": Die(2, 8, 105, 37),
    "63x34": Die(3, 8, 63.5, 33.9, gap=2.54),
}


def sheets(client, **query):
    """The PDF of the labels."""
    asked = {"format": "63x38", "premiere": "1", "ordre": "commune", "code": "on", **query}
    response = client.get(f"{PAGE}pdf/", asked)
    assert response.status_code == 200
    return response.content


def read(content, die):
    """The lines of each label by page and cell; no letter may stand outside of a cell, or too near its edge."""
    found = []
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            words = page.get_textpage()
            letters = [words.get_charbox(number) for number in range(words.count_chars())]
            drawn = [box for box in letters if box[2] - box[0] > 0.1 and box[3] - box[1] > 0.1]
            cells = list(die.cells())
            inside = 0
            for left, bottom, right, top in cells:
                own = [
                    box for box in drawn if left <= box[0] and box[2] <= right and bottom <= box[1] and box[3] <= top
                ]
                inside += len(own)
                for box in own:
                    assert box[0] >= max(left + 2 * MILLIMETRE, UNPRINTED * MILLIMETRE)
                    assert box[2] <= min(right - 2 * MILLIMETRE, (210 - UNPRINTED) * MILLIMETRE)
                    assert box[1] >= bottom + 2 * MILLIMETRE
                    assert box[3] <= top - 2 * MILLIMETRE
                lines = words.get_text_bounded(left, bottom, right, top).replace("\r", "").split("\n")
                found.append([line.strip() for line in lines if line.strip()])
            assert inside == len(drawn)
            words.close()
            page.close()
    return found
