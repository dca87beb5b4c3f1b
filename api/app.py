"""The server as one FastAPI application: which questions there are, and what guards them."""

from fastapi import FastAPI

from comity.api import (
    routes_agreements,
    routes_audit,
    routes_beyond,
    routes_board,
    routes_casework,
    routes_charts,
    routes_communities,
    routes_drafts,
    routes_drawing,
    routes_drawn,
    routes_emergencies,
    routes_events,
    routes_exports,
    routes_groups,
    routes_live,
    routes_network,
    routes_orders,
    routes_paths,
    routes_quarantine,
    routes_reading,
    routes_requests,
    routes_scores,
    routes_what_if,
    routes_writing,
)
from comity.api.charts_door import Shelf
from comity.api.drawn_door import Hand
from comity.api.guard import Guard
from comity.api.installation import Installation
from comity.api.live import Streams
from comity.api.orders_door import Orders
from comity.api.problems import install_problems
from comity.api.provider_door import provider_door
from comity.api.questions import add_questions
from comity.api.routes_oidc import add_oidc
from comity.api.routes_pages import add_pages
from comity.api.routes_sign_in import add_sign_in
from comity.api.routes_workspace import add_workspace
from comity.api.sessions import Sessions, read_demo_viewers
from comity.api.settings import Settings
from comity.api.settings_people import LOOPBACK
from comity.api.sign_in import SignIn
from comity.api.writing import Writing

QUESTIONS = (
    *routes_reading.QUESTIONS,
    *routes_beyond.QUESTIONS,
    *routes_paths.QUESTIONS,
    *routes_network.QUESTIONS,
    *routes_drawing.QUESTIONS,
    *routes_drawn.QUESTIONS,
    *routes_groups.QUESTIONS,
    *routes_communities.QUESTIONS,
    *routes_events.QUESTIONS,
    *routes_what_if.QUESTIONS,
    *routes_writing.QUESTIONS,
    *routes_audit.QUESTIONS,
    *routes_agreements.QUESTIONS,
    *routes_drafts.QUESTIONS,
    *routes_emergencies.QUESTIONS,
    *routes_orders.QUESTIONS,
    *routes_quarantine.QUESTIONS,
    *routes_exports.QUESTIONS,
    *routes_casework.QUESTIONS,
    *routes_charts.QUESTIONS,
    *routes_board.QUESTIONS,
    *routes_live.QUESTIONS,
    *routes_requests.QUESTIONS,
    *routes_scores.QUESTIONS,
)
ABOUT = """
Link analysis across agencies. Every question states a purpose and a justification, is audited
before it is answered, and is answered from what the agreements let its viewer see; withheld and
absent look alike. Refusals are problem details (RFC 9457).
"""


def create_app(installation: Installation) -> FastAPI:
    """The application of one installation, which is opened now; it opens no port."""
    installation.start()
    app = FastAPI(
        title="Comity",
        version="1",
        description=ABOUT.strip(),
        docs_url=None,  # the ready-made pages load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.installation = installation
    app.state.writing = Writing(installation)
    app.state.hand = Hand(installation)
    app.state.orders = Orders(installation)
    app.state.shelf = Shelf(installation)
    app.state.streams, app.state.stopping = Streams(), lambda: False
    app.state.sessions = _sessions(installation)
    app.state.sign_in = SignIn(installation)
    app.state.provider = provider_door(installation, app.state.sign_in)
    settings = installation.settings
    app.add_middleware(Guard, hosts=_names(settings), body_limit=settings.body_limit)
    install_problems(app)
    add_pages(app)
    add_workspace(app)
    add_sign_in(app)
    add_oidc(app)
    add_questions(app, QUESTIONS)
    return app


def _names(settings: Settings) -> tuple[str, ...]:
    """What this server may be called; any other name could be bound to it by a stranger."""
    return (*LOOPBACK, settings.tls.name.lower()) if settings.tls.is_set else LOOPBACK


def _sessions(installation: Installation) -> Sessions | None:
    demo = installation.settings.demo
    if demo is None:
        return None
    return Sessions(read_demo_viewers(installation.folder / demo.viewers), demo.first)
