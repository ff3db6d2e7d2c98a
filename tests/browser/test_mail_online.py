"""The letter's e-mail read online looks as the e-mail itself does, though its styles stand in a sheet there."""

import pytest

from newsletter import rendering
from newsletter.models import IssuePage

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db(transaction=True)]

# How every element is drawn and where it stands.
DRAWN = """() => [...document.body.querySelectorAll('*')].map((element) => {
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    return [element.tagName, [...style].map((name) => style.getPropertyValue(name)).join(';'),
            box.x, box.y, box.width, box.height].join(' ');
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [640, 360])
def test_it_is_drawn_as_mail_programs_draw_it(page, live_server, width, scheme):
    html = rendering.email_html(IssuePage.objects.get(number=9).letter_for_readers(), live_server.url)
    mail = page.context.new_page()
    for shown in (page, mail):
        shown.set_viewport_size({"width": width, "height": 800})
        shown.emulate_media(color_scheme=scheme)
    page.goto("/lettres/9/courriel/")
    mail.set_content(html, wait_until="load")

    online, received = page.evaluate(DRAWN), mail.evaluate(DRAWN)

    assert len(online) > 300
    assert online == received
