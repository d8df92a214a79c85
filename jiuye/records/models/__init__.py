"""The datasets that are collected, one model each."""

from jiuye.records.models.acceptance import Acceptance
from jiuye.records.models.base import Record
from jiuye.records.models.data_key import DataKey
from jiuye.records.models.disposal import NEXT_DISPOSAL, Disposal
from jiuye.records.models.e_archive import EArchive
from jiuye.records.models.employer import Employer
from jiuye.records.models.employment_certificate import EmploymentCertificate
from jiuye.records.models.employment_registration import EmploymentRegistration
from jiuye.records.models.hardship_assistance import HardshipAssistance
from jiuye.records.models.job_seeking import JobSeeking
from jiuye.records.models.keeping import NEXT_KEEPING, OCCASIONS, FourCheck, Hold, Keeping
from jiuye.records.models.lineage import NEXT_LINEAGE, Lineage
from jiuye.records.models.person import Person
from jiuye.records.models.personnel_agency_file import PersonnelAgencyFile
from jiuye.records.models.proceeding import (
    NEXT_EMPLOYMENT,
    NEXT_FILE,
    NEXT_HARDSHIP,
    NEXT_SEEKING,
    NEXT_SUBSIDY,
    NEXT_TRAINING,
    NEXT_UNEMPLOYMENT,
    NEXT_VACANCY,
    PROCEDURES,
    Proceeding,
    ProceedingStep,
)
from jiuye.records.models.shared_fact import SharedFact
from jiuye.records.models.subsidy import Subsidy
from jiuye.records.models.training import Training
from jiuye.records.models.unemployment_registration import UnemploymentRegistration
from jiuye.records.models.vacancy import Vacancy
from jiuye.records.models.waiver import NEXT_WAIVER, Waiver

MODELS: dict[str, type[Record]] = {
    "person": Person,
    "employer": Employer,
    "employment_registration": EmploymentRegistration,
    "unemployment_registration": UnemploymentRegistration,
    "employment_certificate": EmploymentCertificate,
    "hardship_assistance": HardshipAssistance,
    "training": Training,
    "job_seeking": JobSeeking,
    "vacancy": Vacancy,
    "subsidy": Subsidy,
    "personnel_agency_file": PersonnelAgencyFile,
    "e_archive": EArchive,
    "shared_fact": SharedFact,
    "acceptance": Acceptance,
}

__all__ = [
    "MODELS",
    "NEXT_DISPOSAL",
    "NEXT_EMPLOYMENT",
    "NEXT_FILE",
    "NEXT_HARDSHIP",
    "NEXT_KEEPING",
    "NEXT_LINEAGE",
    "NEXT_SEEKING",
    "NEXT_SUBSIDY",
    "NEXT_TRAINING",
    "NEXT_UNEMPLOYMENT",
    "NEXT_VACANCY",
    "NEXT_WAIVER",
    "OCCASIONS",
    "PROCEDURES",
    "Acceptance",
    "DataKey",
    "Disposal",
    "EArchive",
    "Employer",
    "EmploymentCertificate",
    "EmploymentRegistration",
    "FourCheck",
    "HardshipAssistance",
    "Hold",
    "JobSeeking",
    "Keeping",
    "Lineage",
    "Person",
    "PersonnelAgencyFile",
    "Proceeding",
    "ProceedingStep",
    "Record",
    "SharedFact",
    "Subsidy",
    "Training",
    "UnemploymentRegistration",
    "Vacancy",
    "Waiver",
]
