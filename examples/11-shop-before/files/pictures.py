"""Pictures, on the disk of this machine. The other web server has none of them."""

from pathlib import Path

DIRECTORY = Path("/var/lib/shop")


def get(name):
    path = DIRECTORY / name
    return path.read_bytes() if path.exists() else None


def put(name, content):
    (DIRECTORY / name).write_bytes(content)
