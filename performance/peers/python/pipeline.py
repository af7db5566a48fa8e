"""pipeline.py LIBRARY CONFIGURATION P1|P1b: time to read 500 JPEG pictures, resize each to 60 x 60 (cubic), turn it into float32
and standardise it; prints one line of JSON. LIBRARY is opencv or pillow.

CONFIGURATION is serial, or pool (a thread for each of PEERS_THREADS, OpenCV itself with one), or pool+own (OpenCV with
threads of its own besides). `pipeline.py LIBRARY version` prints the version."""
import glob
import json
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from common import DATA, THREADS, measure, peak_mb

SIDE = 60


def opencv_reader(configuration):
    import cv2
    if configuration == "pool":
        cv2.setNumThreads(1)

    def read(path):
        picture = cv2.resize(cv2.imread(path), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
        return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB).astype("float32")

    return read


def pillow_reader(_):
    from PIL import Image

    def read(path):
        with Image.open(path) as picture:
            return np.asarray(picture.convert("RGB").resize((SIDE, SIDE), Image.BICUBIC), "float32")

    return read


def main(library, configuration, workload):
    files = sorted(glob.glob(f"{DATA}/{workload}/*/*.jpg"))
    read = {"opencv": opencv_reader, "pillow": pillow_reader}[library](configuration)
    pool = ThreadPoolExecutor(THREADS) if configuration.startswith("pool") else None

    def row(path):
        picture = read(path).ravel()
        return (picture - picture.mean()) / picture.std()

    def folders(count):
        for _ in range(count):
            features = np.empty((len(files), SIDE * SIDE * 3), "float32")
            for k, values in enumerate(pool.map(row, files) if pool else map(row, files)):
                features[k] = values

    result = measure(folders)
    print(json.dumps(result | {"workload": workload, "threads": THREADS, "pictures": len(files), "peak_mb": peak_mb()}))


if __name__ == "__main__":
    if sys.argv[2] == "version":
        import importlib
        print(importlib.import_module({"opencv": "cv2", "pillow": "PIL"}[sys.argv[1]]).__version__)
    else:
        main(*sys.argv[1:4])
