#!/bin/sh
# Makes NotoSansCJKkr-{Regular,Bold}-subset.otf from NotoSansCJK-{Regular,Bold}.ttc 2.004 (Debian package fonts-noto-cjk).
# Usage: make_fonts.sh /path/to/the/folder/of/the/ttc/files    (needs pyftsubset: pip install fonttools==4.68.0)
set -eu
# Latin, Greek, punctuation, super- and subscripts, signs of currencies, letterlike signs, fractions and Roman numerals,
# arrows, mathematical operators, technical signs, numbers in circles, box drawing, shapes, stars and marks, CJK punctuation,
# Hangul: letters and all 11,172 syllables; full-width forms.
unicodes="U+0020-007E,U+00A0-017F,U+0370-03FF,U+2000-206F,U+2070-209C,U+20A0-20BF,U+2100-214F,U+2150-218F,\
U+2190-21FF,U+2200-22FF,U+2300-23FF,U+2460-24FF,U+2500-25FF,U+2600-266F,U+2700-27BF,U+3000-303F,\
U+1100-11FF,U+3131-318E,U+AC00-D7A3,U+FF01-FF5E,U+FFE0-FFE6"
for weight in Regular Bold; do
    # The second face of the collection is the Korean one.
    pyftsubset "$1/NotoSansCJK-$weight.ttc" --font-number=1 --unicodes="$unicodes" \
        --layout-features='kern,liga,ccmp,locl,mark,mkmk,palt,halt,ljmo,vjmo,tjmo' --no-hinting --name-IDs='*' \
        --no-recalc-timestamp --output-file="$(dirname "$0")/NotoSansCJKkr-$weight-subset.otf"
done
