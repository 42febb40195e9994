# SPDX-License-Identifier: Apache-2.0
"""The actions the simulated product knows: QueryVoucherPool and its read-only neighbours.

The body of a success is text with the place holder REQUEST_ID, so that numbers are sent exactly as
written here.
"""

import json
import urllib.parse
from typing import NamedTuple, Optional

VERSION = "2022-09-28"

POOL = (
    '{"Response":{"TotalQuota":5000.0,"IssuedNum":42,"RemainingQuota":1234.5,'
    '"RequestId":"REQUEST_ID","AccountType":1,"AgentName":"Example Reseller Ltd"}}'
)


class Action(NamedTuple):
    """One action: parameters it must and may get, and the body of its success."""

    required: frozenset[str]
    optional: frozenset[str]
    body: str


def _action(required: str, optional: str, members: str) -> Action:
    body = '{"Response":{' + members + ',"RequestId":"REQUEST_ID"}}'
    return Action(frozenset(required.split()), frozenset(optional.split()), body)


ACTIONS = {
    "QueryVoucherPool": Action(frozenset(), frozenset(), POOL),
    "QueryPartnerCredit": _action(
        "", "", '"AllocatedCredit":250.25,"TotalCredit":1000.0,"RemainingCredit":749.75'
    ),
    "QueryVoucherAmountByUin": _action(
        "ClientUins",
        "",
        '"Data":[{"ClientUin":200000000001,"TotalAmount":100.01,"RemainAmount":0.797104}]',
    ),
    "QueryVoucherListByUin": _action(
        "ClientUins",
        "Status",
        '"Data":[{"ClientUin":200000000001,"TotalCount":1,"Data":[{"VoucherId":"10001",'
        '"VoucherStatus":"Unused","TotalAmount":100.01,"RemainAmount":100.01}]}]',
    ),
    "DescribeCustomerVoucherList": _action(
        "Page PageSize",
        "VoucherId Status CustomerUin",
        '"TotalCount":1,"Data":[{"VoucherId":10001,"CustomerUin":200000000001,'
        '"VoucherStatus":"Unused","RemainingAmount":100.01,"TotalAmount":100.01,'
        '"EffectiveTime":"2026-01-01 00:00:00","ExpireTime":"2027-01-01 00:00:00"}]',
    ),
    "QueryCreditByUinList": _action(
        "UinList",
        "",
        '"Data":[{"Uin":200000000001,"TotalCredit":1000.0,"RemainingCredit":749.75}]',
    ),
    "QuerySubAgentsDetailV2": _action(
        "Page PageSize",
        "Filters",
        '"Total":1,"Data":[{"SubAgentUin":200000000002,"Name":"Second Ltd","Credit":1000.0,'
        '"RemainingCredit":749.75,"Voucher":100.01,"RemainingVoucher":0.797104}]',
    ),
}


def parameter_names(method: bytes, query: bytes, body: bytes) -> Optional[set[str]]:
    """The names of the parameters of a request, or None when they cannot be read."""
    if method == b"GET":
        pairs = urllib.parse.parse_qsl(query.decode("latin-1"), keep_blank_values=True)
        return {name.split(".")[0] for name, _ in pairs}
    try:
        document = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    return set(document) if isinstance(document, dict) else None


def _no_constant(text: str):
    raise ValueError(f"{text} is no JSON")
