# SPDX-License-Identifier: Apache-2.0
"""Response bodies for QueryVoucherPool: right, odd and malformed.

Every body is written with the place holder REQUEST_ID, which fill() replaces.
"""

import json
from typing import Iterator

from actions import POOL

EXAMPLE = (  # the official example of the action's page
    '{"Response":{"TotalQuota":0,"IssuedNum":0,"RemainingQuota":0,'
    '"RequestId":"REQUEST_ID","AccountType":0,"AgentName":"Company Name"}}'
)

FIELDS = ("TotalQuota", "IssuedNum", "RemainingQuota", "RequestId", "AccountType", "AgentName")
_VALUES = {
    "TotalQuota": "5000.0",
    "IssuedNum": "42",
    "RemainingQuota": "1234.5",
    "RequestId": '"REQUEST_ID"',
    "AccountType": "1",
    "AgentName": '"Example Reseller Ltd"',
}


def fill(body: bytes, request_id: str) -> bytes:
    """The body with its request id."""
    return body.replace(b"REQUEST_ID", request_id.encode())


def pool(before: str = "", after: str = "", **values: str) -> bytes:
    """The usual answer with some members' JSON text replaced and raw JSON text around them."""
    texts = {**_VALUES, **values}
    members = ",".join(f'"{name}":{texts[name]}' for name in FIELDS)
    return f'{{"Response":{{{before}{members}{after}}}}}'.encode()


def without(field: str) -> bytes:
    """The usual answer without one member."""
    members = ",".join(f'"{name}":{_VALUES[name]}' for name in FIELDS if name != field)
    return f'{{"Response":{{{members}}}}}'.encode()


def nulls() -> bytes:
    """Every member null, but RequestId."""
    return pool(**{name: "null" for name in FIELDS if name != "RequestId"})


def error(code: str, message: str, request_id: str = "REQUEST_ID") -> bytes:
    """An API error."""
    text = json.dumps(message, ensure_ascii=False)
    head = f'{{"Response":{{"Error":{{"Code":{json.dumps(code)},"Message":{text}}},'
    return f'{head}"RequestId":"{request_id}"}}}}'.encode()


def huge(size: int) -> bytes:
    """The six members amid size bytes of unknown ones, half before and half after."""
    before = _unknown_members(size // 2)
    after = _unknown_members(size - len(before))
    return pool(before=before, after="," + after.rstrip(","))


def _unknown_members(size: int) -> str:
    parts, length, number = [], 0, 0
    while length < size:
        part = _UNKNOWN[number % len(_UNKNOWN)].replace("N", str(number), 1)
        parts.append(part)
        length += len(part)
        number += 1
    return "".join(parts)


_UNKNOWN = (
    '"UnkNown":"text with \\"quotes\\", a \\\\ and \\u00e9",',
    '"UnkNown":[0,-1.5e3,true,false,null,"x",{},[]],',
    '"UnkNown":{"AgentName":"decoy","RemainingQuota":1,"Error":{"Code":"decoy"}},',
    '"UnkNown":123456789012345678901234567890.5,',
    '"UnkNown":  {  "RequestId" : "decoy" , "List" : [ [ [ 1 ] ] ] }  ,',
)


def deep(levels: int) -> bytes:
    """One unknown member of levels nested arrays and objects, before the six members."""
    opening = "".join("[" if level % 2 == 0 else '{"a":' for level in range(levels))
    closing = "".join("]" if level % 2 == 0 else "}" for level in reversed(range(levels)))
    innermost = "0" if levels % 2 == 0 else ""
    return pool(before=f'"Nested":{opening}{innermost}{closing},')


def spaced() -> bytes:
    """The usual answer with all white space that JSON allows."""
    text = json.dumps(json.loads(POOL), indent="\t").replace("\n", " \r\n")
    return f"\r\n\t {text}\r\n".encode()


def escaped_keys() -> bytes:
    """The usual answer, the first letter of every key as a \\u escape: the same keys."""
    body = pool().decode()
    for name in ("Response", *FIELDS):
        body = body.replace(f'"{name}":', f'"\\u{ord(name[0]):04x}{name[1:]}":')
    return body.encode()


def decoys() -> bytes:
    """Members of the wanted names nested in unknown ones, before and after the real ones."""
    inner = '{"AgentName":"decoy","TotalQuota":1,"RequestId":"decoy","Error":{"Code":"Decoy"}}'
    return pool(before=f'"A":{inner},"B":[{inner}],', after=f',"C":{inner},"AgentNam":1')


def duplicates() -> bytes:
    """Every member twice with differing values (valid by grammar, of no defined meaning)."""
    return pool(
        after=',"TotalQuota":1,"IssuedNum":1,"RemainingQuota":1,"AccountType":2,"AgentName":"Two"'
    )


def live(count: int) -> bytes:
    """A pool that is used up: the number of this request decides the numbers."""
    hundredths = max(0, 500000 - 725 * count)
    quota = f"{hundredths // 100}.{hundredths % 100:02d}"
    return pool(RemainingQuota=quota, IssuedNum=str(min(count, 690)))


def invalid_json() -> list[tuple[str, bytes]]:
    """Documents that break RFC 8259, each with what is wrong; the order never changes."""
    return list(_invalid_json())


def _invalid_json() -> Iterator[tuple[str, bytes]]:
    whole = pool()
    last = b'"AgentName":"Example Reseller Ltd"}}'
    yield "the closing braces are missing", whole[:-2]
    yield "one closing brace is missing", whole[:-1]
    yield "one closing brace too many", whole + b"}"
    yield "a letter after the document", whole + b"x"
    yield "a second document", whole + whole
    yield "a comma after the last member", whole[:-2] + b",}}"
    yield "a comma after the document", whole + b","
    yield "a comma before the first member", whole.replace(b'{"Total', b'{,"Total')
    yield "two commas", whole.replace(b",", b",,", 1)
    yield "a comma is missing", whole.replace(b",", b" ", 1)
    yield "a colon is missing", whole.replace(b'"IssuedNum":', b'"IssuedNum" ')
    yield "two colons", whole.replace(b'"IssuedNum":', b'"IssuedNum"::')
    yield "a comma in place of a colon", whole.replace(b'"IssuedNum":', b'"IssuedNum",')
    yield "a member without value", whole.replace(b"42", b"")
    yield "a value without member", whole.replace(last, b"42," + last)
    yield "an object closed by ]", whole[:-2] + b"]}"
    yield "an array closed by }", pool(before='"A":[1},')
    yield "a number as key", whole.replace(b'"IssuedNum"', b"1")
    yield "a key without quotes", whole.replace(b'"IssuedNum"', b"IssuedNum")
    yield "single quotes", whole.replace(b'"', b"'")
    yield "a text without quotes", pool(AgentName="Example")
    for text in ("NaN", "Infinity", "-Infinity", "True", "NULL", "undefined", "nul", "nullx"):
        yield f"the word {text}", pool(RemainingQuota=text)
    for text in ("042", "-01", "+42", "1234.", ".5", "-.5", "12e", "12e+", "-", "--42", "0x2A"):
        yield f"the number {text}", pool(RemainingQuota=text)
    for text in ("1 234.5", "1_234", "1,5.5", "1.2.3", "1e5.0", "12a", "4-2"):
        yield f"the number {text}", pool(RemainingQuota=text)
    yield "a comment /* */", whole.replace(b"42", b"42/* n */")
    yield "a comment //", whole.replace(b"42", b"42 // n\n")
    yield "a line feed in a text", pool(AgentName='"Example\nReseller"')
    yield "a tab in a text", pool(AgentName='"Example\tReseller"')
    yield "NUL in a text", pool(AgentName='"Example\0Reseller"')
    yield "NUL between tokens", whole.replace(b"42", b"\x0042")
    yield "NUL after the document", whole + b"\0"
    yield "the escape \\x41", pool(AgentName='"\\x41"')
    yield "the escape \\'", pool(AgentName='"\\\'"')
    yield "a \\u escape of three digits", pool(AgentName='"\\u004"')
    yield "a \\u escape with a letter g", pool(AgentName='"\\u00g1"')
    yield "a backslash before a line feed", pool(AgentName='"Example\\\nReseller"')
    yield "a text that does not end", whole[: -len('"}}')]
    yield "a form feed as blank", whole.replace(b"42", b"\x0c42")
    yield "a no-break space as blank", whole.replace(b"42", b"\xc2\xa042")
    yield "a byte order mark", b"\xef\xbb\xbf" + whole
    yield "UTF-16", whole.decode().encode("utf-16-le")
    for what, octets in (
        ("a continuation byte alone", b"\x80"),
        ("an overlong form of /", b"\xc0\xaf"),
        ("an overlong form of U+0800", b"\xe0\x80\x80"),
        ("an encoded surrogate", b"\xed\xa0\x80"),
        ("a code point above U+10FFFF", b"\xf4\x90\x80\x80"),
        ("the byte FF", b"\xff"),
        ("a sequence cut short", b"\xe4\xb8"),
    ):
        yield f"invalid UTF-8: {what}", whole.replace(b"Example", octets)
    yield "invalid UTF-8 in an unknown member", pool(before='"A":"!",').replace(b"!", b"\xc0\xaf")
    yield "blanks only", b"  \r\n"
    yield "half a document", whole[: len(whole) // 2]


ENVELOPES = (  # valid JSON that is no answer of the API; the order never changes
    b"{}",
    b"[]",
    b"null",
    b"42",
    b'"text"',
    b"true",
    b'{"Response":null}',
    b'{"Response":[]}',
    b'{"Response":[{"AgentName":"decoy"}]}',
    b'{"Response":"text"}',
    b'{"Response":0}',
    b'{"Response":false}',
    pool().replace(b'"Response"', b'"response"'),
    pool().replace(b'"Response"', b'"Data"'),
    b'{"Data":' + pool() + b"}",
    b"[" + pool() + b"]",
    pool()[len(b'{"Response":') : -1],
)
