"""Writings that a stopped program left unfinished: what came of each, as far as can be known."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from comity.api.retries import place_of
from comity.casework import ref_of
from comity.casework.drawn import drawn_ref, source_of
from comity.graph.audit import AuditRow
from comity.graph.identity import mention_id
from comity.graph.ledger import Ledger
from comity.graph.ledger_words import StoredJudgement
from comity.graph.words import FOREVER
from comity.sharing import Viewer

Look = Callable[[AuditRow, Any, Ledger, bytes], bool]
DONE = "done; the program stopped before it said so"
NOTHING = "not done; the program stopped before it"
UNKNOWN = "unknown; the program stopped on the way"


def outcome_of(intent: AuditRow, ledger: Ledger, id_key: bytes) -> str:
    """What came of an intent, read off the ledger where it tells."""
    look = _LOOKS.get(intent.action)
    if look is None:
        return UNKNOWN
    return DONE if look(intent, json.loads(intent.question), ledger, id_key) else NOTHING


def _records_taken(intent: AuditRow, asked: Any, ledger: Ledger, _key: bytes) -> bool:
    place = place_of(intent.principal, asked["id"], asked["idempotency_key"])
    return ledger.published(asked["id"], place) is not None


def _judged(intent: AuditRow, asked: Any, ledger: Ledger, id_key: bytes) -> bool:
    body = asked["body"]
    said = (intent.principal, body["verdict"], body["reason"], {body["first"], body["second"]})

    def is_it(stored: StoredJudgement) -> bool:
        told = stored.judgement
        ends = {mention_id(id_key, told.first), mention_id(id_key, told.second)}
        return (told.who, told.verdict, told.reason, ends) == said

    return any(is_it(stored) for stored in ledger.judgements() if stored.known_from >= intent.at)


def _withdrawn(intent: AuditRow, asked: Any, ledger: Ledger, _key: bytes) -> bool:
    return any(
        stored.judgement.ref == asked["ref"] and intent.at <= stored.known_to < FOREVER
        for stored in ledger.judgements()
    )


def _said_in_casework(what: str) -> Look:
    def look(intent: AuditRow, asked: Any, ledger: Ledger, id_key: bytes) -> bool:
        ref = ref_of(id_key, what, _viewer(intent), asked["idempotency_key"])
        told = ledger.requests() if what == "request" else ledger.registrations()
        return any(one.ref == ref for one in told)

    return look


def _drawn(intent: AuditRow, asked: Any, ledger: Ledger, id_key: bytes) -> bool:
    sort = intent.action.removeprefix("draw_")
    ref = drawn_ref(id_key, sort, _viewer(intent), asked["idempotency_key"])
    return ledger.published(source_of(intent.agency).id, ref) is not None


def _taken_back(intent: AuditRow, asked: Any, ledger: Ledger, _key: bytes) -> bool:
    return ledger.published(source_of(intent.agency).id, f"back {asked['ref']}") is not None


def _chart_kept(intent: AuditRow, asked: Any, ledger: Ledger, id_key: bytes) -> bool:
    what = f"chart {asked['ref']}" if "ref" in asked else "chart"
    said = ref_of(id_key, what, _viewer(intent), asked["idempotency_key"])
    return ledger.chart_sent(said) is not None


def _chart_commented(intent: AuditRow, asked: Any, ledger: Ledger, id_key: bytes) -> bool:
    what = f"comment {asked['ref']}"
    said = ref_of(id_key, what, _viewer(intent), asked["idempotency_key"])
    return any(comment.said == said for comment in ledger.chart_comments(asked["ref"]))


def _chart_ended(_intent: AuditRow, asked: Any, ledger: Ledger, _key: bytes) -> bool:
    return ledger.chart(asked["ref"]) is None


def _registration_ended(intent: AuditRow, asked: Any, ledger: Ledger, _key: bytes) -> bool:
    return any(
        one.ref == asked["ref"] and one.ended is not None and one.ended >= intent.at
        for one in ledger.registrations()
    )


def _request_answered(intent: AuditRow, asked: Any, ledger: Ledger, _key: bytes) -> bool:
    answers = (one.answer for one in ledger.requests() if one.ref == asked["ref"])
    return any(
        answer is not None and answer.who == intent.principal and answer.at >= intent.at
        for answer in answers
    )


def _viewer(intent: AuditRow) -> Viewer:
    told = (intent.principal, intent.agency, intent.role, intent.purpose, intent.justification)
    return Viewer(*told)


def _agreed(intent: AuditRow, asked: Any, ledger: Ledger, _key: bytes) -> bool:
    agency = asked.get("agency")
    status = f"signed by {agency}" if agency else asked.get("status", "put")
    said = (asked["agreement"], status, intent.principal)
    return any(
        (event.agreement, event.status, event.who) == said and event.at >= intent.at
        for event in ledger.agreement_events()
    )


def _model_used(intent: AuditRow, asked: Any, ledger: Ledger, _key: bytes) -> bool:
    said = (asked["version"], intent.principal)
    models = (stored for stored in ledger.models() if stored.known_from >= intent.at)
    return any((stored.file.version, stored.who) == said for stored in models)


def _model_withdrawn(intent: AuditRow, asked: Any, ledger: Ledger, _key: bytes) -> bool:
    return any(
        stored.file.version == asked["version"] and intent.at <= stored.known_to < FOREVER
        for stored in ledger.models()
    )


def _corrected(intent: AuditRow, asked: Any, ledger: Ledger, _key: bytes) -> bool:
    told = _order(asked)
    name = f"correction by order {told['order']}"
    earlier = f"{name} after position "  # as releases before wrote it
    return any(
        (figures.source, figures.state) == (told["source"], "published")
        and (figures.file == name or figures.file.startswith(earlier))
        and figures.began >= intent.at
        for figures in ledger.loads()
    )


def _sealed(intent: AuditRow, asked: Any, ledger: Ledger, _key: bytes) -> bool:
    told, kind = _order(asked), intent.action.removesuffix("_record")
    said = (kind, told["source"], told["record"], told["order"], intent.principal)
    return any(
        (mark.kind, mark.source, mark.record, mark.words, mark.who) == said and mark.at >= intent.at
        for mark in ledger.marks()
    )


def _expunged(intent: AuditRow, asked: Any, ledger: Ledger, _key: bytes) -> bool:
    told = _order(asked)
    said = ("purge", told["source"], told["record"])
    return any(
        (order.kind, order.source, order.record) == said and order.at >= intent.at
        for order in ledger.orders()
    )


def _order(asked: Any) -> Any:
    """What was ordered, over HTTP or at the command line."""
    return asked.get("body", asked)


def _load_discarded(_intent: AuditRow, asked: Any, ledger: Ledger, _key: bytes) -> bool:
    return any(
        figures.load == asked["load"] and figures.state == "abandoned" for figures in ledger.loads()
    )


_LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "add_records": _records_taken,
        "abandon": _load_discarded,
        "judge": _judged,
        "withdraw": _withdrawn,
        "register_target": _said_in_casework("target"),
        "register_action": _said_in_casework("action"),
        "send_request": _said_in_casework("request"),
        "save_chart": _chart_kept,
        "save_chart_version": _chart_kept,
        "share_chart": _chart_kept,
        "comment_chart": _chart_commented,
        "end_chart": _chart_ended,
        "draw_link": _drawn,
        "draw_entity": _drawn,
        "take_back_drawn": _taken_back,
        "end_target": _registration_ended,
        "end_action": _registration_ended,
        "answer_request": _request_answered,
        "put_agreement": _agreed,
        "set_agreement_status": _agreed,
        "sign_agreement": _agreed,
        "correct_record": _corrected,
        "seal_record": _sealed,
        "unseal_record": _sealed,
        "expunge_record": _expunged,
        "use_model": _model_used,
        "withdraw_model": _model_withdrawn,
    }
)
