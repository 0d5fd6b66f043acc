"""`account`: mail accounts: add, list, test, remove."""

import argparse
import os
import sys
from dataclasses import asdict

from app.bootstrap import guess_servers
from app.cli import add_acts
from app.cli.session import counter, show
from app.domain.account import LoginKind, MailAccount, Security, ServerAddress
from app.domain.errors import WrongUse
from app.domain.text import N_
from app.pipeline.counter import Counter
from app.system.i18n import _

NAME = "account"
HELP = "mail accounts: add, list, test, remove"
SECRET = "TOONBANK_MAIL_PASSWORD"  # noqa: S105 - the name of an environment variable


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = add_acts(parser)
    add = acts.add_parser("add", help="add or replace an account")
    add.add_argument("address")
    add.add_argument("--name", default="", help="what to call it (default: the address)")
    add.add_argument("--login", default="", help="the user name on the server (default: the address)")
    add.add_argument("--display-name", default="")
    for kind in ("imap", "smtp"):
        add.add_argument(f"--{kind}-host", default="")
        add.add_argument(f"--{kind}-port", type=int, default=0)
        add.add_argument(f"--{kind}-security", choices=[s.value for s in Security], default="")
    add.add_argument("--ca-file", default="", help="an extra trusted certificate (PEM)")
    add.add_argument("--xoauth2", action="store_true", help="the secret is an OAuth token, not a password")
    add.add_argument("--no-smtp", action="store_true", help="this account only receives")
    add.add_argument("--password-stdin", action="store_true", help=f"read the password from stdin (else {SECRET}, else a question)")
    for act in ("test", "remove"):
        acts.add_parser(act).add_argument("name")
    acts.add_parser("list")


def run(arguments: argparse.Namespace) -> int:
    """Carry out one act."""
    with counter(arguments, write=arguments.act in ("add", "remove")) as shop:
        return _ACTS[arguments.act](arguments, shop)


def _server(arguments: argparse.Namespace, kind: str, guess: ServerAddress) -> ServerAddress:
    host = getattr(arguments, f"{kind}_host") or guess.host
    port = getattr(arguments, f"{kind}_port") or guess.port
    chosen = getattr(arguments, f"{kind}_security")
    return ServerAddress(host, port, Security(chosen) if chosen else guess.security, arguments.ca_file)


def _secret(arguments: argparse.Namespace) -> str:
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if SECRET in os.environ:
        return os.environ[SECRET]
    if sys.stdin.isatty():
        import getpass

        return getpass.getpass(_("Password: "))
    raise WrongUse(N_("Give the password with --password-stdin, or in {variable}."), variable=SECRET)


def _add(arguments: argparse.Namespace, shop: Counter) -> int:
    imap, smtp = guess_servers(arguments.address)
    account = MailAccount(
        arguments.name or arguments.address,
        arguments.address,
        arguments.login or arguments.address,
        _server(arguments, "imap", imap),
        None if arguments.no_smtp else _server(arguments, "smtp", smtp),
        LoginKind.XOAUTH2 if arguments.xoauth2 else LoginKind.PASSWORD,
        arguments.display_name,
    )
    shop.add_account(account, _secret(arguments))
    show(arguments, {"account": account.name}, [_("Account {name} is kept.").format(name=account.name)])
    return 0


def _list(arguments: argparse.Namespace, shop: Counter) -> int:
    accounts = shop.accounts()
    lines = [f"{a.name}  {a.imap.host}:{a.imap.port}  " + (f"{a.smtp.host}:{a.smtp.port}" if a.smtp else "-") for a in accounts]
    show(arguments, {"items": [asdict(a) for a in accounts]}, lines)
    return 0


def _test(arguments: argparse.Namespace, shop: Counter) -> int:
    accounts = [a for a in shop.accounts() if a.name == arguments.name]
    if not accounts:
        raise WrongUse(N_("There is no mail account called {name}."), name=arguments.name)
    checks = shop.test_account(accounts[0])
    ok = all(c.ok for c in checks)
    items = [{"name": c.name, "ok": c.ok, "why": _(c.why)} for c in checks]
    show(arguments, {"ok": ok, "checks": items}, [f"{'OK' if c.ok else '!!'} {c.name}: {_(c.why)}" for c in checks])
    return 0 if ok else 3


def _remove(arguments: argparse.Namespace, shop: Counter) -> int:
    shop.remove_account(arguments.name)
    show(arguments, {"removed": arguments.name}, [_("Account {name} is removed; its messages stay.").format(name=arguments.name)])
    return 0


_ACTS = {"add": _add, "list": _list, "test": _test, "remove": _remove}
