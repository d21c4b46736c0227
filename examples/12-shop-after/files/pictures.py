"""Pictures, in object storage, which every web server reaches."""

import os

import boto3
from botocore.exceptions import ClientError

PICTURES = boto3.client("s3", endpoint_url=os.environ["S3_ENDPOINT"])
BUCKET = os.environ["PICTURES"]


def get(name):
    try:
        return PICTURES.get_object(Bucket=BUCKET, Key=name)["Body"].read()
    except ClientError:
        return None


def put(name, content):
    PICTURES.put_object(Bucket=BUCKET, Key=name, Body=content)
