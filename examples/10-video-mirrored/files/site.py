#!/usr/bin/python3
"""`GET /uploads/NAME` answers with an address to put the video to, `POST /videos/NAME` queues it, and
`POST /bills/NAME` orders a bill for it."""

import asyncio
import json
import os
import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3
import psycopg2
from botocore.exceptions import BotoCoreError, ClientError
from nats.errors import Error as QueueError

import jobs

PATH = re.compile(r"/(uploads|videos|bills)/([A-Za-z0-9._-]{1,100})")
VIDEOS = boto3.client("s3", endpoint_url=os.environ["S3_ENDPOINT"])
INCOMING = os.environ["INCOMING"]


async def put(name):
    """Returns when the queue has acknowledged the job, and not before."""
    connection, stream = await jobs.connect()
    try:
        # Handed in again within two minutes, it is the same job.
        headers = {"Nats-Msg-Id": name}
        await stream.publish(jobs.JOBS, name.encode(), timeout=5, headers=headers)
    finally:
        await connection.close()


def order(name):
    """One row for each order; it is answered when the standby has it, too."""
    connection = psycopg2.connect(os.environ["QUEUE_DSN"])
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("INSERT INTO jobs (video) VALUES (%s)", (name,))
    finally:
        connection.close()


class Site(BaseHTTPRequestHandler):
    """Keeps nothing on this machine."""

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
            return
        match = PATH.fullmatch(self.path)
        if not match or match[1] != "uploads":
            self.answer(404, "there is no such page")
            return
        # A name of its own for each upload: nobody overwrites another's video.
        name = f"{time.time_ns()}-{match[2][-60:]}"
        url = VIDEOS.generate_presigned_url(
            "put_object", {"Bucket": INCOMING, "Key": name}, ExpiresIn=3600
        )
        self.answer(200, {"name": name, "put": url})

    def do_POST(self):
        match = PATH.fullmatch(self.path)
        if not match or match[1] == "uploads":
            self.answer(404, "there is no such page")
            return
        try:
            if match[1] == "bills":
                order(match[2])
                self.answer(202, "it will be billed")
                return
            VIDEOS.head_object(Bucket=INCOMING, Key=match[2])
            asyncio.run(put(match[2]))
            self.answer(202, "it will be converted")
        except ClientError:
            self.answer(404, "there is no such video")
        except (BotoCoreError, QueueError, psycopg2.Error, OSError, asyncio.TimeoutError) as failure:
            self.log_error("not queued: %s", failure)
            self.answer(503, "try again")


if __name__ == "__main__":
    ThreadingHTTPServer(("", 80), Site).serve_forever()
