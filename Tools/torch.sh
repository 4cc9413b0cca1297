#!/bin/sh
# Makes a virtual environment with PyTorch and NumPy in the folder named first: with the build for processors alone,
# where it's offered, or else with the plain release.
#
#     Tools/torch.sh .build-python 2.13.0
set -eu

folder=$1
version=$2

fail() {
    printf 'torch: error: %s\n' "$1" >&2
    exit 1
}

# The folder is only there when all of it is.
rm -rf "$folder"
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM

command -v python3 >/dev/null 2>&1 ||
    fail "there is no python3. Install Python 3.10 or later, or take a Python that has torch: make parity PYTHON=…"
python3 -m venv "$folder" ||
    fail "python3 can't make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"

for release in "torch==$version+cpu" "torch==$version"; do
    echo "torch: installing $release and numpy in $folder"
    if "$folder/bin/python" -m pip install --quiet "$release" numpy; then
        trap - EXIT
        exit 0
    fi
done
fail "pip can't install torch $version here; its messages are above. If this Python ($(python3 --version)) has no such \
release, take another that has: make parity PYTHON=/path/to/python. If the index is out of reach, set PIP_INDEX_URL."
