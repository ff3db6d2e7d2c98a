"""The field of a form that holds a record of a register, and what it says of it."""

from wagtail.snippets.widgets import AdminSnippetChooser


def choosing(model, another="") -> str:
    """« Choisir une personne », or « Choisir une autre personne » with `another`."""
    return f"Choisir {model.snippet_viewset.article} {another}{model._meta.verbose_name}"


class RegisterChooser(AdminSnippetChooser):
    """The field of a form that holds a record: its buttons say what one chooses, with its article."""

    def __init__(self, model, **kwargs):
        super().__init__(model, **kwargs)
        self.choose_one_text, self.choose_another_text = choosing(model), choosing(model, "autre ")
