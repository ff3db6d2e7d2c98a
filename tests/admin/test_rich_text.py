"""Rich texts in forms that several people open at the same instant."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

from wagtail.admin.rich_text import get_rich_text_editor_widget

from pma_site.core.blocks.text import TEXT_FEATURES


def test_texts_opened_in_several_threads_at_once_stay_apart():
    editor = get_rich_text_editor_widget(features=TEXT_FEATURES)
    words = [f"Texte {number}" for number in range(8)]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(len(words)) as threads:
            shown = list(threads.map(lambda word: editor.format_value(f"<p>{word} <b>en gras</b></p>" * 40), words * 5))
    finally:
        sys.setswitchinterval(before)
    assert [{part["text"] for part in json.loads(state)["blocks"]} for state in shown] == [
        {f"{word} en gras"} for word in words * 5
    ]
