"""Makes the animal pictures of this folder from seven sets of free emoji art.

    python make_animals.py PACKAGES

PACKAGES is a folder with the unpacked npm packages, one folder each, named as in SETS. Needs the Python packages
`resvg-py` 0.5.0 (draws SVG) and `pillow` 13.0.0 (writes PNG). Writes the pictures and SHA256SUMS beside this file and
prints the table of origins that stands in README.md.
"""

import hashlib
import io
import json
import sys
from pathlib import Path

import resvg_py
from PIL import Image

SIZE = 128  # pixels a side

# Folder of the package, art family, mark behind the name, licence. Two drawings by one house are one family: they
# resemble each other too much to stand on both sides of a split.
SETS = [
    ("noto", "noto", "", "Apache-2.0"),
    ("noto-v1", "noto", "-v1", "Apache-2.0"),
    ("twemoji", "twemoji", "", "CC BY 4.0"),
    ("fluent-emoji", "fluent", "", "MIT"),
    ("fluent-emoji-flat", "fluent", "-flat", "MIT"),
    ("emojione", "emojione", "", "CC BY 4.0"),
    ("fxemoji", "fxemoji", "", "CC BY 4.0"),
]

# Each set gives the whole animal and its face; there is no face of a sheep, so a ewe and a ram stand in.
CLASSES = {
    "cat": ["cat", "cat-face"],
    "cow": ["cow", "cow-face"],
    "dog": ["dog", "dog-face"],
    "pig": ["pig", "pig-face"],
    "sheep": ["ewe", "ram"],
}

# FxEmoji has only one drawing of most of these animals, so it gives one to each class.
ONE_OF_EACH = "fxemoji"


def svg_of(icons, name):
    """The icon as a square SVG document."""
    icon = icons["icons"][name]
    left, top = icon.get("left", 0), icon.get("top", 0)
    width, height = icon.get("width", icons["width"]), icon.get("height", icons["height"])
    assert width == height, f"{name} is not square"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="{left} {top} {width} {height}" width="{SIZE}" height="{SIZE}">{icon["body"]}</svg>'
    )


def draw(svg):
    """The PNG bytes of the picture: RGBA, SIZE x SIZE."""
    drawn = resvg_py.svg_to_bytes(svg_string=svg, width=SIZE, height=SIZE)
    picture = Image.open(io.BytesIO(bytes(drawn))).convert("RGBA")
    assert picture.size == (SIZE, SIZE)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def main():
    packages, here = Path(sys.argv[1]), Path(__file__).parent
    sums = []
    print("| file | package | icon | licence |\n|---|---|---|---|")
    for animal, usual in CLASSES.items():
        (here / animal).mkdir(exist_ok=True)
        for package, family, mark, licence in SETS:
            icons = json.loads((packages / package / "icons.json").read_text(encoding="utf-8"))
            version = json.loads((packages / package / "package.json").read_text(encoding="utf-8"))["version"]
            for name in [animal] if package == ONE_OF_EACH else usual:
                file = f"{animal}/{family}_{name}{mark}.png"
                png = draw(svg_of(icons, name))
                (here / file).write_bytes(png)
                sums.append((file, hashlib.sha256(png).hexdigest()))
                print(f"| `{file}` | `@iconify-json/{package}` {version} | `{name}` | {licence} |")
    (here / "SHA256SUMS").write_text("".join(f"{digest}  {file}\n" for file, digest in sorted(sums)), encoding="utf-8")


main()
