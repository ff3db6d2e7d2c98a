"""French as readers type and read it."""

from datetime import date

import pytest

from pma_site.core.french import day, euros, joined, number, spelling_key, stem_words, weight

NBSP = "\u00a0"


@pytest.mark.parametrize(
    "spellings",
    [
        ("Fouquières-lès-Lens", "FOUQUIERES LES LENS", "Fouquières-les-Lens", "  fouquieres-LÈS lens "),
        ("Hénin-Beaumont", "henin beaumont", "He\u0301nin\u2011Beaumont"),
        ("Œuf-en-Ternois", "oeuf en ternois", "OEUF-EN-TERNOIS"),
        ("L’Écluse", "L'Ecluse", "l ecluse"),
        ("Noyelles-sous-Lens", "Noyelles_sous_Lens"),
    ],
)
def test_all_spellings_of_a_name_have_one_key(spellings):
    assert len({spelling_key(spelling) for spelling in spellings}) == 1


def test_two_communes_keep_two_keys():
    assert spelling_key("Noyelles-sous-Lens") != spelling_key("Noyelles-Godault")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("commune", "communes"),
        ("maire", "Maires"),
        ("élu", "ÉLUS"),
        ("élu", "élue"),
        ("jardin partage", "jardins partagés"),
        ("cheval", "chevaux"),
        ("festival", "festivals"),
        ("coeur", "Cœurs"),
        ("l'écotransition", "Écotransition"),
        ("ecotransition", "l’écotransition"),
        ("qu’innover", "innover"),
        ("e\u0301lu", "élu"),
        ("rencontre", "rencontres"),
        ("innovation", "innovations"),
        ("le pneu", "des pneus"),
        ("Bruay La Buissiere", "Bruay-la-Buissière"),
    ],
)
def test_a_word_is_found_in_its_other_forms(typed, written):
    assert stem_words(typed) == stem_words(written) != ""


@pytest.mark.parametrize(
    "typed",
    ["n°9", "n° 9", "N°9", "nº 9", f"n°{NBSP}9", "n ° 9", "no. 9", "#9", "# 9", "numero 9", "Numéro  9", "numéro9"],
)
def test_every_way_to_write_the_number_of_an_issue_is_one_word(typed):
    assert stem_words(f"Lettre {typed} de juin") == stem_words("lettre numéro 9 de juin")


def test_another_number_is_another_word():
    assert set(stem_words("n° 9").split()).isdisjoint(stem_words("n° 19").split())
    assert stem_words("n° 9") != stem_words("9")


def test_a_number_in_a_sentence_is_not_swallowed():
    assert "2023" in stem_words("piano 2023").split()
    assert "110" in stem_words("110 personnes à Lens").split()


@pytest.mark.parametrize("typed", ["", "le la les", "l'", "!?%&|()*:\"'", "\0\u2028", "-"])
def test_nothing_of_meaning_leaves_no_word(typed):
    assert stem_words(typed) == ""


@pytest.mark.parametrize("odd", ["㈠", "⑴", "½", "ﷺ", "ﬁn", "²", "ŉ", "℀", "\ud83d\ude00", "\ud800"])
def test_a_stem_holds_letters_and_digits_only(odd):
    assert all(word.isalnum() for word in stem_words(f"x{odd} {odd}").split())


def test_names_are_joined_as_one_says_them():
    assert joined([]) == ""
    assert joined(["Lens"]) == "Lens"
    assert joined(["Lens", "Liévin"]) == "Lens et Liévin"
    assert joined(iter(["Lens", "Liévin", "Avion"])) == "Lens, Liévin et Avion"


def test_amounts_have_spaces_that_do_not_break():
    assert number(0) == "0"
    assert number(999) == "999"
    assert number(4200) == f"4{NBSP}200"
    assert number(-1_234_567) == f"-1{NBSP}234{NBSP}567"
    assert euros(360_000) == f"360{NBSP}000{NBSP}€"


def test_the_first_of_a_month_is_an_ordinal():
    assert day(date(2023, 7, 1)) == "1er juillet 2023"
    assert day(date(2023, 8, 21)) == "21 août 2023"


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 ko"), (553_900, "554 ko"), (999_499, "999 ko"), (999_600, "1,0 Mo"), (1_300_000, "1,3 Mo")],
)
def test_the_weight_of_a_file(size, words):
    assert weight(size) == words.replace(" ", NBSP)
