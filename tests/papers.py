"""Files as scanners and phones make them, made on the spot: pictures, PDF, OFD, sound. Synthetic."""

import io
import struct
import wave
import zipfile

from PIL import Image, ImageDraw


def picture(seed: int = 1, *, form: str = "PNG", dpi: int = 300) -> bytes:
    """A page with blots that differ by seed."""
    image = Image.new("RGB", (620, 877), "white")
    draw = ImageDraw.Draw(image)
    for n in range(12):
        x, y = (seed * 97 + n * 131) % 500, (seed * 57 + n * 211) % 760
        draw.ellipse((x, y, x + 40 + (seed * n) % 80, y + 60), fill=(seed * 40 % 255, n * 20, 90))
    out = io.BytesIO()
    image.save(out, form, dpi=(dpi, dpi))
    return out.getvalue()


def rescanned(data: bytes) -> bytes:
    """The same page scanned again: smaller, a little darker, another format."""
    with Image.open(io.BytesIO(data)) as image:
        again = image.convert("RGB").resize((500, 707)).point(lambda v: int(v * 0.96))
        out = io.BytesIO()
        again.save(out, "JPEG", quality=70)
        return out.getvalue()


def pdf(pages: int = 2, seed: int = 1) -> bytes:
    sheets = [Image.open(io.BytesIO(picture(seed + n))).convert("RGB") for n in range(pages)]
    out = io.BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=300)
    return out.getvalue()


def ofd(pages: int = 3) -> bytes:
    """GB/T 33190 in its smallest form."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(pages))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("OFD.xml", '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>')
        package.writestr("Doc_0/Document.xml", f"<ofd:Document><ofd:Pages>{listed}</ofd:Pages></ofd:Document>")
    return out.getvalue()


def sound(seconds: int = 2) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as w:
        w.setnchannels(1)
        w.setsampwidth(2)
        w.setframerate(8000)
        w.writeframes(b"".join(struct.pack("<h", (n * 37) % 2000) for n in range(8000 * seconds)))
    return out.getvalue()
