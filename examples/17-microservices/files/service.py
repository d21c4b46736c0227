#!/usr/bin/python3
"""Stands for each of the seven: `GET /` asks whom it needs, `GET /browse` only the catalogue, and the
answer is what they said. What is soft may be missing from it."""

import json
import os
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NAME = os.environ["NAME"]
NEEDS = dict(need.split("=") for need in os.environ["NEEDS"].split())
SOFT = dict(need.split("=") for need in os.environ["SOFT"].split())
DATABASE = os.environ["DATABASE"]


def ask(port):
    # The sidecar gives up before we do.
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
        return json.load(answer)


def asked(port):
    try:
        return ask(port)
    except (OSError, ValueError):
        return None


def count():
    import psycopg2

    connection = psycopg2.connect(DATABASE)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("INSERT INTO calls (service) VALUES (%s) RETURNING id", (NAME,))
            return cursor.fetchone()[0]
    finally:
        connection.close()


class Service(BaseHTTPRequestHandler):
    """Answers with what it and those below it know."""

    timeout = 10

    def do_GET(self):
        if self.path == "/healthz":
            self.answer(200, "ok")
            return
        browse = self.path == "/browse"
        needs = {it: NEEDS[it] for it in NEEDS if not browse or it == "catalogue"}
        try:
            body = {it: ask(port) for it, port in needs.items()}
            if DATABASE:
                body["number"] = count()
        except Exception as failure:  # whoever is missing: without them there is no answer
            self.log_error("%s", failure)
            self.answer(503, f"{NAME} lacks what it needs")
            return
        body |= {it: asked(port) for it, port in SOFT.items()}
        self.answer(200, {"name": NAME} | body)

    def answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


if __name__ == "__main__":
    ThreadingHTTPServer((os.environ["ADDRESS"], 8000), Service).serve_forever()
