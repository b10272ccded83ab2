"""How gunicorn serves the service: in the container, in the live tests, and on a developer's machine."""

import os
import sys

from signpost.environment import EnvironmentProblems, read_environment

try:
    # Before any worker starts: what is wrong is told once and in words, rather than by each worker and with its stack.
    environment = read_environment(os.environ)
except EnvironmentProblems as problems:
    sys.exit(str(problems))

bind = environment.bind
workers = environment.workers
threads = 4

# Longer than the load balancer keeps an idle connection, which is 60 seconds; otherwise it may send a request into a
# connection that is just being closed, and answer with 502.
keepalive = 75

# Heartbeats of the workers go to memory where there is some: a slow disk would look like a dead worker.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None

# Everything goes to the container's log, which is CloudWatch's.
accesslog = "-"
errorlog = "-"
access_log_format = '%(h)s "%(r)s" %(s)s %(b)s %(M)sms'
