"""pictures.py FROM TO: writes the JPEG pictures of folder FROM again as OpenCV does, into TO: quality 90, colours at half the
resolution (4:2:0), as cameras and most programs do."""
import sys
from pathlib import Path

import cv2

QUALITY = [cv2.IMWRITE_JPEG_QUALITY, 90, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420]


def main(source, target):
    for old in sorted(source.glob("*/*.jpg")):
        new = target / old.relative_to(source)
        new.parent.mkdir(parents=True, exist_ok=True)
        if not cv2.imwrite(str(new), cv2.imread(str(old)), QUALITY):
            sys.exit(f"error: {new} could not be written")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
