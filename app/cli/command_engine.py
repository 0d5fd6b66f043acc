"""`engine`: language engines: list them, add a model file, use, test or remove one, what suits this computer, download one."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from app.cli import add_acts
from app.cli.session import counter, progress, show, tell
from app.domain.engines import Advice, Offer, OnBattery
from app.domain.text import N_
from app.domain.views import EngineInfo
from app.pipeline.counter import Counter
from app.system.i18n import _

NAME = "engine"
HELP = "language engines: list, add a GGUF file, use, test, remove, recommend, download"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = add_acts(parser)
    acts.add_parser("list")
    acts.add_parser("add").add_argument("path", type=Path)
    acts.add_parser("use").add_argument("name")
    acts.add_parser("test")
    acts.add_parser("remove").add_argument("name")
    acts.add_parser("recommend")
    battery = acts.add_parser("battery")
    battery.add_argument("choice", choices=[choice.value for choice in OnBattery])
    download = acts.add_parser("download")
    download.add_argument("name", nargs="?")
    download.add_argument("--yes", action="store_true", help="really download; without it, only say what would be")


def run(arguments: argparse.Namespace) -> int:
    """Carry out one act and print the engines (or the act's result)."""
    act = arguments.act
    fetches = act == "download" and arguments.yes and arguments.name
    with counter(arguments, write=bool(fetches) or act in ("add", "use", "remove", "battery")) as shop:
        if act == "test":
            return _test(arguments, shop)
        if act == "recommend":
            return _recommend(arguments, shop.engine_advice())
        if act == "download" and not fetches:
            return _offers(arguments, [shop.engine_offer(arguments.name)] if arguments.name else shop.engine_offers())
        _change(arguments, shop)
        engines = shop.engines()
        show(arguments, {"items": [_document(engine) for engine in engines]}, [line for engine in engines for line in _lines(engine)])
    return 0


def _change(arguments: argparse.Namespace, shop: Counter) -> None:
    match arguments.act:
        case "add":
            shop.add_engine(arguments.path, progress())
        case "use":
            shop.use_engine(arguments.name, progress=progress())
        case "remove":
            shop.remove_engine(arguments.name)
        case "battery":
            shop.set_engine_on_battery(OnBattery(arguments.choice))
        case "download":
            for line in _offer_lines(shop.engine_offer(arguments.name)):
                tell(line)
            shop.download_engine(arguments.name, progress())


def _document(engine: EngineInfo) -> dict[str, object]:
    return {**asdict(engine), "told": _(engine.told), "warnings": [_(words) for words in engine.warnings]}


def _lines(engine: EngineInfo) -> list[str]:
    speed = _("about {n} seconds for an answer on this computer").format(n=round(engine.speed.next_answer)) if engine.speed else ""
    first = "  ".join(filter(None, (f"{engine.state:<8}", engine.name, engine.path, engine.licence, speed)))
    return [first, *(f"          {_(words)}" for words in (engine.told, *engine.warnings) if words)]


def _test(arguments: argparse.Namespace, shop: Counter) -> int:
    said = not arguments.json and sys.stderr.isatty()
    result = shop.test_engine(on_token=(lambda text: print(text, end="", file=sys.stderr, flush=True)) if said else None)
    show(arguments, result, [f"{key}: {_(value) if isinstance(value, str) else value}" for key, value in result.items()])
    return 0 if result["ok"] else 3


def _recommend(arguments: argparse.Namespace, advice: Advice) -> int:
    reasons = [_(words) for words in advice.reasons]
    options = [
        {"name": option.model.name, "fits": option.fits, "seconds": round(option.seconds, 1), "why": _(option.why)}
        for option in advice.options
    ]
    lines = [advice.name, *reasons, "", *(f"{option['name']:<26} {option['why']}" for option in options)]
    show(arguments, {"name": advice.name, "reasons": reasons, "options": options}, lines)
    return 0


def _offers(arguments: argparse.Namespace, offers: list[Offer]) -> int:
    """Say what a download would be; nothing is asked of the network."""
    items = [
        {
            "name": offer.model.name,
            "host": offer.host,
            "may_hand_on_to": list(offer.other_hosts),
            "file": offer.model.file,
            "size": offer.model.size,
            "licence": offer.model.licence,
            "sha256_begins": offer.model.sha256,
            "target": str(offer.target),
            "done": offer.done,
        }
        for offer in offers
    ]
    lines = [line for offer in offers for line in _offer_lines(offer)]
    show(arguments, {"items": items, "downloaded": False}, [*lines, _(N_("Nothing was downloaded. Give a name and --yes to do it."))])
    return 0


def _offer_lines(offer: Offer) -> list[str]:
    return [
        f"{offer.model.name}: {offer.model.file}",
        "  " + _("from {host}, {size} MB, licence {licence}").format(
            host=offer.host, size=offer.model.size // 1_000_000, licence=offer.model.licence
        ),
        "  " + _("it may hand on to {hosts}, and to nobody else").format(hosts=", ".join(offer.other_hosts) or "-"),
    ]  # fmt: skip
