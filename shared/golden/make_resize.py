"""Makes resize.json and the pictures in pictures/ beside this script with OpenCV; see README.md."""

import json
import pathlib

import cv2
import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
METHODS = ["Nearest", "Linear", "Cubic", "Area"]
# (height, width, channels), and the sizes to which they are brought: down, up, both, odd, 1 pixel, 2 x 2 exactly.
SIZES = {
    (8, 8, 1): [(4, 4), (3, 5), (8, 3)],
    (7, 5, 3): [(3, 4), (13, 11), (7, 20), (1, 1)],
    (10, 9, 4): [(7, 20), (23, 4), (5, 3)],
    (5, 7, 2): [(11, 13), (2, 2), (5, 1)],
    (1, 1, 3): [(3, 3), (1, 4)],
    (1, 6, 1): [(1, 3), (4, 4)],
    (30, 40, 3): [(6, 6), (20, 20)],
}


def resize_cases():
    generator = np.random.default_rng(1)
    inputs, cases = {}, []
    for (height, width, channels), sizes in SIZES.items():
        noise = generator.integers(0, 256, (height, width, channels), dtype=np.uint8)
        # Noise of all values, and of black and white alone, where cubic overshoots most.
        for kind, image in [("noise", noise), ("edges", np.where(noise > 127, 255, 0).astype(np.uint8))]:
            name = f"{kind} {height} x {width} x {channels}"
            inputs[name] = tensor(image)
            for method in METHODS:
                for size in sizes if kind == "noise" else sizes[:2]:
                    flag = getattr(cv2, f"INTER_{method.upper()}")
                    output = cv2.resize(image, (size[1], size[0]), interpolation=flag)
                    output = output.reshape(*size, channels)
                    cases.append({"input": name, "interpolation": method, "output": tensor(output)})
    return inputs, cases


def tensor(image):
    return {"shape": list(image.shape), "data": image.ravel().tolist()}


def gray_values():
    levels = [0, 1, 17, 64, 127, 128, 200, 254, 255]
    rgb = np.array([[r, g, b] for r in levels for g in levels for b in levels], dtype=np.uint8)
    gray = cv2.cvtColor(rgb[None], cv2.COLOR_RGB2GRAY)[0]
    return [[*map(int, color), int(value)] for color, value in zip(rgb, gray)]


def pictures():
    """Files of kinds that this course's programs do not write, and what OpenCV and Pillow read from them."""
    folder = HERE / "pictures"
    folder.mkdir(exist_ok=True)
    y, x = np.mgrid[0:8, 0:12]
    red, green, blue = (20 * x, 30 * y, 10 * (x + y))
    rgb = np.stack([red, green, blue], axis=2)
    alpha = 20 * (x + y) % 256

    cv2.imwrite(str(folder / "rgb_16_bit.png"), (rgb[..., ::-1] * 257 + 100).astype(np.uint16))
    cv2.imwrite(str(folder / "gray_16_bit.png"), (red * 257 - 100).clip(0, 65535).astype(np.uint16))
    gray_alpha = Image.merge("LA", [Image.fromarray(a.astype(np.uint8)) for a in (red, alpha)])
    gray_alpha.save(folder / "gray_alpha.png")
    Image.fromarray(rgb.astype(np.uint8)).quantize(16).save(folder / "palette.png")
    Image.fromarray((red > 100).astype(np.uint8) * 255).convert("1").save(folder / "one_bit.png")
    smooth = Image.fromarray(rgb.astype(np.uint8)).resize((48, 32), Image.BICUBIC)
    smooth.convert("CMYK").save(folder / "cmyk.jpg", quality=95)
    smooth.save(folder / "progressive.jpg", quality=95, progressive=True)
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: the picture is upright after a turn to the right
    smooth.save(folder / "turned.jpg", quality=95, exif=exif)

    read = {}
    for path in sorted(folder.iterdir()):
        color = cv2.imread(str(path), cv2.IMREAD_COLOR)[..., ::-1]
        if path.name == "cmyk.jpg":
            color = np.array(smooth)  # the picture before it was compressed
        read[path.name] = {"color": tensor(color), "gray": tensor(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE))}
    return read


def main():
    inputs, cases = resize_cases()
    made_with = f"opencv {cv2.__version__}, numpy {np.__version__}"
    golden = {"made_with": made_with, "inputs": inputs, "cases": cases, "gray": gray_values(), "pictures": pictures()}
    path = HERE / "resize.json"
    path.write_text(json.dumps(golden, separators=(",", ":")).replace('},{"input"', '},\n{"input"') + "\n")
    print(f"{path.name}: {path.stat().st_size} bytes, {len(cases)} cases")


if __name__ == "__main__":
    main()
