# SPDX-License-Identifier: Apache-2.0
"""An HTTP answer before it is put on the wire."""

import email.utils
import http
from typing import NamedTuple, Optional

JSON = "application/json"


class Answer(NamedTuple):
    """Status, content and headers; how it is framed is the delivery's business."""

    status: int
    kind: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    date: Optional[str] = None  # the Date value, None: leave the header out
    reason: Optional[str] = None  # None: the usual one
    close: bool = False  # announce and do the close of the connection

    def head(self, *framing: str, close: Optional[bool] = None) -> bytes:
        """Status line and headers, in the gateway's order, with framing header lines."""
        closing = self.close if close is None else close
        lines = [f"HTTP/1.1 {self.status} {self._reason()}", "Server: nginx"]
        lines += [f"Date: {self.date}"] if self.date is not None else []
        lines += [f"Content-Type: {self.kind}", *framing]
        lines += ["Connection: close" if closing else "Connection: keep-alive"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def plain(self) -> bytes:
        """The whole answer, framed by Content-Length."""
        return self.head(f"Content-Length: {len(self.body)}") + self.body

    def _reason(self) -> str:
        if self.reason is not None:
            return self.reason
        try:
            return http.HTTPStatus(self.status).phrase
        except ValueError:
            return "Unknown"


def http_date(now: float) -> str:
    """A Date header's value for Unix seconds."""
    return email.utils.formatdate(now, usegmt=True)


def page(status: int, **more) -> Answer:
    """nginx's own page for a status; none where HTTP allows no content."""
    blank = Answer(status, "text/html", b"", **more)
    if status in (204, 205, 304):
        return blank
    title = f"{status} {blank._reason()}"
    text = (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n"
        f"<center><h1>{title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    )
    return blank._replace(body=text.encode())
