#!/usr/bin/python3
"""The shop's application: who is logged in, what they have in their cart, what they ordered, and the
pictures that sellers upload. Where sessions and pictures are kept, two other files know."""

import json
import os
import re
import secrets
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg2

import pictures
import sessions

DATABASE = os.environ["DATABASE_URL"]
LARGEST = {"/orders": 10_000, "/cart": 10_000, "/login": 1_000, "/pictures": 5_000_000}
PICTURE = re.compile(r"/pictures/([A-Za-z0-9_-]{1,80}\.(?:jpg|png))")


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
    """`POST /login`, `POST /cart`, `POST /orders`, `PUT` and `GET /pictures/NAME`, `GET /healthz`."""

    timeout = 10

    def answer(self, status, body, kind="application/json", cookie=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if cookie:
            self.send_header("Set-Cookie", f"session={cookie}; HttpOnly; Path=/")
        self.end_headers()
        self.wfile.write(body)

    def say(self, status, what, cookie=None):
        self.answer(status, json.dumps(what).encode(), cookie=cookie)

    def body(self, path):
        length = int(self.headers.get("Content-Length") or 0)
        return self.rfile.read(length) if 0 < length <= LARGEST[path] else None

    def token(self):
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get("session")
        return cookie.value if cookie else ""

    def do_GET(self):
        picture = PICTURE.fullmatch(self.path)
        if self.path == "/healthz":
            self.say(200, "ok")
        elif picture:
            content = pictures.get(picture[1])
            if content is None:
                self.say(404, "there is no such picture")
            else:
                self.answer(200, content, kind="image/" + picture[1].rsplit(".", 1)[1])
        else:
            self.say(404, "there is no such page")

    def do_PUT(self):
        picture, content = PICTURE.fullmatch(self.path), self.body("/pictures")
        if not picture or content is None:
            self.say(400, "a picture has a name and five megabytes at most")
        elif sessions.get(self.token()) is None:
            self.say(401, "log in first")
        else:
            pictures.put(picture[1], content)
            self.say(200, "kept")

    def do_POST(self):
        if self.path not in LARGEST or self.path == "/pictures":
            self.say(404, "there is no such page")
            return
        body = self.body(self.path)
        if body is None:
            self.say(400, "that is too much, or nothing")
            return
        if self.path == "/login":
            # Whether the password is right is left out here.
            token = secrets.token_urlsafe(32)
            sessions.put(token, {"name": body.decode(errors="replace"), "cart": []})
            self.say(200, "logged in", cookie=token)
            return
        token = self.token()
        session = sessions.get(token)
        if session is None:
            self.say(401, "log in first")
        elif self.path == "/cart":
            session["cart"].append(body.decode(errors="replace"))
            sessions.put(token, session)
            self.say(200, session["cart"])
        else:
            self.order(token, session)

    def order(self, token, session):
        try:
            [[number]] = ask(
                "INSERT INTO orders (article) VALUES (%s) RETURNING id", (json.dumps(session["cart"]),)
            )
        except psycopg2.Error as failure:
            self.log_error("database: %s", failure)
            self.say(503, "the database does not answer")
            return
        sessions.put(token, session | {"cart": []})
        self.say(200, {"order": number})


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", 8000), Shop).serve_forever()
