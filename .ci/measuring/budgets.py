"""What a page may weigh on its way to the reader, for an empty cache. Bytes as sent (compressed); kB are 1000 bytes.

The reasons and the comparison with peers are in the project's design notes.
"""

KB = 1000

# One page, by type of file.
HTML = 8 * KB
# The page that holds all of the letter: its words alone come to 6 kB.
HTML_OF_THE_LETTER = 10.5 * KB
CSS = 10 * KB
JS = 4 * KB
FONTS = 60 * KB

# One page, everything in it, by what it shows.
TOTAL = {"text": 110 * KB, "photos": 150 * KB, "home": 180 * KB}

FONT_FILES = 2
BLOCKING_STYLESHEETS = 1
REQUESTS = 12
REQUESTS_TO_OTHERS = 0

# Lighthouse, of 100. Performance is measured, and a measure varies.
SCORES = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
