# A build command that calls AWS with boto3 and nothing but its environment: `list_buckets.py <times>`.
import sys

import boto3

s3 = boto3.client("s3")
for _ in range(int(sys.argv[1])):
    print(s3.list_buckets()["Buckets"][0]["Name"])
