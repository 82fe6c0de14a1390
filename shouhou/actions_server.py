"""The action server: rasa_sdk around the package `actions`, on 127.0.0.1 alone. Started by `shouhou serve`."""

from shouhou.processes import exit_with_parent, quiet_logs
from shouhou.settings import settings

KEEP_ALIVE_SECONDS = 120  # longer than the bot keeps an idle connection (channels/rasa_patches.py)
LOCAL = "127.0.0.1"  # it trusts what the bot tells it about who speaks, so nobody else may reach it


def main() -> None:
    """Serve until told to stop."""
    exit_with_parent()
    quiet_logs()
    from rasa_sdk.endpoint import create_app

    app = create_app("actions", cors_origins=[])
    app.config.KEEP_ALIVE_TIMEOUT = KEEP_ALIVE_SECONDS
    app.run(LOCAL, settings().actions_port, workers=1, access_log=False, motd=False)


if __name__ == "__main__":
    main()
