"""The service's settings as its environment has them: read in one place, and every mistake told at once."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

#: A key that everybody can read here protects nothing, so it serves with DEBUG alone.
DEVELOPMENT_KEY = "for-development-alone-" + "0" * 32

SHORTEST_KEY = 50

MOST_WORKERS = 64

#: A path that is the same to browsers, load balancers and Django, whatever each decodes and shortens: of the characters
#: that need no escape, without empty parts, "." and "..".
PATH = re.compile(r"(/(?!\.{1,2}(/|$))[A-Za-z0-9._~-]+)+/?")

#: The characters of an address; Django would write others differently from how the page shows them.
ADDRESS = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")


class EnvironmentProblems(Exception):
    """The environment is not one that the service can run in; the text names every variable that is wrong."""

    def __init__(self, problems: list[str]) -> None:
        lines = "".join(f"\n  {problem}" for problem in problems)
        super().__init__(
            f"The service cannot start with this environment:{lines}\nSet these variables and start it again."
        )
        self.problems = problems


@dataclass(frozen=True)
class Environment:
    """What the variables say."""

    secret_key: str
    allowed_hosts: list[str]
    debug: bool
    https: bool
    redirects: dict[str, str]
    log_level: str
    static_root: str | None
    bind: str
    workers: int


def read_environment(variables: Mapping[str, str]) -> Environment:
    """Reads the variables. Raises EnvironmentProblems with all that is wrong with them."""
    problems: list[str] = []
    debug = _switch(variables, "DEBUG", problems)
    environment = Environment(
        secret_key=_secret_key(variables, debug, problems),
        allowed_hosts=_allowed_hosts(variables, debug, problems),
        debug=debug,
        https=_switch(variables, "HTTPS", problems),
        redirects=_redirects(variables.get("REDIRECTS", "{}"), problems),
        log_level=_log_level(variables.get("LOG_LEVEL", "INFO"), problems),
        static_root=variables.get("STATIC_ROOT"),
        bind=_bind(variables.get("BIND", "0.0.0.0:8080"), problems),
        workers=_workers(variables.get("WORKERS", "2"), problems),
    )
    if problems:
        raise EnvironmentProblems(problems)
    return environment


def _switch(variables: Mapping[str, str], name: str, problems: list[str]) -> bool:
    value = variables.get(name, "off")
    if value not in ("on", "off"):
        problems.append(f'{name} is "{value}"; it is "on" or "off".')
    return value == "on"


def _secret_key(variables: Mapping[str, str], debug: bool, problems: list[str]) -> str:
    # Never part of a message: messages go to the log.
    key = variables.get("SECRET_KEY", DEVELOPMENT_KEY if debug else "")
    if key == "":
        problems.append("SECRET_KEY is missing.")
    elif len(key) < SHORTEST_KEY:
        problems.append(f"SECRET_KEY has {len(key)} characters; it needs {SHORTEST_KEY} or more.")
    elif key == DEVELOPMENT_KEY and not debug:
        problems.append("SECRET_KEY is the one for development, which everybody can read.")
    return key


def _allowed_hosts(variables: Mapping[str, str], debug: bool, problems: list[str]) -> list[str]:
    text = variables.get("ALLOWED_HOSTS", "localhost,127.0.0.1" if debug else "")
    hosts = [host.strip() for host in text.split(",") if host.strip()]
    if not hosts:
        problems.append("ALLOWED_HOSTS is missing; give the names that the service is called by, with commas.")
    if "*" in hosts:
        problems.append('ALLOWED_HOSTS has "*", which lets a request say anything; name the hosts.')
    return hosts


def _log_level(level: str, problems: list[str]) -> str:
    if level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        problems.append(f'LOG_LEVEL is "{level}"; it is DEBUG, INFO, WARNING or ERROR.')
    return level


def _bind(address: str, problems: list[str]) -> str:
    parts = re.fullmatch(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})", address)
    if parts is None or not 0 < int(parts.group(2)) < 65536:
        problems.append(f'BIND is "{address}"; it is a host and a port, such as 0.0.0.0:8080.')
    return address


def _workers(number: str, problems: list[str]) -> int:
    if re.fullmatch("[0-9]{1,3}", number) and 0 < int(number) <= MOST_WORKERS:
        return int(number)
    problems.append(f'WORKERS is "{number}"; it is a whole number from 1 to {MOST_WORKERS}.')
    return 1


def _redirects(text: str, problems: list[str]) -> dict[str, str]:
    repeated: list[str] = []

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        repeated.extend(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        return dict(pairs)

    try:
        table = json.loads(text, object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        problems.append(f"REDIRECTS is no JSON: {error}.")
        return {}
    if not isinstance(table, dict) or not all(isinstance(target, str) for target in table.values()):
        problems.append('REDIRECTS is no object of texts; it looks like {"/docs": "https://example.org/docs"}.')
        return {}
    problems.extend(f'REDIRECTS: "{path}" is there more than once; keep one.' for path in repeated)
    for path, target in table.items():
        if path == "/" or path == "/health" or path.startswith("/static/"):
            problems.append(f'REDIRECTS: "{path}" is an address of the service itself.')
        elif not PATH.fullmatch(path):
            problems.append(f'REDIRECTS: "{path}" is no path of "/", letters, digits and "-._~".')
        if not _is_target(target):
            problems.append(
                f'REDIRECTS: "{path}" leads to "{target}", which is neither such a path nor an https address in ASCII.'
            )
        elif target.startswith("/") and urlsplit(target).path in table:
            problems.append(f'REDIRECTS: "{path}" leads to "{target}", which leads on; name the end of the way.')
    return table


def _is_target(target: str) -> bool:
    if not ADDRESS.fullmatch(target):
        return False
    try:
        parts = urlsplit(target)
        parts.port  # noqa: B018  (raises where it is none)
    except ValueError:
        return False
    if target.startswith("/"):
        # Two slashes at the beginning would make what follows a host.
        return not parts.netloc and (parts.path == "/" or PATH.fullmatch(parts.path) is not None)
    return parts.scheme == "https" and bool(parts.hostname) and parts.username is None
