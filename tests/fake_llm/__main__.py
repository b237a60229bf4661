"""`python -m tests.fake_llm --port 8099`: the fake model by hand. Says its address, ends with Ctrl-C."""

import argparse
import asyncio
import signal
import sys

from tests.fake_llm.behaviour import FAULTS, MODES, Behaviour, changed
from tests.fake_llm.server import Server


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fake_llm", description=__doc__)
    parser.add_argument("--port", type=int, default=8099, help="0 takes a free one")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--latency-ms", type=float, default=0, help="before the first byte")
    parser.add_argument("--chunk-ms", type=float, default=0, help="between the pieces of a stream")
    parser.add_argument("--mode", choices=MODES, default="ok")
    parser.add_argument("--fault-rate", type=float, default=0, help="share of requests that get a fault, 0 to 1")
    parser.add_argument("--fault-modes", nargs="+", choices=MODES, default=list(FAULTS), metavar="MODE")
    return parser.parse_args()


async def serve(port: int, behaviour: Behaviour) -> None:
    server = Server(behaviour)
    await server.start(port)
    sys.stdout.write(f"A fake model listens on {server.url} (any key will do). Ctrl-C ends it.\n")
    sys.stdout.flush()
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    await ended.wait()
    await server.stop()


def main() -> None:
    given = vars(arguments())
    asyncio.run(serve(given.pop("port"), changed(Behaviour(), given)))


if __name__ == "__main__":
    main()
