"""Which lists a page holds (modelcluster): known once a model, and not looked for again in each row that is read."""

from collections.abc import Callable


def _once_a_model(find: Callable) -> Callable:
    known = {}

    def found(model):
        """Return what `find` finds of a model, or of the model of an instance."""
        meta = model._meta
        if meta not in known:
            known[meta] = find(model)
        return known[meta]

    return found


def hasten() -> None:
    """Have modelcluster find them once, when all models are loaded: it goes through all fields for each instance."""
    from modelcluster import models as clusters

    for name in ("get_all_child_relations", "get_all_child_m2m_relations"):
        setattr(clusters, name, _once_a_model(getattr(clusters, name)))
