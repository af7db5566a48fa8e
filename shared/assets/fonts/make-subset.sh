#!/bin/sh
# Makes DejaVuSans-subset.ttf from DejaVuSans.ttf 2.37 (Debian package fonts-dejavu-core).
# Usage: make-subset.sh /path/to/DejaVuSans.ttf    (needs pyftsubset: pip install fonttools==4.68.0)
set -eu
# Latin, Latin-1, Latin Extended-A, Greek, punctuation, super- and subscripts, number sets,
# arrows, mathematical operators, a few shapes, marks and brackets, the replacement character.
unicodes="U+0020-007E,U+00A0-017F,U+0370-03FF,U+2010-2027,U+2030,U+2032,U+2033,U+2070-209C,\
U+2102,U+2115,U+211D,U+2190-21FF,U+2200-22FF,U+25A0,U+25A1,U+25B2,U+25B6,U+25BC,U+25C0,U+25CB,U+25CF,\
U+2713,U+2717,U+27E8,U+27E9,U+FFFD"
# Kerning stays in the old `kern` table, which ab_glyph reads; hinting is of no use to it.
pyftsubset "$1" --unicodes="$unicodes" --layout-features='' --legacy-kern --no-hinting \
    --notdef-outline --name-IDs='*' --drop-tables+=GPOS,GSUB,GDEF,FFTM,MATH,gasp \
    --output-file="$(dirname "$0")/DejaVuSans-subset.ttf"
