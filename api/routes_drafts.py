"""Agreements before anybody signs: is a text well formed, what does it change, what would it open.

Nothing is kept. What is compared and simulated is what the asker's agency may know: the agreements
that it is a party of, its own facts, and what shows to who asks.
"""

from comity.api.errors import BadQuestion
from comity.api.questions import Question
from comity.api.routes_writing import AskedNow
from comity.api.simulation import simulated_for
from comity.api.wire_drafts import (
    ChangeOut,
    CheckedAnswer,
    ComparedAnswer,
    DraftBody,
    DraftClauseOut,
    DraftOut,
    DraftProblemOut,
    EffectOut,
    SimulatedAnswer,
)
from comity.graph.errors import AgreementRefused
from comity.graph.ledger_agreements import check_redactions
from comity.sharing import Agreement, changes_between, clause_text, parse_agreement
from comity.sharing.errors import DocumentError

LONGEST_PROBLEM = 500


def check_draft(asked: AskedNow, body: DraftBody) -> CheckedAnswer:
    """Say whether an agreement's text would be taken, and what it says; or where it is wrong."""
    standing = asked.standing()
    try:
        draft = _told(_read(body.text))
    except DocumentError as error:
        problem = DraftProblemOut(line=error.line, problem=error.problem[:LONGEST_PROBLEM])
        return CheckedAnswer(standing=standing, problem=problem, draft=None)
    return CheckedAnswer(standing=standing, problem=None, draft=draft)


def compare_draft(asked: AskedNow, body: DraftBody) -> ComparedAnswer:
    """What a text says differently from the agreement of its name that is in force."""
    new = _well_formed(body.text)
    old = next((one for one in asked.agreements() if one.id == new.id), None)
    changes = changes_between(old, new) if old else ()
    return ComparedAnswer(
        standing=asked.standing(),
        agreement=new.id,
        version=new.version,
        before=old.version if old else None,
        changes=tuple(map(ChangeOut.model_validate, changes)),
    )


def simulate_draft(asked: AskedNow, body: DraftBody) -> SimulatedAnswer:
    """What becomes visible or hidden for whom if a text takes the place of its namesake."""
    new = _well_formed(body.text)
    found = simulated_for(asked.view, asked.agreements(), new, asked.moment())
    return SimulatedAnswer(
        standing=asked.standing(),
        agreement=new.id,
        version=new.version,
        effects=tuple(map(EffectOut.model_validate, found)),
    )


def _well_formed(text: str) -> Agreement:
    """The agreement of a text; a refusal says where it is wrong and repeats nothing of it."""
    try:
        return _read(text)
    except DocumentError as error:
        where = f"line {error.line}" if error.line else "it"
        raise BadQuestion(f"text: {where} is wrong; POST /v1/agreements/check says how") from None


def _read(text: str) -> Agreement:
    found = parse_agreement(text, "draft")
    try:
        check_redactions(found)
    except AgreementRefused as error:
        raise DocumentError("draft", 0, str(error)) from None
    return found


def _told(found: Agreement) -> DraftOut:
    return DraftOut(
        id=found.id,
        version=found.version,
        title=found.title,
        status=found.status,
        parties=found.parties,
        purposes=found.purposes,
        starts=f"{found.starts:%Y-%m-%d}",
        ends=f"{found.ends:%Y-%m-%d}",
        clauses=tuple(
            DraftClauseOut(clause=clause.number, text=clause_text(clause))
            for clause in found.clauses
        ),
    )


QUESTIONS = (
    Question("POST", "/v1/agreements/check", check_draft),
    Question("POST", "/v1/agreements/diff", compare_draft),
    Question("POST", "/v1/agreements/simulate", simulate_draft),
)
