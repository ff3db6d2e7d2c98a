"""A call with a question of every kind, and what one types in it."""

EVERY_KIND = (
    ("short_text", "Qui viendra ?", {"required": True}),
    ("long_text", "Votre projet", {}),
    ("choice", "Quelle formule ?", {"choices": ["La journée", "Le matin"]}),
    ("choices", "Quels sujets ?", {"choices": ["Le bois", "L’eau", "L’énergie"]}),
    ("yes_no", "Venez-vous ?", {"required": True}),
    ("number", "Combien d’élus ?", {"least": "1", "most": "10"}),
    ("date", "Quel jour ?", {}),
    ("commune", "Dans quelle commune ?", {}),
)


def names(call):
    """The field of each question by its label."""
    return {str(block.value["label"]): f"q-{block.id}" for block in call.questions}


def choices_of(call, label):
    """The identity of each choice of a question by its words."""
    block = next(block for block in call.questions if block.value["label"] == label)
    return {str(choice.value): choice.id for choice in block.value["choices"].bound_blocks}


def whole(full, lens, **changed):
    """What one types in a form of every kind."""
    name = names(full)
    return {
        name["Qui viendra ?"]: "Le maire",
        name["Votre projet"]: "Un verger\nà l’école",
        name["Quelle formule ?"]: choices_of(full, "Quelle formule ?")["Le matin"],
        name["Quels sujets ?"]: [choices_of(full, "Quels sujets ?")[words] for words in ("Le bois", "L’eau")],
        name["Venez-vous ?"]: "oui",
        name["Combien d’élus ?"]: "2,5",
        name["Quel jour ?"]: "2026-07-01",
        name["Dans quelle commune ?"]: lens.insee_code,
        **{name[label]: value for label, value in changed.items()},
    }
