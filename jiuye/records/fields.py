"""Columns that carry their protection class. House rule 7: every field is classed."""

from typing import Any

from django.db import models


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Ciphertext of one item (lib.sealing). Never compared, sorted or searched; its index and facts are."""

    description = "a sealed value"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)


class IndexField(models.BinaryField):  # type: ignore[type-arg]
    """Keyed equality index of a sealed value: 16 bytes of HMAC-SM3."""

    description = "equality index of a sealed value"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)
