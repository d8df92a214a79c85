"""Data keys, wrapped by the master key (which is not in the database). Art. 17."""

from django.db import models

from jiuye.parties.models import Governed


class DataKey(Governed):
    """One SM4 key (number > 0) or the city's index key (number 0), sealed under the master key."""

    number = models.IntegerField(unique=True)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()
