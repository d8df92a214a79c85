"""Agencies in three levels, staff, their dated appointments to posts, and accounts."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q

from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.parties.posts import PUBLIC, UNMANNED


class Governed(models.Model):
    """A row that changes only under an act: it carries the entry that last wrote it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry_id = models.UUIDField(editable=False)

    class Meta:
        abstract = True


class Passing(models.Model):
    """A row that is written once under an act and never changed, and goes when its time has come (schema
    behaviour): of one person, known by the index of his number."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry_id = models.UUIDField(editable=False)

    class Meta:
        abstract = True


class Instance(Governed):
    """One row: what this installation is. `demo` is set at founding and never after."""

    city = models.TextField()
    demo = models.BooleanField()
    founded_at = models.DateTimeField()


class Agency(Governed):
    """公共就业服务机构, 行政部门 or 信息机构. level: 1 city, 2 district or zone, 3 town or street."""

    code = models.TextField(unique=True)
    name = models.TextField()
    kind = models.TextField()
    level = models.TextField()
    division = models.TextField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return self.name


class Staff(Governed):
    """A person who works here, a machine that does, or a citizen: the last has a `subject_index`, the equality
    index of his identity number, and sees his own data only, or that of the employer he acts for (`employer_id`,
    its number of the standard), or whose mandate he holds (`principal_index`, that person's index). Art. 10(1), (2).

    Of who works here stands the index of his identity number (`identity_index`): one human
    has one account at a time, and is one human to every rule of two hands, his account as a citizen included.
    Both indexes are of the longest form of a number; `short_index` is of its 15 digits, where it has them: files
    bear either. `phone_index`: of his own mobile number, so that nobody files it as a client's (R014)."""

    staff_no = models.TextField(unique=True)
    name = models.TextField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    machine = models.BooleanField(default=False)
    enrolled_on = models.DateField()
    left_on = models.DateField(null=True)
    subject_index = models.BinaryField(null=True)
    employer_id = models.TextField(blank=True, default="", db_default="")
    principal_index = models.BinaryField(null=True)
    identity_index = models.BinaryField(null=True, db_index=True)
    short_index = models.BinaryField(null=True, db_index=True)
    phone_index = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_account_each",
                fields=["subject_index", "employer_id", "principal_index"],
                condition=Q(subject_index__isnull=False),
                nulls_distinct=False,
            ),
            models.UniqueConstraint(name="one_human_one_account", fields=["identity_index"], condition=Q(left_on=None)),
            models.CheckConstraint(
                name="somebody_acts_for_it", condition=Q(employer_id="") | Q(subject_index__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


# A post counts for a year from the day it was given or another last confirmed it, as `ledger.lapses_on` says too.
LOOKED_OVER = timedelta(days=365)


class Appointment(Governed):
    """A post given to someone at an agency, from a day to a day. Who granted it is not who holds it, nor is who
    confirms each year that it is still needed."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="appointments")
    post = models.TextField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    granted_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    recertified_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    recertified_at = models.DateTimeField(null=True)

    @property
    def lapses_on(self) -> date | None:
        """The last day it counts without being confirmed; None for what nobody has to look over."""
        if self.post in UNMANNED | PUBLIC:
            return None
        since = self.recertified_at
        return (since.astimezone(clock.ZONE).date() if since else self.valid_from) + LOOKED_OVER

    class Meta:
        constraints = [
            models.CheckConstraint(name="granted_by_another", condition=Q(granted_by=None) | ~Q(granted_by=F("staff"))),
            models.CheckConstraint(
                name="revoked_who_and_when",
                condition=Q(revoked_by=None, revoked_at=None) | Q(revoked_by__isnull=False, revoked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="recertified_by_another",
                condition=Q(recertified_by=None) | ~Q(recertified_by=F("staff")),
            ),
            models.CheckConstraint(
                name="recertified_who_and_when",
                condition=Q(recertified_by=None, recertified_at=None)
                | Q(recertified_by__isnull=False, recertified_at__isnull=False),
            ),
        ]


class Mandate(Governed):
    """委托: somebody lets another declare for him: what, how often, from when until when. Granted and revoked by
    himself, or, where he has no phone, before a clerk of a district, `registered_in` (`registered_by`, whose own
    index stands beside), who is neither of them. `employer_id`: of an employer's mandate, its number, the grantor being
    its legal representative. `datasets`: what may be handed in. Art. 10(2)."""

    grantor = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    grantor_index = models.BinaryField()
    agent_index = models.BinaryField()
    agent_name = models.TextField()
    datasets = models.JSONField()
    single = models.BooleanField()
    valid_from = models.DateField()
    valid_to = models.DateField()
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    registered_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    registered_index = models.BinaryField(null=True)
    registered_in = models.TextField(default="", db_default="")
    employer_id = models.TextField(blank=True, default="", db_default="")
    employer_name = models.TextField(blank=True, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(name="mandate_grantor", fields=["grantor"]),
            models.Index(name="mandate_agent", fields=["agent_index"]),
        ]
        constraints = [
            models.CheckConstraint(name="agent_is_another", condition=~Q(agent_index=F("grantor_index"))),
            models.CheckConstraint(name="mandate_has_days", condition=Q(valid_to__gte=F("valid_from"))),
            models.CheckConstraint(
                name="registered_whole",
                condition=Q(registered_by=None, registered_index=None, registered_in="")
                | Q(registered_by__isnull=False, registered_index__isnull=False) & ~Q(registered_in=""),
            ),
            models.CheckConstraint(
                name="clerk_is_neither",
                condition=Q(registered_index=None)
                | ~Q(registered_index=F("agent_index")) & ~Q(registered_index=F("grantor_index")),
            ),
        ]


class HandOver(Governed):
    """移交: what the giver had open at that moment goes on with the taker."""

    giver = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="hand_over_taker", fields=["taker"])]
        constraints = [models.CheckConstraint(name="handed_over_to_another", condition=~Q(giver=F("taker")))]


class Account(Governed):
    """How a person signs in: name, password digest, sealed TOTP secret. Demo accounts say so."""

    name = models.TextField(unique=True)
    staff = models.OneToOneField(Staff, on_delete=models.PROTECT, related_name="account")
    password = models.TextField()
    totp_secret = models.BinaryField()
    demo = models.BooleanField(default=False)
    disabled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Terminal(Governed):
    """自助终端: a machine in a hall that may be served the kiosk pages; its secret is kept as a digest. Art. 6(3)."""

    name = models.TextField()
    place = models.TextField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    secret_digest = models.TextField(unique=True)
    registered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    revoked_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="terminal_revoked_who_and_when",
                condition=Q(revoked_by=None, revoked_at=None) | Q(revoked_by__isnull=False, revoked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """Who sits at a terminal (the session's key) and when he was last seen there: work, not records."""

    id = models.UUIDField(primary_key=True)
    terminal_id = models.UUIDField(unique=True)
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "parties_seat"


class SignInTrace(models.Model):
    """Counts of failed sign-ins, the last used one-time code, and the digest of the ticket that stands for
    both factors while a post is being chosen: work, not records."""

    name = models.TextField(primary_key=True)
    failures = models.IntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    last_code_step = models.BigIntegerField(default=0)
    ticket = models.TextField(blank=True, default="")
    ticket_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "parties_signintrace"


class SignInCode(models.Model):
    """The code last texted to somebody, as a keyed digest, and how often one was sent today: work, not records."""

    subject_index = models.BinaryField(primary_key=True)
    digest = models.BinaryField()
    sent_at = models.DateTimeField()
    sent_on = models.DateField()
    sent_count = models.IntegerField()
    tries = models.IntegerField(default=0)

    class Meta:
        db_table = "parties_signincode"


class SignInFlight(models.Model):
    """A sign-in through the identity provider that has begun and not come back: what its browser set out with,
    sealed, under the digest of its state. It lands once: work, not records."""

    state = models.BinaryField(primary_key=True)
    sealed = models.BinaryField()
    begun_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "parties_signinflight"


class AddressCount(models.Model):
    """How often one address knocked at one public door since `began_at`; `key` is a keyed digest of both: work,
    not records."""

    key = models.BinaryField(primary_key=True)
    began_at = models.DateTimeField(db_index=True)
    knocks = models.IntegerField()

    class Meta:
        db_table = "parties_addresscount"


def governed_models() -> list[type[Any]]:
    """Every model of every room that is governed."""
    from django.apps import apps

    return [m for m in apps.get_models() if issubclass(m, Governed)]


def passing_models() -> list[type[Any]]:
    """Every model of every room whose rows pass."""
    from django.apps import apps

    return [m for m in apps.get_models() if issubclass(m, Passing)]
