"""A WSGI application under gunicorn: a server for production, not the one Bolt develops with."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = 16
# Slack gives three seconds; whatever takes longer than this has gone wrong and its worker is replaced.
TIMEOUT_SECONDS = 30
GRACEFUL_SECONDS = 10


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, configured by us and by no file, variable or argument of its own."""

    def __init__(self, make_app: Callable[[], "WSGIApplication"], options: dict[str, Any]) -> None:
        self._make_app = make_app
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Take the options given and no others."""
        for key, value in self._options.items():
            if key in self.cfg.settings:  # gunicorn's newer settings are not in its older releases
                self.cfg.set(key, value)

    def load(self) -> "WSGIApplication":
        """The application, made in each worker after the fork: no connection or thread is ever shared by two."""
        return self._make_app()


def serve(
    make_app: Callable[[], "WSGIApplication"], *, port: int, workers: int = 1, host: str = "0.0.0.0"
) -> None:
    """Answer on `host:port` until told to stop; requests under way get ten seconds to finish.

    Does not return.

    `make_app` is called once in every worker, after the fork: open the store and start threads inside it.
    """
    _Server(make_app, _options(port=port, workers=workers, host=host)).run()


def _options(*, port: int, workers: int, host: str) -> dict[str, Any]:
    return {
        "bind": f"{host}:{port}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "timeout": TIMEOUT_SECONDS,
        "graceful_timeout": GRACEFUL_SECONDS,
        "keepalive": 75,  # longer than a load balancer's minute, so that it is never we who hang up first
        "preload_app": False,
        "max_requests": 0,  # a worker retired under threads can drop work: gunicorn issue 3007
        "limit_request_line": 4094,
        "limit_request_fields": 50,
        "limit_request_field_size": 8190,
        "accesslog": None,  # never a line per request: what was asked is in the register
        "errorlog": "-",
        "loglevel": "warning",
        "proc_name": "quorate",
        "control_socket_disable": True,
    }
