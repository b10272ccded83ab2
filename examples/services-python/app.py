"""The app's entry, which `cdk synth` runs."""

import sys

from aws_cdk import App

from services.services_app import add_services

app = App()
try:
    add_services(app)
except RuntimeError as error:
    # A mistake in cdk.json is the reader's to mend: its message says all, and a traceback would bury it. The name of an
    # error comes to Python as the beginning of its message.
    name, _, message = str(error).partition(": ")
    if name != "PipelineConfigError":
        raise
    sys.stderr.write(f"{message}\n")
    sys.exit(2)
app.synth()
