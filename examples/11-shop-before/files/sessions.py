"""Sessions, in the memory of this process. The other web server knows none of them."""

SESSIONS = {}


def get(token):
    return SESSIONS.get(token)


def put(token, session):
    SESSIONS[token] = session
