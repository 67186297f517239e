#!/bin/sh
# Make .venv hold exactly what uv.lock says. Called by make when the lock is newer than the environment; nothing to run by hand.
set -eu
cd "$(dirname "$0")/.."

find_python() {
    for name in python3.13 python3.12 python3.11 python3 python; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "Quorate needs Python 3.11 or newer, and none was found: please install one and run make again." >&2
    exit 1
}

# An environment that was moved, or whose Python is gone, is made again.
if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$(find_python)
    echo "Setting up .venv with $("$python" --version)."
    rm -rf .venv
    if ! "$python" -m venv .venv; then
        rm -rf .venv
        echo "Python could not make an environment: on Debian and Ubuntu, install python3-venv and run make again." >&2
        exit 1
    fi
fi
.venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null

uv() { .venv/bin/python -m uv "$@"; }

if ! uv --version >/dev/null 2>&1; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
fi

# The quick way: uv fetches from the addresses the lock names. Elsewhere, behind an index of one's own, pip fetches the very
# same files from wherever it is set up to look, and refuses any whose hash the lock does not know.
log=.venv/set-up.log
export UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-30}" UV_HTTP_RETRIES="${UV_HTTP_RETRIES:-1}"
if uv sync --locked --inexact --quiet >"$log" 2>&1; then
    exit 0
fi
if grep -q "lockfile.*needs to be updated" "$log"; then
    echo "uv.lock does not agree with pyproject.toml, or this machine names an index of its own: taking uv.lock at its word."
else
    echo "The addresses in uv.lock cannot be reached from here: fetching the same files through pip's own index."
fi
uv export --frozen --quiet --no-emit-project --format requirements-txt --output-file .venv/requirements.txt >/dev/null
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/requirements.txt
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
