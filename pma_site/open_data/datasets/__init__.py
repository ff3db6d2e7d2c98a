"""The datasets of the site, in the order of its page « Données ouvertes ». To add one: a module, and its name here."""

from ..declaring import Dataset
from .agenda import AGENDA
from .communes import COMMUNES
from .figures import FIGURES
from .label import LABEL
from .letters import LETTERS
from .network import NETWORK
from .roadmap import BUDGET, ROADMAP

DATASETS: tuple[Dataset, ...] = (AGENDA, LETTERS, ROADMAP, BUDGET, LABEL, NETWORK, FIGURES, COMMUNES)
BY_NAME = {dataset.name: dataset for dataset in DATASETS}
