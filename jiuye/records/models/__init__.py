"""The six datasets."""

from jiuye.records.models.acceptance import Acceptance
from jiuye.records.models.base import Record
from jiuye.records.models.data_key import DataKey
from jiuye.records.models.employer import Employer
from jiuye.records.models.employment_certificate import EmploymentCertificate
from jiuye.records.models.employment_registration import EmploymentRegistration
from jiuye.records.models.person import Person
from jiuye.records.models.unemployment_registration import UnemploymentRegistration

MODELS: dict[str, type[Record]] = {
    "person": Person,
    "employer": Employer,
    "employment_registration": EmploymentRegistration,
    "unemployment_registration": UnemploymentRegistration,
    "employment_certificate": EmploymentCertificate,
    "acceptance": Acceptance,
}

__all__ = [
    "MODELS",
    "Acceptance",
    "DataKey",
    "Employer",
    "EmploymentCertificate",
    "EmploymentRegistration",
    "Person",
    "Record",
    "UnemploymentRegistration",
]
