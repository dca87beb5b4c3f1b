"""Charts by hand for tests: a few entities, and hostile names."""

from comity.analytics import Chart, ChartEdge, ChartNode
from comity.graph.answers import Standing

STANDING = Standing(
    "ann", "riverton-pd", "investigation", ("regional-mou",), 1_760_000_000_000_000, None, "00"
)
HOSTILE = (
    "<script>window.hacked = 1</script>",
    "</script><script>window.hacked = 1</script>",
    '"><img src=x onerror="window.hacked = 1">',
    "<svg onload='window.hacked = 1'>",
    "href javascript:window.hacked=1",
    '<a href="javascript:window.hacked=1">click</a>',
    "' onmouseover='window.hacked=1",
    "{{7*7}} ${7*7} `window.hacked=1`",
    "\u202eevil\u202c \u2066isolate\u2069",
    "line\u2028separator\u2029paragraph",
    "عبد الرحمن الكندي",
    "שרה לוי",
    "王小明 👮‍♀️🚗",
    "x" * 10_000,
    "null",
    "&lt;b&gt;already escaped&lt;/b&gt;",
    "\\u003cscript\\u003ewindow.hacked=1\\u003c/script\\u003e",
    "<!-- comment --><![CDATA[x]]>",
    "a\x00b\x1b[31m",
    "%3Cscript%3Ewindow.hacked%3D1%3C%2Fscript%3E",
)


def chart(names: tuple[str, ...], *, parallel: int = 1) -> Chart:
    """A ring of persons with the given names, and parallel links of different roles."""
    nodes = tuple(
        ChartNode(f"n{at:04}", "person", name, "involved", ("riverton-pd", "harbor-so"),
                  (f"name: {name} — riverton-pd, rms 1, TLP:GREEN",),
                  float(at % 40 * 60), float(at // 40 * 60))
        for at, name in enumerate(names)
    )  # fmt: skip
    edges = tuple(
        ChartEdge(nodes[at].id, nodes[(at + 1) % len(nodes)].id, "associate_of",
                  f"role {number} {name}", 1, ("riverton-pd",), (f"riverton-pd, rms {name}",))
        for at, name in enumerate(names)
        for number in range(parallel)
        if len(nodes) > 1
    )  # fmt: skip
    return Chart(STANDING, nodes, edges, nodes[0].id if nodes else "", 0, names[:1])
