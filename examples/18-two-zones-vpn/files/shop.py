#!/usr/bin/python3
"""The shop's application: takes orders and lists the last ones. Nothing is kept on this machine."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg2

DATABASE = os.environ["DATABASE_URL"]
LARGEST = 10_000


def ask(statement, values=()):
    """One statement in its own connection, so that a new primary is found by the next request."""
    connection = psycopg2.connect(DATABASE)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()
    finally:
        connection.close()


class Shop(BaseHTTPRequestHandler):
    """`GET /healthz`, `GET /orders` and `POST /orders`."""

    timeout = 10

    def answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self):
        if self.path == "/healthz":
            self.answer(200, "ok")
        elif self.path == "/orders":
            self.query("SELECT id, article FROM orders ORDER BY id DESC LIMIT 20", ())
        else:
            self.answer(404, "there is no such page")

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        if self.path != "/orders" or not 0 < length <= LARGEST:
            self.answer(400, "an order is a short text")
            return
        article = self.rfile.read(length).decode(errors="replace")
        self.query("INSERT INTO orders (article) VALUES (%s) RETURNING id, article", (article,))

    def query(self, statement, values):
        try:
            self.answer(200, ask(statement, values))
        except psycopg2.Error as failure:
            self.log_error("database: %s", failure)
            self.answer(503, "the database does not answer")


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", 8000), Shop).serve_forever()
