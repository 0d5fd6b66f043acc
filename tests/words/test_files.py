import json

import pytest

from app.words.files import shipped


def test_the_programs_own_files_are_read_as_text():
    assert "animal" in shipped("relations.txt")
    assert json.loads(shipped("support.json"))["trees"]


def test_a_file_that_is_not_there_says_so():
    with pytest.raises(OSError, match="no-such-file"):
        shipped("no-such-file.txt")
