"""House rules of the Dash side, as small checks with a reason."""

from __future__ import annotations

import ast

from tests.house.sources import calls, dotted, modules

WIRE = "callbacks/components/wire.py"


def refuse(findings: list[str], why: str) -> None:
    assert not findings, why + "\n" + "\n".join(findings)


def test_component_ids_are_enums_and_never_spelt_by_hand() -> None:
    findings = [
        f"{path}:{call.lineno}"
        for path, module in modules("callbacks", "pages")
        for call in calls(module, "Input", "Output", "State")
        if call.args and _is_spelt(call.args[0]) and dotted(call.func) not in {"dbc.Input", "dcc.Input"}
    ]
    refuse(findings, "An id spelt by hand breaks silently when the page changes: take it from the page's `ids` or its dict-id function.")


def _is_spelt(given: ast.expr) -> bool:
    """A text, or a dict with one in it; `{**of_the_form(…)}` only copies what a function has made."""
    if isinstance(given, ast.Dict):
        return any(isinstance(value, ast.Constant) and isinstance(value.value, str) for value in given.values)
    return isinstance(given, ast.Constant | ast.JoinedStr)


def test_no_pattern_listens_for_clicks() -> None:
    findings = [
        f"{path}:{call.lineno}"
        for path, module in modules("callbacks", "pages")
        for call in calls(module, "Input")
        if len(call.args) == 2
        and isinstance(call.args[1], ast.Constant)
        and call.args[1].value == "n_clicks"
        and any(isinstance(node, ast.Name) and node.id in {"ALL", "MATCH", "ALLSMALLER"} for node in ast.walk(call.args[0]))
    ]
    refuse(findings, "Buttons drawn anew ask such a callback again, and the answer under way is forgotten: use pages.components.presses.")


def test_charts_come_from_the_factory() -> None:
    findings = [
        f"{path}:{call.lineno}"
        for path, module in modules("callbacks", "pages")
        for call in calls(module, "Graph")
        if path != "pages/components/charts.py"
    ]
    refuse(findings, "A raw dcc.Graph shows a button that sends the figure to a cloud: use pages.components.charts.graph().")


def test_there_is_one_location() -> None:
    findings = [f"{path}:{call.lineno}" for path, module in modules("callbacks", "pages") for call in calls(module, "Location")]
    refuse(findings, "Dash's pages bring the one dcc.Location (pages.shell.ids.LOCATION); a second one loads every page twice.")


def test_themes_of_bootstrap_components_are_not_used() -> None:
    findings = [
        f"{path}:{node.lineno}"
        for path, module in modules("callbacks", "pages")
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and dotted(node).startswith(("dbc.themes", "dbc.icons"))
    ]
    refuse(findings, "dbc.themes and dbc.icons are links to a CDN; a bank without internet sees an unstyled page.")


def test_callbacks_are_connected_with_a_permission() -> None:
    findings = [
        f"{path}:{node.lineno}"
        for path, module in modules("callbacks", "pages")
        if path != WIRE
        for node in ast.walk(module)
        if (isinstance(node, ast.Attribute) and dotted(node) in {"dash.callback", "dash.clientside_callback", "app.callback"})
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "dash"
            and {"callback", "clientside_callback"} & {name.name for name in node.names}
        )
    ]
    refuse(findings, "Connect with callbacks.components.wire (on, in_browser, endpoint): there every callback gets its permission.")


def test_heavy_libraries_stay_out_of_the_web() -> None:
    heavy = ("plotly.express", "plotly.graph_objects", "plotly.graph_objs", "sklearn", "scipy", "matplotlib")
    findings = [
        f"{path}:{node.lineno} {name}"
        for path, module in modules("callbacks", "pages")
        if not path.startswith("pages/paper/")
        for node in ast.walk(module)
        for name in _imported(node)
        if name.startswith(heavy)
    ]
    refuse(findings, "Figures are plain dicts; these libraries cost seconds and 180 MB in every web process.")


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
