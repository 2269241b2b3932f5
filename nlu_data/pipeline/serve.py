"""Serve the model on this machine only: `python -m nlu_data.pipeline.serve --model models/nlu.tar.gz`.

Rasa's own server, narrowed: it listens on 127.0.0.1, answers only `/status` and `/model/parse`, and only to who knows
the token. The token comes from the environment (`CLSM_NLU_TOKEN`), since anyone may read a command line. When the
server is ready, one line says so on standard output: `ready 127.0.0.1:<port>`. No message is ever logged.

The server lives as long as its standard input is open: whoever started it and dies, even killed, closes the pipe, and
the server ends with it. `--alone` is for a service manager, which gives no such pipe.
"""

from __future__ import annotations

import argparse
import gc
import hmac
import logging
import os
import socket
import sys
import threading
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sanic import Sanic
    from sanic.request import Request
    from sanic.response import HTTPResponse

HOST: Final = "127.0.0.1"
TOKEN: Final = "CLSM_NLU_TOKEN"  # noqa: S105 - the name of the variable, not its value
OPEN_ROUTES: Final = frozenset({("GET", "/status"), ("POST", "/model/parse")})
LONGEST_BODY: Final = 64 * 1024
"""Bytes of a request; a Telegram message has 4,096 characters at most."""
PATIENCE: Final = 2
"""Seconds given to requests under way when the server is told to stop."""

# Before Rasa is imported: no telemetry, no graphics card, one thread, and TensorFlow silent.
os.environ.update(
    RASA_TELEMETRY_ENABLED="false", TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1", OMP_NUM_THREADS="1"
)


def main() -> int:
    """Serve until told to stop or left alone, and return the exit code."""
    parser = argparse.ArgumentParser(description="Serve the understanding of messages on this machine.")
    parser.add_argument("--model", required=True, type=Path, help="the trained model, a .tar.gz file")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--alone", action="store_true", help="go on when standard input closes")
    options = parser.parse_args()
    token = os.environ.pop(TOKEN, "")
    if not token:
        parser.error(f"set {TOKEN} in the environment")
    if not options.model.is_file():
        parser.error(f"there is no model at {options.model}")
    if not options.alone:
        threading.Thread(target=end_with_parent, daemon=True).start()
    listening = socket.create_server((HOST, options.port))
    serve(model=options.model, listening=listening, token=token)
    return 0


def end_with_parent() -> None:
    """Wait until standard input closes, then end this process at once."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(0)


def serve(*, model: Path, listening: socket.socket, token: str) -> None:
    """Load `model` and answer on the socket `listening` until a signal says stop."""
    warnings.simplefilter("ignore")
    # Importing Rasa makes millions of lasting objects: collecting them meanwhile costs a second of the start.
    gc.disable()
    from rasa.core.agent import Agent  # noqa: PLC0415 - takes seconds: whoever starts this is watched meanwhile
    from rasa.server import create_app  # noqa: PLC0415
    from rasa.utils.log_utils import configure_structlog  # noqa: PLC0415

    configure_structlog(logging.ERROR)
    app = create_app(agent=Agent.load(str(model)), cors_origins=[], auth_token=token)
    gc.enable()
    gc.freeze()
    narrow(app, token=token)
    host, port = listening.getsockname()[:2]

    async def tell(*_: object) -> None:
        sys.stdout.write(f"ready {host}:{port}\n")
        sys.stdout.flush()

    app.register_listener(tell, "after_server_start")
    app.config.update(GRACEFUL_SHUTDOWN_TIMEOUT=PATIENCE, REQUEST_MAX_SIZE=LONGEST_BODY)
    app.run(sock=listening, access_log=False, debug=False, motd=False)


def narrow(app: Sanic, *, token: str) -> None:
    """Make `app` answer 404 on every route but the open ones, and 401 without the token."""
    from sanic.response import json  # noqa: PLC0415 - brings Rasa's whole web server with it

    async def guard(request: Request) -> HTTPResponse | None:
        if (request.method, request.path) not in OPEN_ROUTES:
            return json({"status": "failure", "reason": "NotFound"}, status=404)
        if not hmac.compare_digest(request.args.get("token", "").encode(), token.encode()):
            return json({"status": "failure", "reason": "NotAuthenticated"}, status=401)
        return None

    app.register_middleware(guard, "request")


if __name__ == "__main__":
    sys.exit(main())
