"""French as a printer sets it. In what is expected, « ~ » is a space that does not break."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pma_site.core.typography import french_html, french_text

NBSP = "\u00a0"


def shown(html):
    return html.replace(NBSP, "~")


# --- What becomes of a text: in a page; as plain text, where only ordinals differ ---

TEXTS = [
    # Signs with a space before them.
    ("Le thème : l’eau", "Le thème~: l’eau"),
    ("Vrai ? Oui ! Bien ; très bien", "Vrai~? Oui~! Bien~; très bien"),
    ("Vrai? Oui! Bien; très bien", "Vrai~? Oui~! Bien~; très bien"),
    ("Vraiment ?! Allons !!!", "Vraiment~?! Allons~!!!"),
    ("Et alors\u202f? Et\u2009: rien", "Et alors~? Et~: rien"),
    ("Lieu: Lens", "Lieu~: Lens"),
    ("Téléphone: 12", "Téléphone~: 12"),
    ("Entrée (libre): 12", "Entrée (libre)~: 12"),
    ("une hausse de 5%, de 5 % et de 5‰", "une hausse de 5~%, de 5~% et de 5~‰"),
    ("35€, 35 €, 1,5 M€ et 12€/jour", "35~€, 35~€, 1,5~M€ et 12~€/jour"),
    ("exprimé en %", "exprimé en~%"),
    # Quotation marks.
    ("« Bonjour »", "«~Bonjour~»"),
    ("«Bonjour» et « bonsoir!»", "«~Bonjour~» et «~bonsoir~!~»"),
    ("le \u00ab\u202fGrand forum\u202f\u00bb", "le «~Grand forum~»"),
    ('délégué au "Grand forum"', "délégué au «~Grand forum~»"),
    ('"Oui" et "non"!', "«~Oui~» et «~non~»~!"),
    ('("Émergence")', "(«~Émergence~»)"),
    ('un écran de 24" ou 27"', 'un écran de 24" ou 27"'),
    ('un seul " perdu', 'un seul " perdu'),
    ("« Allons ! »", "«~Allons~!~»"),
    # Apostrophes.
    ("C'est l'eau d'aujourd'hui", "C’est l’eau d’aujourd’hui"),
    ("l'\"Envol\" et l'« Envol »", "l’«~Envol~» et l’«~Envol~»"),
    ("d'1 million", "d’1~million"),
    ("le 'mot' juste, 5'30", "le 'mot' juste, 5'30"),
    # Ellipsis.
    ("Et puis... plus rien", "Et puis… plus rien"),
    ("Et puis...?", "Et puis…~?"),
    ("..", ".."),
    ("....", "...."),
    # Hours.
    ("13h30, 13H30, 13 h 30, 13 H 30", "13~h~30, 13~h~30, 13~h~30, 13~h~30"),
    ("de 9h à 12h", "de 9~h à 12~h"),
    ("9h-12h, 24h/24", "9~h-12~h, 24~h/24"),
    ("ouvert dès 9 h 305 places", "ouvert dès 9~h 305 places"),
    ("à 10:30, un rapport de 1:2", "à 10:30, un rapport de 1:2"),
    ("salle 3H", "salle 3H"),
    # Numbers, units, telephone.
    ("4 200 ha et 1 234 567 habitants", "4~200~ha et 1~234~567 habitants"),
    ("en 2023 150 communes", "en 2023 150 communes"),
    ("420 km, 12 m², 30 kWh, 20 °C", "420~km, 12~m², 30~kWh, 20~°C"),
    ("les 5 l’ont dit", "les 5 l’ont dit"),
    ("10 habitants", "10 habitants"),
    ("Tél. : 03 21 00 00 00", "Tél.~: 03~21~00~00~00"),
    ("+33 3 21 00 00 00 ou +33 (0)3 21 00 00 00", "+33~3~21~00~00~00 ou +33~(0)3~21~00~00~00"),
    ("+ 4 100 emplois", "+~4~100 emplois"),
    ("-10 % en un an, (-0,5%), de -3 °C", "−10~% en un an, (−0,5~%), de −3~°C"),
    ("de 5-10 %, A-10 %, – -, - 10 %, 2023-10-12", "de 5-10~%, A-10~%, – -, - 10~%, 2023-10-12"),
    ("5 %-10 %, 5 % -10 %, de 5 -10 %, 15°-20°C, (a)-5 %", "5~%-10~%, 5~% -10~%, de 5 -10~%, 15°-20°C, (a)-5~%"),
    ("-5 € adulte, 5 €-10 €", "-5~€ adulte, 5~€-10~€"),
    ("Lettre n°9, N° 8 et n° 12", "Lettre n°~9, N°~8 et n°~12"),
    # Dates and people.
    ("le 12 mai 2023 et le 3 août", "le 12~mai 2023 et le 3~août"),
    ("Lettre n° 9 juin 2023, n° 12 mai 2024", "Lettre n°~9 juin 2023, n°~12 mai 2024"),
    ("M. Dupont, Mme Dupont, MM. A et B", "M.~Dupont, Mme~Dupont, MM.~A et B"),
    ("J.-P. Scalone, É. Sénéchal, Dr Petit", "J.-P.~Scalone, É.~Sénéchal, Dr~Petit"),
    ("Me voici", "Me voici"),
    # What is no sentence.
    (":-) ;) : ) :p", ":-) ;)~: ) :p"),
    ("color: red", "color: red"),
    ("https://exemple.fr/l'eau?a=2e;b:c", "https://exemple.fr/l'eau?a=2e;b:c"),
    ("https://exemple.fr/? Oui", "https://exemple.fr/? Oui"),
    ("http: puis ftp:", "http: puis ftp:"),
    ("l'adresse contact@pm-artois.fr !", "l’adresse contact@pm-artois.fr~!"),
    ("o'brien@exemple.fr", "o'brien@exemple.fr"),
    ("polemetropolitainartois.fr: voir l'exemple.fr", "polemetropolitainartois.fr: voir l’exemple.fr"),
    ("bilan-13h30.pdf, 5%_plan.csv, lettre_n°9", "bilan-13h30.pdf, 5%_plan.csv, lettre_n°9"),
    ("C:\\l'eau\\13h30", "C:\\l'eau\\13h30"),
    ("/agenda/l'ete-13h30/", "/agenda/l'ete-13h30/"),
    ("?page=2 a%20b", "?page=2 a%20b"),
    ("Climat / Air / l'énergie", "Climat / Air / l’énergie"),
    ("30/32 rue Casimir Beugnet 62300 Lens", "30/32 rue Casimir Beugnet 62300 Lens"),
    ("", ""),
    (" : ", " : "),
]
RAISED = [
    ("le 1er mai, la 1re fois, la 1ère", "le 1<er>~mai, la 1<re> fois, la 1<re>"),
    ("le 2e, le 2ème, les 3èmes, la 2nde", "le 2<e>, le 2<e>, les 3<es>, la 2<nde>"),
    ("le XXe siècle, la Ve République, François Ier", "le XX<e> siècle, la V<e> République, François I<er>"),
    ("du XIXe-XXIe siècle", "du XIX<e>-XXI<e> siècle"),
    ("Ce que De Le Me VIe", "Ce que De Le Me~VI<e>"),
    ("CD2E, B2e, 1,2e, Vie, Ie, IIIIIe", "CD2E, B2e, 1,2e, Vie, Ie, IIIIIe"),
]


def typed(text):
    """Plain text as a template prints it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("'", "&#x27;")


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_a_text_is_set_in_plain_text_and_in_a_page(text, expected):
    assert shown(french_text(text)) == expected
    assert shown(french_html(f"<p>{text}</p>")) == f"<p>{expected}</p>"
    assert shown(french_html(f"<p>{typed(text)}</p>")) == f"<p>{expected}</p>"


@pytest.mark.parametrize(("text", "expected"), RAISED)
def test_ordinals_stand_above_the_line_where_a_tag_may_be(text, expected):
    raised = re.sub("<(e|er|re|nde|es)>", r"<sup>\1</sup>", expected)
    flat = re.sub("[<>]", "", expected)

    assert shown(french_html(f"<p>{text}</p>")) == f"<p>{raised}</p>"
    assert shown(french_text(text)) == flat
    for tag in ("title", "option", "text"):
        assert shown(french_html(f"<svg><{tag}>{text}</{tag}></svg>")) == f"<svg><{tag}>{flat}</{tag}></svg>"


# --- What becomes of HTML ---

PAGES = [
    # Sentences run across tags.
    ("<p><strong>Contact</strong> : x</p>", "<p><strong>Contact</strong>~: x</p>"),
    ("<p><strong>Contact</strong>\n    : x</p>", "<p><strong>Contact</strong>~: x</p>"),
    ("<p><strong>Contact </strong>: x</p>", "<p><strong>Contact~</strong>: x</p>"),
    ("<p><b>Contact</b>: x, <b>5</b>%, <b>Oui</b>!</p>", "<p><b>Contact</b>~: x, <b>5</b>~%, <b>Oui</b>~!</p>"),
    ("<p>« <em>titre</em> »</p>", "<p>«~<em>titre</em>~»</p>"),
    ("<p>«<em> titre </em>»</p>", "<p>«<em>~titre~</em>»</p>"),
    ("<p>«<em>titre</em>»</p>", "<p>«~<em>titre</em>~»</p>"),
    ("<p>« <em> titre</em> </p>", "<p>«~<em>titre</em> </p>"),
    ('<p>l\'<em>eau</em>, "<em>eau</em>"</p>', "<p>l’<em>eau</em>, «~<em>eau</em>~»</p>"),
    ("<p><b>4 200</b> ha, 12 <b>mai</b></p>", "<p><b>4~200</b>~ha, 12~<b>mai</b></p>"),
    ("<p>1<sup>er</sup> mai, M. <b>X</b></p>", "<p>1<sup>er</sup>~mai, M.~<b>X</b></p>"),
    ('<p><img src="a.png" alt=""> : x</p>', '<p><img src="a.png" alt="">~: x</p>'),
    # They end with a block.
    ("<dt>Lieu</dt> : <dd>! Lens</dd>", "<dt>Lieu</dt> : <dd>! Lens</dd>"),
    ("<td>4</td> <td>200</td><td>ha</td>", "<td>4</td> <td>200</td><td>ha</td>"),
    ('<li>"un</li><li>deux"</li>', '<li>"un</li><li>deux"</li>'),
    ("a<br>! b", "a<br>! b"),
    # Entities.
    ("R&amp;D ; a &lt; b ; &eacute;t&eacute;; x", "R&amp;D~; a &lt; b~; été~; x"),
    ("l&#39;eau, l&#x27;eau, l&apos;eau, l&rsquo;eau", "l’eau, l’eau, l’eau, l’eau"),
    ("Oui&nbsp;! Non&#160;? &laquo;&nbsp;x&nbsp;&raquo; &#8239;: y", "Oui~! Non~? «~x~»~: y"),
    ("a&hellip; b&#8230; 5&euro; &#38;lt; &amp;#233;", "a… b… 5~€ &amp;lt; &amp;#233;"),
    ("&#97;mp; &foo; &bar! &#0; &#xfdd0; &#1114112;", "&#97;mp~; &foo; &bar~! &#0; &#xfdd0; &#1114112;"),
    # Untouched.
    ("<a href=\"/l'eau?a=13h30\" title='Oui ?'>13h30</a>", "<a href=\"/l'eau?a=13h30\" title='Oui ?'>13~h~30</a>"),
    ("<script>if (a ? b : c) l'x ...</script>", "<script>if (a ? b : c) l'x ...</script>"),
    ("<style>a : hover { width : 5% }</style>", "<style>a : hover { width : 5% }</style>"),
    ("<svg><style>a : b { c : 5% }</style></svg>", "<svg><style>a : b { c : 5% }</style></svg>"),
    ("<TextArea>13h30 : x</TEXTAREA > : y", "<TextArea>13h30 : x</TEXTAREA > : y"),
    ("<pre>a : <b>13h30</b></pre>", "<pre>a : <b>13h30</b></pre>"),
    (
        "<code>l'x</code> : <kbd>13h30</kbd>, <samp>n°9</samp>!",
        "<code>l'x</code>~: <kbd>13h30</kbd>, <samp>n°9</samp>!",
    ),
    ("<!-- 13h30 : x --> <!DOCTYPE html> <?x 'y' ?>", "<!-- 13h30 : x --> <!DOCTYPE html> <?x 'y' ?>"),
    ('<p title="a > b : c">x : y</p>', '<p title="a > b : c">x~: y</p>'),
    ("<a href=\"x'>13h30 : y", "<a href=\"x'>13h30 : y"),
    ("<script>13h30", "<script>13h30"),
    ("1 < 2 : a <3 : b", "1 < 2~: a <3~: b"),
    ("<p>\ufdd0 13h30 : x</p>", "<p>\ufdd0 13h30 : x</p>"),
]


@pytest.mark.parametrize(("html", "expected"), PAGES)
def test_html_is_set_and_its_markup_kept(html, expected):
    assert shown(french_html(html)) == expected


def test_lines_of_plain_text_stay_lines():
    assert shown(french_text("Lieu :\n! Lens\r\n«\nx : y\n")) == "Lieu~:\n! Lens\r\n«\nx~: y\n"


def test_a_text_with_a_noncharacter_stays_as_it_is():
    assert french_text("\ufdd0 : 13h30") == "\ufdd0 : 13h30"


# --- What holds of any text ---

WORDS = st.one_of(
    st.text(max_size=4),
    st.sampled_from(list(":;!?%€»«\"'’….,()/-@_hH012+&<>IVXAl")),
    st.sampled_from(
        ["...", "://", "13", "30", "200", "e", "er", "ère", "XX", "mai", "km", "m", "M.", "Mme", "eau", "fr"]
    ),
    st.sampled_from(["www.x.fr", "x_y", "n°", "&amp;", "&quot;", "&nbsp;", "&#x27;", "&lt;", "Contact", "http", "ne"]),
    st.sampled_from([" ", "  ", "\n", NBSP, "\u202f", "\u2009"]),
)
PLAIN = st.lists(WORDS, max_size=14).map("".join)
MARKUP = st.sampled_from(
    [
        *("<b>", "</b>", "<em>", "</em>", "<p>", "</p>", "<br>", "<sup>", "</sup>", "<!-- x : -->"),
        *("<code>l'x</code>", "<svg>", "</svg>", "<option>", "</option>", "<script>a ? b : c</script>"),
        *('<a href="/l\'eau?13h30 : x">', "</a>", '<img alt="5% > 4">'),
    ]
)
HTML = st.lists(st.one_of(WORDS, MARKUP), max_size=16).map("".join)
thorough = settings(max_examples=200, deadline=None, derandomize=True, database=None)


def bare(text):
    """A text without what typography may change: spaces, the form of quotes, hours, ordinals and ellipsis."""
    text = re.sub(r"\s", "", text).replace("’", "'").replace("…", "...").lower()
    return re.sub("i?[èe]me", "e", re.sub('[«»"]', '"', text)).replace("ère", "re").replace("ere", "re")


class Skeleton(HTMLParser):
    """The tags of a page, and its text; « sup » is left out, which typography adds."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.texts = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag != "sup":
            self.tags.append((tag, attrs))

    def handle_endtag(self, tag):
        if tag != "sup":
            self.tags.append(tag)

    def handle_comment(self, data):
        self.tags.append(data)

    def handle_data(self, data):
        self.texts.append(data)


@thorough
@given(PLAIN)
@example("13h30h30")
def test_plain_text_set_twice_is_set_once(text):
    once = french_text(text)

    assert french_text(once) == once
    assert bare(once) == bare(text)


@thorough
@given(HTML)
@example('«<b> "x"</b> » : 1er%')
def test_html_set_twice_is_set_once(html):
    once = french_html(html)

    assert french_html(once) == once


@thorough
@given(HTML)
def test_html_keeps_its_tags_and_its_words(html):
    before, after = Skeleton(html), Skeleton(french_html(html))

    assert after.tags == before.tags
    assert bare("".join(after.texts)) == bare("".join(before.texts))


@pytest.mark.parametrize(
    "odd", ["<a " * 20_000, '<a "' * 20_000, "a/" * 30_000, "a_" * 30_000, "«" * 30_000, " " * 60_000, "1 " * 30_000]
)
def test_no_text_takes_long(odd):
    start = time.process_time()
    french_html(odd)

    assert time.process_time() - start < 1


def test_a_page_takes_a_few_milliseconds():
    paragraph = (
        "<li>\n  <a href='/x/'>L'eau : 4 200 ha</a>, le 12 mai 2023 à 13h30, « <em>Grand forum</em> » !\n</li>\n"
    )
    page = f"<!DOCTYPE html><ul>{paragraph * (60_000 // len(paragraph))}</ul>"
    times = []
    for _ in range(5):
        start = time.process_time()
        french_html(page)
        times.append(time.process_time() - start)

    # Four to eight on a quiet machine: every one of these lines is full of work.
    assert min(times) < 0.06
