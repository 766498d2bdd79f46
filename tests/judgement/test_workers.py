"""How the reading of an audit is shared out: by bags, bytes, and what somebody asked for."""

import pytest

from newsarchive.judgement.workers import sharing

MIB = 1 << 20


@pytest.mark.parametrize(
    ("bags", "octets", "asked", "careful", "expected"),
    [
        (399, 100 * MIB, None, False, (1, False)),
        (400, 100 * MIB, None, False, (4, False)),
        (4, 1000 * MIB, None, False, (4, True)),
        (40, 1000 * MIB, None, False, (4, False)),
        (1, 1000 * MIB, None, False, (4, True)),
        (1, 1000 * MIB, 1, False, (1, False)),
        (1, MIB, 3, False, (3, True)),
        (4, 1000 * MIB, None, True, (4, False)),
        (1, MIB, None, True, (4, False)),
        (4, 1000 * MIB, 1, True, (1, False)),
    ],
)
def test_how_many_look_at_bags_depends_on_how_much_there_is(
    bags: int, octets: int, asked: int | None, careful: bool, expected: tuple[int, bool]
) -> None:
    assert sharing(bags, octets, asked, 4, careful=careful) == expected
