from . import label_hooks as label_hooks
from . import network_hooks as network_hooks
from . import roadmap_hooks as roadmap_hooks
