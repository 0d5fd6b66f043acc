"""Files are lifted out of XML wherever the text is cut into pieces, and nothing else is."""

import base64
import hashlib

from hypothesis import given
from hypothesis import strategies as st

from app.parsing.sms_data import Lift, PartData, decoded

FILE = bytes(range(256)) * 3


def lifted(text: str, cuts: list[int]) -> tuple[str, Lift]:
    lift, at, out = Lift(), 0, []
    for cut in sorted(cut % (len(text) + 1) for cut in cuts):
        out.append(lift.feed(text[at:cut]))
        at = cut
    return "".join([*out, lift.feed(text[at:], final=True)]), lift


@given(st.binary(max_size=400), st.lists(st.integers(0, 900), max_size=6), st.sampled_from(["", "\n", "&#10;", "&#xA;"]))
def test_a_file_comes_back_whole(content: bytes, cuts: list[int], wrap: str) -> None:
    code = base64.b64encode(content).decode()
    code = wrap.join(code[at : at + 16] for at in range(0, len(code), 16))
    out, lift = lifted(f'<mms><parts><part ct="image/jpeg" data="{code}" cl="a"/><part text="b"/></parts></mms>', cuts)
    assert out == '<mms><parts><part ct="image/jpeg" data="@1" cl="a"/><part text="b"/></parts></mms>'
    data = lift.take("@1")
    assert (data.content, data.size, data.sha256, data.damaged) == (content, len(content), hashlib.sha256(content).hexdigest(), False)


@given(st.lists(st.integers(0, 200), max_size=6))
def test_what_is_no_part_keeps_its_words(cuts: list[int]) -> None:
    text = """<sms body='he wrote data="AAAA" there' date="1"/><party data="QUJD"/><sms body=" data=" />"""
    assert lifted(text, cuts)[0] == text


def test_a_large_file_keeps_its_digest_only() -> None:
    data = PartData(keep=100)
    data.add(base64.b64encode(FILE).decode())
    data.close()
    assert (data.content, data.size, data.sha256) == (None, len(FILE), hashlib.sha256(FILE).hexdigest())


def test_base64_without_padding_and_cut_off() -> None:
    assert decoded("QUI").content == b"AB"
    assert decoded("QUJDR").damaged


def test_what_stands_in_the_attribute_itself_is_decoded() -> None:
    assert Lift().take("QUJD").content == b"ABC"
