"""The shapes of answers about agreements on the wire; no logic."""

from pydantic import Field

from comity.api.wire import Answer, PermitOut, Wire


class ClauseOut(Wire):
    """One clause in words, and how many facts of this view it permits."""

    clause: str = Field(examples=["1.2"])
    text: str = Field(examples=["harbor-so share booking up to TLP:AMBER with riverton-pd."])
    facts: int = Field(examples=[412])


class AgreementOut(Wire):
    """An agreement in force that the viewer's agency is a party of."""

    id: str = Field(examples=["regional-mou"])
    version: int = Field(examples=[1])
    title: str = Field(examples=["Regional memorandum of understanding"])
    parties: tuple[str, ...] = Field(examples=[["harbor-so", "riverton-pd"]])
    purposes: tuple[str, ...] = Field(examples=[["investigation"]])
    starts: str = Field(examples=["2026-01-01"])
    ends: str = Field(examples=["2028-01-01"])
    review: str | None = Field(examples=["2027-01-01"])
    clauses: tuple[ClauseOut, ...]


class AgreementsAnswer(Answer):
    """What this viewer sees, and under which clause of which agreement."""

    agreements: tuple[AgreementOut, ...]


class RightOut(Wire):
    """Facts of one owner, class and handling code, and what permits them."""

    permit: PermitOut
    owner: str = Field(examples=["harbor-so"])
    data_class: str = Field(examples=["booking"])
    handling: str = Field(examples=["TLP:AMBER"])
    facts: int = Field(examples=[412])


class WithoutAnswer(Answer):
    """What this viewer would still see had an agreement ended, beside what they see."""

    agreement: str = Field(examples=["regional-mou"])
    counts: dict[str, int] = Field(examples=[{"entities": 812, "mentions": 2310}])
    counts_without: dict[str, int] = Field(examples=[{"entities": 640, "mentions": 1702}])
    lost: tuple[RightOut, ...]


class AudienceOut(Wire):
    """One agency that may see facts under a label, by which clause and on what conditions."""

    agency: str = Field(examples=["riverton-pd"])
    permit: PermitOut
    data_class: str = Field(examples=["booking"])
    handling: str = Field(examples=["TLP:AMBER"])
    sees: str = Field(examples=["the facts"])
    purposes: tuple[str, ...] = Field(examples=[["investigation"]])
    conditions: str = Field(examples=["Only with the role analyst."])


class AudienceAnswer(Answer):
    """Who else may see one's own agency's facts of a record."""

    audience: tuple[AudienceOut, ...]
