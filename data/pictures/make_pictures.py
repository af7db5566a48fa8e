"""Makes the three pictures beside this script; see README.md for the packages it reads."""

import io
import json
import pathlib

import resvg_py
import skimage
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent


def drawing(package, name, side):
    """A drawing of an icon set (package/icons.json in the working directory), side x side pixels, RGBA."""
    icons = json.loads(pathlib.Path(package, "icons.json").read_text())
    icon = icons["icons"][name]
    width, height = (icon.get(key, icons.get(key)) for key in ("width", "height"))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {width} {height}">{icon["body"]}</svg>'
    )
    return Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg, width=side, height=side))))


photograph = Image.open(pathlib.Path(skimage.__file__).parent / "data" / "chelsea.png")  # 451 x 300
photograph.crop((25, 0, 425, 300)).save(HERE / "cat_1.jpg", quality=90)
sky = Image.new("RGB", (400, 300), (168, 208, 230))
cat = drawing("fluent", "cat", 280).convert("RGBA")
sky.paste(cat, (60, 10), cat)
sky.save(HERE / "cat_2.jpg", quality=90)
drawing("noto", "cat-face", 256).convert("RGBA").save(HERE / "cat_alpha.png", optimize=True)
