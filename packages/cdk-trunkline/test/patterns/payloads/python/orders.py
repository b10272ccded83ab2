"""A payload of the tests: what a function in Python runs, packaged as it is."""


def handler(event: dict, context: object) -> dict:
    return {"statusCode": 200, "body": "[]"}
