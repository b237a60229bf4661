from lms.live import open_sockets
from lms.metrics import registry

registry.gauge("websocket_connections", "Sockets open in this process.", open_sockets.count, asks_database=False)
