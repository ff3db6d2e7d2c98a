from . import network_hooks as network_hooks
