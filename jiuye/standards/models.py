"""The standard as stored: everything of a version is a row, and a record remembers the version."""

from django.db import models

from jiuye.parties.models import Governed


class Version(Governed):
    """One edition of the data standard, in force from a day on."""

    number = models.IntegerField(unique=True)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    published_at = models.DateTimeField()
    source = models.TextField()


class Dataset(Governed):
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    name = models.TextField()
    label = models.TextField()
    collected = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_dataset", fields=["version", "name"])]


class Item(Governed):
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    dataset = models.TextField()
    position = models.IntegerField()
    name = models.TextField()
    label = models.TextField()
    indicator_code = models.TextField(blank=True)
    data_type = models.TextField()
    max_length = models.TextField(blank=True)
    code_list = models.TextField(blank=True)
    required = models.TextField()
    condition_zh = models.TextField(blank=True)
    condition = models.TextField(blank=True)
    substantive = models.BooleanField()
    sensitivity = models.TextField()
    protection = models.TextField()
    seal_domain = models.TextField(blank=True)
    upkeep = models.TextField()
    source = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_item", fields=["version", "dataset", "name"])]


class CodeList(Governed):
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    name = models.TextField()
    pattern = models.TextField(blank=True)
    size = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_list", fields=["version", "name"])]


class Code(Governed):
    code_list = models.ForeignKey(CodeList, on_delete=models.PROTECT, related_name="codes")
    code = models.TextField()
    label = models.TextField()
    initials = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_code", fields=["code_list", "code"])]


class Rule(Governed):
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    rule_id = models.TextField()
    dataset = models.TextField()
    dimension = models.TextField()
    severity = models.TextField()
    description = models.TextField()
    original = models.TextField()
    expression = models.TextField(blank=True)
    message = models.TextField()
    items = models.TextField()
    not_yet = models.TextField(blank=True)
    time_dependent = models.BooleanField()
    source = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_rule", fields=["version", "rule_id"])]


class Parameter(Governed):
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    name = models.TextField()
    label = models.TextField()
    value = models.TextField()
    value_type = models.TextField()
    unit = models.TextField(blank=True)
    kind = models.TextField()
    basis = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_parameter", fields=["version", "name"])]
