"""Pictures made on the spot."""

import io

from PIL import Image, ImageDraw


def png(width: int = 320, height: int = 240, colour: str = "#8aa") -> bytes:
    """A small PNG with a crack across it."""
    image = Image.new("RGB", (width, height), colour)
    ImageDraw.Draw(image).line(
        [(width * 0.1, height * 0.2), (width * 0.45, height * 0.5), (width * 0.5, height * 0.9)], fill="#222", width=4
    )
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
