"""A shop's own page that embeds the widget: another origin, a strict policy, styles that would hurt what they reach."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Nothing inline, no eval, and no text of anybody may become markup or script.
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'self' {bot}; style-src 'self'; "
    "connect-src {bot}; img-src {bot} blob:; require-trusted-types-for 'script'"
)
AGGRESSIVE = """
html { font-size: 62.5%; }
* {
  all: unset; display: block !important; color: red !important; background: yellow !important;
  font: 30px/3 serif !important; letter-spacing: 1em !important; text-transform: uppercase !important;
  transform: none; position: static !important; margin: 9px !important; visibility: visible;
}
button, div, p { display: none !important; }
body { overflow: hidden; z-index: 99999; }
head, script, style, link { display: none !important; }
"""
PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>A shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/host.css"></head>
<body><h1 tabindex="0" id="before">A shop</h1>
<script src="{bot}/webhooks/widget/widget.js" {attributes} async></script>{own}</body></html>"""


class HostPage:
    """What the shop's server answers; a test changes it before the page is opened."""

    def __init__(self, bot: str) -> None:
        self.bot = bot
        self.origin = ""
        self.attributes = ""
        self.css = ""
        self.script = ""
        self.lang = "zh-CN"

    def answer(self, path: str) -> tuple[str, str]:
        """Body and media type."""
        if path == "/host.css":
            return self.css, "text/css; charset=utf-8"
        if path == "/host.js":
            return self.script, "text/javascript; charset=utf-8"
        own = '<script src="/host.js"></script>' if self.script else ""
        page = PAGE.format(lang=self.lang, bot=self.bot, attributes=self.attributes, own=own)
        return page, "text/html; charset=utf-8"


@contextmanager
def hosting(page: HostPage, port: int) -> Iterator[HostPage]:
    """Serve the page while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body, kind = page.answer(self.path)
            content = body.encode()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Security-Policy", POLICY.format(bot=page.bot))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    page.origin = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield page
    finally:
        server.shutdown()
        server.server_close()
