"""The app's entry, which `cdk synth` runs."""

import sys

from aws_cdk import App

from services.services_app import add_services

app = App()
try:
    add_services(app)
except RuntimeError as error:
    # A mistake in cdk.json is the reader's to mend: its message says all, and a traceback would bury it. Errors lose
    # their names on the way to Python, so that only the message tells them apart.
    if "The pipeline configuration" not in str(error):
        raise
    sys.stderr.write(f"{error}\n")
    sys.exit(2)
app.synth()
