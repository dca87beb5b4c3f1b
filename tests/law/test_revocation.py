"""A suspension holds from the next request, whatever was being answered or kept."""

from doors import Doors
from law.racing import Race


def test_no_request_begun_after_a_suspension_sees_what_went_with_it(doors: Doors) -> None:
    path = f"/v1/entities/{doors.at('B2')}"
    after, lost, before = Race(doors, "pact", path, b"Prokop").run(100)
    assert after >= 100
    assert before > 0
    assert lost == 0
