"""The published site's files over HTTP, so that one command shows the whole site; in service nginx does this.

Only what lies below the output folder is ever read, and what is not there gets the site's own 404 page.
"""

from __future__ import annotations

import mimetypes
from http import HTTPStatus
from pathlib import Path

from flask import Response, redirect, request, send_file
from werkzeug.security import safe_join
from werkzeug.wrappers import Response as AnyResponse

from editorial.addresses import INDEX
from endpoint.site_maps import is_gone, leads_to

NOT_FOUND = "404.html"

# The machine's own table may lack these, and a script with a wrong type is not run (nosniff).
for _ending, _media_type in {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".bin": "application/octet-stream",
}.items():
    mimetypes.add_type(_media_type, _ending)


def answer_file(output: Path, path: str) -> AnyResponse:
    """Return the file at the path ("van-ban/", "theme/icon.svg"), the way to the folder, or the 404 page.

    What was withdrawn answers with its tombstone and 410, what leads on leads on: as in service.
    """
    page = "/" + (path.removesuffix(INDEX) if f"/{path}".endswith(f"/{INDEX}") else path)
    asked = f"{request.path}?{request.query_string.decode(errors='replace')}"
    if target := leads_to(output, page, asked):
        return redirect(target, HTTPStatus.MOVED_PERMANENTLY)
    place = _place(output, path)
    if place and place.is_dir() and (place / INDEX).is_file():
        if path and not path.endswith("/"):
            return redirect(request.path.rpartition("/")[2] + "/", HTTPStatus.PERMANENT_REDIRECT)
        place /= INDEX
    elif path.endswith("/"):
        place = None
    if place is None or not place.is_file():
        return answer_not_found(output)
    gone = is_gone(output, page)
    response = send_file(place, conditional=not gone, max_age=0)
    response.status_code = HTTPStatus.GONE if gone else response.status_code
    response.headers["Cache-Control"] = "no-cache"
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        response.close()  # nothing of it is sent, and who goes away now would leave the file open
    return response


def answer_not_found(output: Path) -> Response:
    """Return the site's own page for an address that leads nowhere."""
    try:
        page = (output / NOT_FOUND).read_text(encoding="utf-8")
    except OSError:
        page = "Không có trang nào ở địa chỉ này."
    # In a trial edition that page leads on by "./", which is right in the root folder only.
    return Response(page.replace('="./', '="/'), HTTPStatus.NOT_FOUND, mimetype="text/html")


def _place(output: Path, path: str) -> Path | None:
    """Return where the path lies, None when there is nothing, or it is outside the output."""
    joined = safe_join(str(output), path) if "\0" not in path else None
    if joined is None:
        return None
    place = Path(joined)
    try:
        real = place.resolve(strict=True)
    except (OSError, RuntimeError):  # nothing there, a name that no file can have, links in a ring
        return None
    return place if real.is_relative_to(output.resolve()) else None
