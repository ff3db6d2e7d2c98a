from wagtail import blocks

from pma_site.core.blocks.story import StoryBlock


class ComputedBlock(blocks.StaticBlock):
    """A part of a page that the site writes by itself; `found_by` are words a reader may look it up by."""

    def get_searchable_content(self, value):
        return [self.meta.found_by]

    class Meta:
        found_by = ""
        # What the block picker shows: the part as it stands today.
        preview_value = None


class AccessibilityStatementBlock(ComputedBlock):
    """The accessibility statement, in its official structure, computed from the audits stored in the admin."""

    class Meta:
        label = "Déclaration d’accessibilité (calculée)"
        icon = "check"
        template = "home/blocks/accessibility_statement.html"
        description = "La déclaration officielle, calculée d’après le dernier audit d’accessibilité enregistré."
        admin_text = (
            "Rien à saisir : tout vient du dernier audit enregistré dans « Accessibilité » et de l’éditeur du site."
        )
        found_by = "déclaration d’accessibilité, RGAA, audit, état de conformité, Défenseur des droits"


class PublisherBlock(ComputedBlock):
    """Who publishes the site and who hosts it (law no. 2004-575, article 1-1), from the settings of the site."""

    class Meta:
        label = "Éditeur et hébergeur (réglages du site)"
        icon = "site"
        template = "home/blocks/publisher.html"
        description = (
            "Nom, adresse et courriel de l’éditeur, puis l’hébergeur, tels que les réglages du site les donnent."
        )
        admin_text = "Rien à saisir : tout vient du réglage « Éditeur du site »."
        found_by = "éditeur, hébergeur, hébergement, adresse, contact"


class StandardStoryBlock(StoryBlock):
    """What a standard page is written with: running text, and the mentions that the site computes."""

    accessibility_statement = AccessibilityStatementBlock(group="Mentions obligatoires")
    publisher = PublisherBlock(group="Mentions obligatoires")

    class Meta:
        block_counts = {"accessibility_statement": {"max_num": 1}, "publisher": {"max_num": 1}}
