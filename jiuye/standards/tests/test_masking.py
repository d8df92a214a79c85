"""What a list may show of a value, by the class of its item. Art. 10(3), 17."""

from datetime import date

import pytest

from jiuye.standards.catalogue import load_files
from jiuye.standards.rules import mask

pytestmark = pytest.mark.article("10(3)")


@pytest.mark.parametrize(
    ("item", "value", "shown"),
    [
        ("id_number", "371098199308120029", "3710**********0029"),
        ("id_number", "371098930812002", "371*********002"),
        ("id_number", "7", "*"),
        ("mobile_phone", "13800001234", "138****1234"),
        ("contact_phone", "12345", "*****"),
        ("bank_account", "6222020000001234", "************1234"),
        ("bank_account", "1234", "****"),
        ("name", "丛建军", "丛*军"),
        ("name", "丛军", "丛*"),
        ("name", "丛", "丛"),
        ("name", "欧阳建军", "欧**军"),
        ("residence_address", "威海市环翠区鲸园街道海滨路1号", "威海市环翠区鲸园街道****"),
        ("residence_address", "某某小区某号楼", "某某小区某号****"),
        ("birth_date", date(1993, 8, 12), "1993-**-**"),
        ("political_status", "13", "**"),
        ("person_id", "3710000000001", "371*******001"),
        ("agency_code", "37100201", "37100201"),
        ("name", None, ""),
    ],
)
def test_mask(item: str, value: object, shown: str) -> None:
    assert mask(load_files(1).items["person"][item], value) == shown


def test_no_sealed_value_shows_more_than_half() -> None:
    for items in load_files(1).items.values():
        for item in items.values():
            if item.protection == "sealed":
                for length in range(1, 31):
                    assert mask(item, "7" * length).count("7") * 2 <= max(length, 1) + 4, (item.name, length)
                    assert length > 10 or mask(item, "7" * length).count("7") * 2 <= length
