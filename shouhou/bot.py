"""The bot process: Rasa's agent behind our channels. Started by `shouhou serve`."""

import asyncio
import logging
import os
import resource
import sys
from pathlib import Path

from shouhou.models import newest_model
from shouhou.processes import exit_with_parent, quiet_logs
from shouhou.settings import HOME, policy, settings

logger = logging.getLogger(__name__)

MAX_REQUEST = 11 * 1024 * 1024  # an upload of 10 MiB in its multipart wrapping
WARM_UP = "你好"
ACTIONS_SECONDS = 30.0
OPEN_FILES = 4096  # 2,000 streams and as many buyers who write at the same time, the files of the process itself


def main() -> None:
    """Serve until told to stop. Exits with a line on standard error when it cannot start."""
    exit_with_parent()
    quiet_logs()
    allow_open_files()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # One sentence is too little to share out: idle linear-algebra threads only spin on the cores that others need.
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    model = newest_model()
    if model is None:
        sys.exit("there is no trained model in models/: run `shouhou train`")
    _serve(model)


def allow_open_files() -> None:
    """Let this process have as many files and connections open as the system allows it; warn when that is few."""
    usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if usual != most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if most != resource.RLIM_INFINITY and most < OPEN_FILES:
        logger.warning("the system lets this process open %d files: raise the hard limit to %d for 2,000 open "
                       "conversations (ulimit -Hn, LimitNOFILE=)", most, OPEN_FILES)


def _serve(model: Path) -> None:
    from rasa.core.agent import load_agent
    from rasa.core.run import configure_app, create_http_input_channels
    from rasa.core.utils import AvailableEndpoints
    from rasa.shared.exceptions import RasaException
    from rasa.utils.endpoints import EndpointConfig
    from sanic import Sanic

    from shouhou.cases.database import Database
    from shouhou.channels import rasa_patches
    from shouhou.channels.delivery import Carrier, Deliveries
    from shouhou.channels.locks import make_locks
    from shouhou.channels.pushes import make_pushes
    from shouhou.channels.turn import Turns
    from shouhou.channels.wechat.accounts import AccountError
    from shouhou.credentials import CredentialsError, read_credentials

    quiet_logs()  # again: importing Rasa sets its own
    rasa_patches.apply()
    chosen = settings()
    endpoints = AvailableEndpoints.read_endpoints(str(HOME / "endpoints.yml"))
    endpoints.action = EndpointConfig(f"http://127.0.0.1:{chosen.actions_port}/webhook")
    try:
        read_credentials(chosen.credentials)  # first, for Rasa's own words would quote the lines that it cannot read
        channels = create_http_input_channels(None, str(chosen.credentials))
    except CredentialsError as error:
        sys.exit(str(error))
    except (AccountError, RasaException) as error:
        sys.exit(f"{chosen.credentials}: {error}")
    app = configure_app(channels, cors=list(chosen.widget_origins), enable_api=False, endpoints=endpoints,
                        port=chosen.port)
    app.config.REQUEST_MAX_SIZE = MAX_REQUEST
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 5.0

    @app.before_server_start
    async def load(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        agent = await load_agent(model_path=str(model), endpoints=endpoints, loop=loop)
        pushes = make_pushes(chosen.redis_url)
        await pushes.start()
        app.ctx.turns = Turns(agent, Database(chosen.database_url), policy(), make_locks(chosen.redis_url), pushes)
        await app.ctx.turns.warm_up(WARM_UP, ACTIONS_SECONDS)
        carriers = {channel.name(): channel for channel in channels if isinstance(channel, Carrier)}
        app.ctx.deliveries = Deliveries(app.ctx.turns, carriers)
        if carriers:
            await app.ctx.deliveries.start()

    @app.before_server_stop
    async def finish(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        await app.ctx.turns.drain()
        await app.ctx.deliveries.stop()
        await app.ctx.turns.pushes.stop()

    app.run(host=chosen.host, port=chosen.port, workers=1, access_log=False, motd=False)


if __name__ == "__main__":
    main()
