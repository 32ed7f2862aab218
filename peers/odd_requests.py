"""Requests that no client sends, as bytes, and the status that each gets (docs/http-api.md, Paths, methods, bodies)."""
import base64
import json
import socket
import time

BAD, NONE, LARGE = "400", "404", "413"
PROBLEM = b"application/problem+json"


def chunks(*parts):
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def request(method, path, body=b"", headers=""):
    path = path if isinstance(path, bytes) else path.encode()
    length = f"Content-Length: {len(body)}\r\n" if body or method in ("POST", "PUT") else ""
    return (method.encode() + b" " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            + (headers + length).encode() + b"\r\n" + body)


def entry(actor, action, at, **more):
    text = json.dumps({"action": action, "actor": actor, "at": at, **more}, sort_keys=True, separators=(",", ":"))
    line = {"entry": base64.b64encode(text.encode()).decode(), "signature": "A" * 86 + "=="}
    return json.dumps({"line": line}).encode()


def table(token):
    """Name, status, request; the rounds are those of fuzz_api.py."""
    token = f"Authorization: Bearer {token}\r\n"
    wrong = "Authorization: Bearer X\r\n"
    rounds, draft = "/v1/rounds", b'{"round":"fuzz-draft"}'
    post = f"POST {rounds} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{token}".encode()
    chunked = post + b"Transfer-Encoding: chunked\r\n\r\n"
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    rows = [(f"method {method}", NONE, request(method, "/v1/health"))
            for method in ("HEAD", "OPTIONS", "DELETE", "PATCH", "POST", "TRACE")]
    rows += [(f"path {path[:40]}", NONE, request("GET", path)) for path in (
        "/", "/v1", "/v2/health", "/V1/health", "/v1/%68ealth", "*", f"{rounds}/demo", f"{rounds}//status",
        f"{rounds}/demo/status/x", f"{rounds}/%64emo/status", f"{rounds}/demo%00/status", f"{rounds}/%ff/status",
        f"{rounds}/%/status", f"{rounds}/../manifest", f"{rounds}/%2e%2e/manifest", f"{rounds}/..%2fdemo/manifest",
        f"{rounds}/demo/../demo/status", f"{rounds}/{'a' * 5000}/status", f"{rounds}/{{round}}/status")]
    rows += [(f"path {path}", "200", request("GET", path)) for path in (
        "/v1/health/", "/v1//health", "/v1/health?x=1")]
    rows += [(f"body {body[:20]!r}", BAD, request("POST", "/v1/coordinators", body)) for body in (
        b"", b"null", b"[]", b"1", b"{} x", b"\xef\xbb\xbf{}", "{}".encode("utf-16"), b'{"name":"\xff"}',
        b'{"name":"\\ud800"}', b"[" * 2000 + b"]" * 2000, b'{"a":' * 600 + b"1" + b"}" * 600, b'{"name":1e999999}')]
    rows += [(f"revision {number}", BAD, request("PUT", f"{rounds}/fuzz-rating/submission", (
        '{"ppk":"","cred_sig":"","rev":%s,"body":"","sig":""}' % number).encode())) for number in (
        "-1", "0", "4294967296", "1.5", "1e400", '"1"', "null")]
    rows += [(f"entry {name}", status, request("POST", f"{rounds}/fuzz-rating/log", body, token))
             for name, status, body in (
                 ("of the server", BAD, entry("paneld", "treeFixed", now)),
                 ("of year 0", BAD, entry("coordinator-1", "closed", "0000-01-01T00:00:00Z", phase="rating")),
                 ("of year 9999", BAD, entry("coordinator-1", "closed", "9999-12-31T23:59:59Z", phase="rating")),
                 ("with a wrong signature", "409", entry("coordinator-1", "closed", now, phase="rating")),
                 ("with the greatest count", "409", entry("coordinator-1", "extended", now, count=2 ** 63 - 1)))]
    rows += [
        ("large body", LARGE, request("POST", "/v1/coordinators", b" " * 4097)),
        ("large chunked body", LARGE, chunked + chunks(*[b" " * 1000] * 6)),
        ("chunked", "200", chunked + chunks(draft[:5], draft[5:])),
        ("wrong size of a chunk", BAD, chunked + b"zz\r\n{}\r\n0\r\n\r\n"),
        ("length and chunks", BAD, post + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks(draft)),
        ("two lengths", BAD, post + b"Content-Length: 22\r\nContent-Length: 23\r\n\r\n" + draft),
        ("length below zero", BAD, post + b"Content-Length: -1\r\n\r\n"),
        ("length of 20 digits", BAD, post + b"Content-Length: 99999999999999999999\r\n\r\n"),
        ("expectation", "200", request("POST", rounds, draft, token + "Expect: 100-continue\r\n")),
        ("another type of content", "200", request("POST", rounds, draft, token + "Content-Type: text/plain\r\n")),
        ("two tokens", "401", request("GET", rounds, headers=token + wrong)),
        ("two tokens, the wrong one first", "401", request("GET", rounds, headers=wrong + token)),
        ("bearer in lower case", "200", request("GET", rounds, headers=token.replace("Bearer", "bearer"))),
        ("another scheme", "401", request("GET", rounds, headers="Authorization: Basic eDp5\r\n")),
        ("any tag", "304", request("GET", f"{rounds}/demo/status", headers="If-None-Match: *\r\n")),
        ("no tag", "200", request("GET", f"{rounds}/demo/status", headers='If-None-Match: ,",\r\n')),
        ("bytes in the path", BAD, request("GET", b"/v1/rounds/\xff/status")),
        ("space in the path", BAD, request("GET", f"{rounds}/a b/status")),
        ("long header", BAD, request("GET", "/v1/health", headers="X: " + "a" * 100_000 + "\r\n")),
        ("folded header", BAD, request("GET", "/v1/health", headers="X: a\r\n b\r\n")),
        ("HTTP/2", BAD, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        ("TLS", BAD, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 200),
    ]
    return rows


def answer(host, port, data):
    """All bytes until the server closes the connection."""
    received = b""
    with socket.create_connection((host, port), timeout=30) as connection:
        try:
            connection.sendall(data)
            while part := connection.recv(65_536):
                received += part
        except (ConnectionError, BrokenPipeError):
            pass
    return received


def faults(host, port, token):
    """Returns the answers that differ from the table."""
    found, rows = [], table(token)
    for name, status, data in rows:
        received = answer(host, port, data)
        head, _, body = received.partition(b"\r\n\r\n")
        said = head.split(b" ")[1].decode() if head.count(b" ") > 1 else "nothing"
        if said != status:
            found.append(f"{name}: {said} instead of {status}")
        elif data.startswith(b"HEAD ") and body:
            found.append(f"{name}: a body after HEAD")
        elif body and status[0] == "4" and (PROBLEM not in head or b'"fix"' not in body):
            found.append(f"{name}: no problem with a fix")
    print(f"== {len(rows)} odd requests, {len(found)} answered otherwise than docs/http-api.md says")
    return found
