"""Answers images over HTTP with an exported model: the program in an export for Docker.

It knows nothing of the emulator: it stands alone, beside `model.onnx` and `labels.txt`, and needs
`numpy`, `onnxruntime` and `Pillow`. Paths and answers are those of Custom Vision's own containers:
`POST /image` with the image as the body or as a form's file, `POST /url` with `{"url": ...}`.
"""

from __future__ import annotations

import email
import email.policy
import io
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import urlopen

HERE = Path(__file__).resolve().parent
MOST_BYTES = 4 * 2**20
SECONDS = 30


class Model:
    """The model and the names of its labels."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime  # type: ignore[import-untyped,unused-ignore]

        self.labels = (folder / "labels.txt").read_text(encoding="utf-8").splitlines()
        self.session: Any = onnxruntime.InferenceSession(str(folder / "model.onnx"))

    def predictions(self, content: bytes) -> list[dict[str, Any]]:
        """What the model says of an image, the most probable first."""
        wanted = self.session.get_inputs()[0]
        side = wanted.shape[2]
        names = [output.name for output in self.session.get_outputs()]
        detects = "detected_boxes" in names
        pixels = _pixels(content, side, whole=detects)
        answers = dict(zip(names, self.session.run(None, {wanted.name: pixels}), strict=True))
        found = self._boxes(answers) if detects else _losses(answers)
        return sorted(found, key=lambda each: -each["probability"])

    def _boxes(self, answers: dict[str, Any]) -> list[dict[str, Any]]:
        boxes = answers["detected_boxes"].reshape(-1, 4)
        places, scores = (answers[f"detected_{name}"].ravel() for name in ("classes", "scores"))
        return [
            _prediction(
                self.labels[int(place)],
                float(score),
                {
                    "left": float(box[0]),
                    "top": float(box[1]),
                    "width": float(box[2] - box[0]),
                    "height": float(box[3] - box[1]),
                },
            )
            for box, place, score in zip(boxes, places, scores, strict=True)
        ]


def _losses(answers: dict[str, Any]) -> list[dict[str, Any]]:
    return [_prediction(name, float(value), None) for name, value in answers["loss"][0].items()]


def _prediction(name: str, probability: float, box: dict[str, float] | None) -> dict[str, Any]:
    return {"boundingBox": box, "probability": probability, "tagId": "", "tagName": name}


def _pixels(content: bytes, side: int, *, whole: bool) -> Any:
    """An image as the model takes it: all of it as RGB, or its centred square as BGR."""
    import numpy as np
    from PIL import Image, ImageOps

    image = ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGB")
    if whole:
        pixels = np.asarray(image.resize((side, side), Image.Resampling.BICUBIC))
    else:
        square = ImageOps.fit(image, (side, side), Image.Resampling.BICUBIC)
        pixels = np.asarray(square)[:, :, ::-1]
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)[None].astype(np.float32))


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    model: Model
    timeout = SECONDS

    def do_GET(self) -> None:
        """Tell that somebody is there."""
        self._answer(200, b"CustomVision.ai model host harness", "text/plain")

    def do_POST(self) -> None:
        """Answer an image, or what is wrong with it."""
        readers: dict[str, Callable[[bytes], bytes]] = {"image": self._image, "url": _fetched}
        read = readers.get(self.path.split("?")[0].rstrip("/").rpartition("/")[2])
        if read is None:
            self._answer(404, b"Not found", "text/plain")
            return
        try:
            found = self.model.predictions(read(self._body()))
        except (OSError, ValueError, KeyError, TypeError) as error:
            self._answer(400, f"Error processing image: {error}".encode(), "text/plain")
            return
        answer = {
            "created": datetime.now(UTC).isoformat(),
            "id": "",
            "iteration": "",
            "predictions": found,
            "project": "",
        }
        self._answer(200, json.dumps(answer).encode(), "application/json")

    def _body(self) -> bytes:
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 < length <= MOST_BYTES:
            raise ValueError(f"1 to {MOST_BYTES} bytes are taken")
        return self.rfile.read(length)

    def _image(self, body: bytes) -> bytes:
        kind = self.headers.get("Content-Type", "")
        if not kind.startswith("multipart/form-data"):
            return body
        head = f"Content-Type: {kind}\r\n\r\n".encode()
        form = email.message_from_bytes(head + body, policy=email.policy.HTTP)
        for part in form.iter_parts():  # type: ignore[attr-defined,unused-ignore]
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content
        raise ValueError("the form holds no image")

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _fetched(body: bytes) -> bytes:
    url = str(json.loads(body)["url"])
    if not url.startswith(("http://", "https://")):
        raise ValueError("the url is none of the web")
    with urlopen(url, timeout=SECONDS) as answer:  # noqa: S310 - of the web, by the line above.
        content: bytes = answer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError(f"at most {MOST_BYTES} bytes are taken")
    return content


def main() -> None:
    """Serve until told to stop; `PORT` names another port than 80."""
    Handler.model = Model(HERE)
    server = ThreadingHTTPServer(("", int(os.environ.get("PORT", "80"))), Handler)
    print(f"Listening on port {server.server_port}", flush=True)  # noqa: T201 - for the log.
    server.serve_forever()


if __name__ == "__main__":
    main()
