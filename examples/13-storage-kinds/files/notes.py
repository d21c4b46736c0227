#!/usr/bin/python3
"""`PUT /notes/NAME` and `GET /notes/NAME`: notes in a directory, in a bucket, or in a database."""

import os
import re
import tempfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STORE = os.environ["STORE"]
PATH = re.compile(r"/notes/([A-Za-z0-9_-]{1,80})")
LARGEST = 100_000


class Directory:
    """On a disk, a volume or a shared file system: all of them are a directory to us."""

    def get(self, name):
        try:
            with open(f"{STORE}/{name}", "rb") as file:
                return file.read()
        except FileNotFoundError:
            return None

    def put(self, name, text):
        # Written beside it, then renamed: nobody ever reads half a note.
        with tempfile.NamedTemporaryFile(dir=STORE, delete=False) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.rename(file.name, f"{STORE}/{name}")


class Bucket:
    """An object is written as a whole, and there is no lock."""

    def __init__(self):
        import boto3

        self.client = boto3.client("s3", endpoint_url=os.environ["S3_ENDPOINT"])
        self.bucket = STORE.removeprefix("s3://")

    def get(self, name):
        try:
            return self.client.get_object(Bucket=self.bucket, Key=name)["Body"].read()
        except self.client.exceptions.NoSuchKey:
            return None

    def put(self, name, text):
        self.client.put_object(Bucket=self.bucket, Key=name, Body=text)


class Database:
    """A row for each note."""

    def ask(self, statement, values):
        import psycopg2

        connection = psycopg2.connect(STORE)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchone() if cursor.description else None
        finally:
            connection.close()

    def get(self, name):
        row = self.ask("SELECT text FROM notes WHERE name = %s", (name,))
        return bytes(row[0]) if row else None

    def put(self, name, text):
        self.ask(
            "INSERT INTO notes VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET text = excluded.text",
            (name, text),
        )


class Notes(BaseHTTPRequestHandler):
    """Answers in plain text."""

    timeout = 10

    def answer(self, status, text):
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self):
        match = PATH.fullmatch(self.path)
        if self.path == "/healthz":
            self.answer(200, b"ok\n")
        elif match and (text := store.get(match[1])) is not None:
            self.answer(200, text)
        else:
            self.answer(404, b"there is no such note\n")

    def do_PUT(self):
        match, length = PATH.fullmatch(self.path), int(self.headers.get("Content-Length") or 0)
        if not match or not 0 < length <= LARGEST:
            self.answer(400, b"a note has a name and a text\n")
            return
        store.put(match[1], self.rfile.read(length))
        self.answer(200, b"kept\n")


if __name__ == "__main__":
    if STORE.startswith("s3://"):
        store = Bucket()
    elif STORE.startswith("postgresql://"):
        store = Database()
    else:
        store = Directory()
    ThreadingHTTPServer(("", 80), Notes).serve_forever()
