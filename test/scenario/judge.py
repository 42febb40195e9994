# SPDX-License-Identifier: Apache-2.0
"""Compares what came of a scenario with what the list says, port-neutrally."""

from typing import Iterator

from client import Outcome, Settings
from simulator import Mark, Simulator

SETTINGS = set(Settings._fields)
EVIDENCE = {"requests", "connections", "attempts_made", "resumed"}
EXPECTATIONS = {
    "status", "class", "phase", "code", "message", "values", "truncated", "invalid", "request_id",
}  # fmt: skip
CUT_LENGTH = 63  # characters of a RequestId that are kept


class ListError(Exception):
    """The scenario list is wrong."""


def expand(scenario: dict) -> Iterator[dict]:
    """The scenario itself, or one for each of its numbers."""
    known = {"name", "playlist", "numbers", "outcomes"} | SETTINGS | EVIDENCE | EXPECTATIONS
    if set(scenario) - known:
        raise ListError(f"{scenario['name']}: unknown members {set(scenario) - known}")
    if "numbers" not in scenario:
        yield scenario
        return
    for number in scenario["numbers"]:
        yield {
            **scenario,
            "name": scenario["name"].replace("{n}", str(number)),
            "playlist": scenario["playlist"].replace("{n}", str(number)),
        }


def settings_of(scenario: dict) -> Settings:
    """How the client is to be run."""
    given = {name: value for name, value in scenario.items() if name in SETTINGS}
    return Settings(**{
        name: int(value) if isinstance(Settings._field_defaults[name], int) else value
        for name, value in given.items()
    })


def expected_outcomes(scenario: dict) -> list[dict]:
    """What each call must come to."""
    if "outcomes" in scenario:
        return scenario["outcomes"]
    one = {name: value for name, value in scenario.items() if name in EXPECTATIONS}
    return [one] * int(scenario.get("calls", 1))


def faults(
    scenario: dict, outcomes: list[Outcome], simulator: Simulator, mark: Mark, answers: dict
) -> Iterator[str]:
    """Everything that is not as expected, a sentence each."""
    requests = simulator.requests(mark)
    expected = expected_outcomes(scenario)
    if len(outcomes) != len(expected):
        yield f"{len(outcomes)} outcomes, expected {len(expected)}"
    ids = [request["request_id"] for request in requests if "request_id" in request]
    for number, (wanted, outcome) in enumerate(zip(expected, outcomes), 1):
        for fault in _outcome_faults(wanted, outcome, ids, answers):
            yield f"call {number}: {fault}"
    yield from _evidence_faults(scenario, outcomes, requests, simulator, mark)


def _outcome_faults(wanted: dict, outcome: Outcome, ids: list[str], answers: dict) -> Iterator[str]:
    status, category = wanted.get("status", "OK"), wanted.get("class", "none")
    statuses = [status] if isinstance(status, str) else status
    if outcome.status not in statuses or outcome.category != category:
        expected = " or ".join(statuses)
        yield f"{outcome.status} ({outcome.category}), expected {expected} ({category})"
        return
    values = wanted.get("values")
    values = answers[values] if isinstance(values, str) else values
    if outcome.values != values:
        yield f"the values are {outcome.values}, expected {values}"
    for name in ("phase", "message", "code"):
        if name in wanted and getattr(outcome, name) != wanted[name]:
            yield f"the {name} is {getattr(outcome, name)!r}, expected {wanted[name]!r}"
    if "code" not in wanted and outcome.code is not None:
        yield f"there is a code {outcome.code!r}"
    for name, empty in (("truncated", []), ("invalid", {})):
        if getattr(outcome, name) != wanted.get(name, empty):
            yield f"{name}: {getattr(outcome, name)}, expected {wanted.get(name, empty)}"
    yield from _request_id_faults(wanted, outcome, ids)


def _request_id_faults(wanted: dict, outcome: Outcome, ids: list[str]) -> Iterator[str]:
    rule = wanted.get("request_id", "known" if "values" in wanted or "code" in wanted else "any")
    if rule == "none" and outcome.request_id is not None:
        yield f"there is a RequestId {outcome.request_id!r}"
    elif rule == "cut" and outcome.request_id != "r" * CUT_LENGTH:
        yield f"the RequestId is {outcome.request_id!r}"
    elif rule == "known" and outcome.request_id not in ids:
        yield f"the RequestId {outcome.request_id!r} is none of the simulator's: {ids}"
    elif rule == "any" and outcome.request_id is not None and outcome.request_id not in ids:
        yield f"the RequestId {outcome.request_id!r} was made up"


def _evidence_faults(
    scenario: dict, outcomes: list[Outcome], requests: list[dict], simulator: Simulator, mark: Mark
) -> Iterator[str]:
    if "requests" in scenario and len(requests) != int(scenario["requests"]):
        yield f"the simulator saw {len(requests)} requests, expected {scenario['requests']}"
    if "connections" in scenario:
        wanted = int(scenario["connections"])
        found = simulator.connections(mark, wanted)
        if len(found) != wanted:
            yield f"the simulator saw {len(found)} connections, expected {wanted}"
    if "attempts_made" in scenario and outcomes:
        if outcomes[-1].attempts != int(scenario["attempts_made"]):
            yield f"{outcomes[-1].attempts} attempts, expected {scenario['attempts_made']}"
    if "resumed" in scenario and (not requests or requests[-1]["resumed"] != scenario["resumed"]):
        yield "the last TLS session was not resumed"
    for request in requests:
        if request.get("refused") is not None:
            yield f"the simulator could not read a request: {request['refused']}"
