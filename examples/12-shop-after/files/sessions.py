"""Sessions, in a store that all web servers share. Sentinel knows which of its copies writes."""

import json
import os

from redis.sentinel import Sentinel

PASSWORD = os.environ["SESSIONS_PASSWORD"]
WRITES = Sentinel(
    [(address, 26379) for address in os.environ["SENTINELS"].split(",")],
    sentinel_kwargs={"password": PASSWORD, "socket_timeout": 1},
    password=PASSWORD,
    socket_timeout=2,
).master_for("sessions")
KEPT_FOR = 14 * 24 * 3600


def get(token):
    text = WRITES.get(token) if token else None
    return json.loads(text) if text else None


def put(token, session):
    WRITES.set(token, json.dumps(session), ex=KEPT_FOR)
