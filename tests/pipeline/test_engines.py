"""Engines: model files are looked at, measured at first use, spared on the battery; what fails never leaves the shop without a drafter."""

from dataclasses import dataclass

import pytest

from app.domain.engines import OnBattery, Speed
from app.domain.errors import Cancelled, EngineError, NotFound
from app.pipeline.engines import Engines
from tests.fakes_models import LISTED, FakeRoom


@dataclass
class NamedDrafter:
    name: str

    def propose(self, request, *, on_token=None, cancelled=None):
        raise NotImplementedError


class Feed:
    """How the computer is fed."""

    battery: bool | None = False

    def __call__(self):
        return self.battery


@pytest.fixture
def room(tmp_path):
    return FakeRoom(tmp_path)


@pytest.fixture
def feed():
    return Feed()


@pytest.fixture
def engines(store, room, feed):
    return Engines(store, NamedDrafter("embedded"), room, lambda generator, _fallback: NamedDrafter(generator.name), feed)


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "clay.gguf"
    path.write_text("a model")
    return path


def test_a_model_is_added_with_what_was_found_out_about_it(engines, model):
    info = engines.add(model)
    assert (info.name, info.kind, info.context, info.match, info.warnings) == ("clay", "llama", 2048, "unknown", ("a warning",))
    assert [one.name for one in engines.all()] == ["embedded", "clay"]


def test_the_checksum_is_computed_once_until_the_file_changes(engines, room, model):
    engines.add(model)
    engines.add(model)
    assert len(room.summed) == 1
    model.write_text("another model")
    engines.add(model)
    assert len(room.summed) == 2


def test_a_file_that_is_refused_is_not_added(engines, model):
    model.write_text("bad")
    with pytest.raises(EngineError):
        engines.add(model)
    model.write_text("good")
    with pytest.raises(Cancelled):
        engines.add(model, cancelled=lambda: True)
    assert [one.name for one in engines.all()] == ["embedded"]


def test_a_model_is_measured_at_its_first_use_and_not_again(engines, room, model):
    engines.add(model)
    info = engines.use("clay")
    assert info.speed == Speed(100.0, 10.0, 2.0)
    assert info.state == "in_use"
    engines.use("embedded")
    engines.use("clay")
    assert sum(made.measured for made in room.made) == 1
    assert engines.drafter().name == "clay"


def test_a_model_that_cannot_be_measured_is_not_chosen(engines, room, model, monkeypatch):
    engines.add(model)

    def fail(_room, _path):
        raise EngineError("It does not load.")

    monkeypatch.setattr(FakeRoom, "generator", fail)
    with pytest.raises(EngineError):
        engines.use("clay")
    assert engines.drafter().name == "embedded"


def test_the_test_says_how_fast_it_is_and_streams(engines, model):
    heard = []
    engines.add(model)
    engines.use("clay")
    found = engines.test(heard.append)
    assert found["ok"]
    assert (found["prompt_tokens_per_second"], found["tokens_per_second"]) == (100.0, 10.0)
    assert found["answer_seconds"] == 28.0
    assert "".join(heard) == found["text"]


def test_a_file_that_is_gone_leaves_the_embedded_drafter(engines, model):
    engines.add(model)
    engines.use("clay")
    model.unlink()
    assert engines.find("clay").state == "missing"
    assert engines.drafter().name == "embedded"


def test_a_model_in_trouble_is_shown_as_broken_and_says_why(engines, room, model):
    engines.add(model)
    engines.use("clay")
    engines.drafter()
    room.made[-1].trouble = "It stopped."
    assert engines.find("clay").state == "broken"
    assert engines.status().trouble == "It stopped."


def test_removing_a_model_leaves_its_file_and_the_embedded_engine(engines, model):
    engines.add(model)
    engines.use("clay")
    engines.remove("clay")
    assert model.exists()
    assert [(one.name, one.state) for one in engines.all()] == [("embedded", "in_use")]
    with pytest.raises(NotFound):
        engines.remove("clay")
    with pytest.raises(NotFound):
        engines.remove("embedded")


@pytest.mark.parametrize(
    ("choice", "battery", "drafter"),
    [
        (OnBattery.EMBEDDED, True, "embedded"),
        (OnBattery.PAUSE, True, None),
        (OnBattery.GO_ON, True, "clay"),
        (OnBattery.PAUSE, False, "clay"),
        (OnBattery.PAUSE, None, "clay"),
    ],
)
def test_proposals_that_nobody_asked_for_spare_the_battery(engines, feed, model, choice, battery, drafter):
    engines.add(model)
    engines.use("clay")
    engines.choose_on_battery(choice)
    feed.battery = battery
    made = engines.background_drafter()
    assert (made.name if made else None) == drafter
    assert engines.drafter().name == "clay"
    assert engines.status().on_battery is choice


def test_the_embedded_engine_needs_no_sparing(engines, feed):
    feed.battery = True
    engines.choose_on_battery(OnBattery.PAUSE)
    assert engines.background_drafter().name == "embedded"


def test_a_download_asks_nobody_until_it_is_wanted(engines, room):
    assert [offer.host for offer in engines.offers()] == ["models.example"]
    assert engines.offer("light-2b").model is LISTED
    assert room.fetched == []
    info = engines.download("Light-2B")
    assert room.fetched == ["models.example"]
    assert (info.name, info.match, info.licence) == ("light", "likely", "Apache-2.0")
    with pytest.raises(NotFound):
        engines.offer("nothing")


def test_advice_is_for_this_computer(engines):
    assert engines.advice().reasons == ("4 cores",)


def test_what_an_earlier_version_kept_is_still_read(engines, store, model):
    with store.write() as uow:
        uow.settings.put("engines", [{"name": "clay", "path": str(model), "size": 7, "context": 512}])
        uow.settings.put("engine", "clay")
        uow.commit()
    assert engines.find("clay").state == "in_use"
    assert engines.drafter().name == "clay"
