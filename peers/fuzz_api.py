#!/usr/bin/env python3
"""Sends requests to paneld that docs/openapi.yaml permits, and others, and checks every answer: make fuzz-api.

    fuzz_api.py --panel .build/debug/panel --paneld .build/debug/paneld [--examples 50] [--seed 1]

Starts a server of its own on a free loopback port, over a data directory that is deleted afterwards, with a round in
draft, one in enrolling, one in rating and one that has closed. schemathesis then goes over the document, with the
coordinator's token and without one. Ends with status 1 where an answer has a status, a media type, a header or a body
that the document does not say, where the server fails or is gone, or where its log says so.
"""
import argparse
import base64
import copy
import hashlib
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import yaml
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

import odd_requests

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = ["fuzz-draft", "fuzz-enrolling", "fuzz-rating", "demo", "nowhere"]
# A random signature never verifies, a wrong method gets 404, and what requests create cannot be deleted. A request whose
# key was sent before gets the stored answer, regardless of its other content.
SETTINGS = """
[checks]
positive_data_acceptance.enabled = false
unsupported_method.enabled = false
allow_header_conformance.enabled = false
missing_required_header.enabled = false
use_after_free.enabled = false
ensure_resource_availability.enabled = false
object_level_authorization.enabled = false

[[operations]]
include-operation-id = ["enrol", "submit", "seal"]
checks.negative_data_rejection.enabled = false
"""
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def transcript(tag, *fields):
    return b"panel.v1." + tag.encode() + b"\0" + b"".join(struct.pack(">I", len(f)) + f for f in fields)


def text(data):
    return base64.b64encode(data).decode()


class Invitation:
    """The values derived from an invitation code (docs/protocol.md)."""

    def __init__(self, file):
        code = re.search(r"^code: (\S+)$", file.read_text(), re.MULTILINE).group(1).replace("-", "")
        number = 0
        for character in code:
            number = number * 32 + ALPHABET.index(character)
        seed = number.to_bytes(35, "big")[1:17]
        self.identifier = self.derived(seed, b"id", 16)
        self.key = Ed25519PrivateKey.from_private_bytes(self.derived(seed, b"sign", 32))

    @staticmethod
    def derived(seed, info, length):
        return HKDF(hashes.SHA384(), length, b"panel.v1.invitation", info).derive(seed)

    def enrolment(self, manifest_hash, issuer_key):
        """An enrolment with a random number instead of a blinded message, which the server cannot detect."""
        modulus = serialization.load_der_public_key(issuer_key).public_numbers().n
        blinded = (3 + int.from_bytes(os.urandom(384), "big") % (modulus - 5)).to_bytes(384, "big")
        declaration = b'{"conflicts":[],"pledge":true}'
        sign = lambda tag, *fields: text(self.key.sign(transcript(tag, manifest_hash, self.identifier, *fields)))
        return {
            "inv_id": text(self.identifier), "blinded": text(blinded), "declaration": text(declaration),
            "declaration_sig": sign("declaration", hashlib.sha256(declaration).digest()),
            "proof": sign("redeem", hashlib.sha256(blinded).digest()),
        }

    def decline(self, manifest_hash):
        return {
            "inv_id": text(self.identifier),
            "proof": text(self.key.sign(transcript("decline", manifest_hash, self.identifier))),
        }


class Trial:
    """A server with rounds in several phases."""

    def __init__(self, folder, panel, paneld):
        self.folder, self.panel, self.paneld = folder, panel, paneld
        self.home = folder / "demo" / "coordinator-home"
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C", "PANELD": str(paneld),
                            "PANEL_HOME": str(self.home)}
        survey = (ROOT / "Surveys" / "example.yaml").read_text()
        # Ten thousand resamples take seconds in a debug build and are not needed here.
        survey = survey.replace("bootstrap: 10000", "bootstrap: 200")
        (folder / "survey.yaml").write_text(survey)
        self.run("demo", "--evaluators", "5", "--survey", str(folder / "survey.yaml"), "--to", str(folder / "demo"))
        self.log = folder / "server.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [paneld, "serve", "--data", str(folder / "demo" / "server"), "--port", "0", "--with-parent"],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log, env=self.environment)

    def run(self, *arguments):
        done = subprocess.run([self.panel, *arguments], env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
        if done.returncode != 0:
            sys.exit(f"panel {' '.join(arguments)}: {done.stdout}")
        return done.stdout

    def wait(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            found = re.search(r"listening on (\S+)", self.log.read_text())
            if found:
                return found.group(1)
            time.sleep(0.05)
        sys.exit(f"paneld did not start: {self.log.read_text()}")

    def prepare(self):
        """Makes the rounds, and the requests that the server has to accept."""
        self.url = self.wait()
        servers = self.home / "coordinator" / "servers.json"
        known = json.loads(servers.read_text())
        known[0]["url"] = self.url
        servers.write_text(json.dumps(known))
        self.token = known[0]["token"]
        survey, examples = str(self.folder / "survey.yaml"), {}
        self.request("POST", "/v1/rounds", {"round": "fuzz-draft"})
        (self.folder / "roster.csv").write_text("name\n" + "".join(f"Person {i}\n" for i in range(1, 8)))
        for name in ["fuzz-enrolling", "fuzz-rating"]:
            self.run("round", "create", survey, "--round", name, "--seats", "9", "--manual", "--yes")
            self.run("round", "invite", name, "--roster", str(self.folder / "roster.csv"), "--to",
                     str(self.folder / name))
            self.run("round", "open", name)
            manifest = self.request("GET", f"/v1/rounds/{name}/manifest")
            manifest_hash = hashlib.sha256(transcript("manifest", manifest)).digest()
            people = [Invitation(self.folder / name / f"{i}-invitation.txt") for i in range(1, 8)]
            issuer_key = base64.b64decode(json.loads(manifest)["issuerKey"])
            for person in people[:5]:
                examples["enrol"] = person.enrolment(manifest_hash, issuer_key)
                self.request("POST", f"/v1/rounds/{name}/enrolments", examples["enrol"])
            self.request("POST", f"/v1/rounds/{name}/declines", people[5].decline(manifest_hash))
        self.run("round", "open", "fuzz-rating")
        outbox = next((self.folder / "demo" / "evaluator-homes").glob("*/rounds/demo/outbox/*.json"))
        examples["submit"] = json.loads(outbox.read_text())
        examples["createRound"] = {"round": "fuzz-draft"}
        examples["addAuditorLink"] = {"linkHash": text(os.urandom(32)), "round": "demo"}
        return examples

    def request(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Authorization": f"Bearer {self.token}"},
                                         method=method)
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.read()

    def end(self):
        """Stops the server and returns the errors of its run."""
        if self.process.poll() is not None:
            return [f"the server has ended with status {self.process.returncode}"]
        self.process.terminate()
        try:
            status = self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return ["the server did not end within a minute"]
        lines = [line for line in self.log.read_text().splitlines() if "paneld: listening on" not in line]
        return lines + ([f"the server ended with status {status}"] if status else [])


def document(file, examples):
    """The document with rounds that exist and requests that are accepted."""
    api = yaml.safe_load(file.read_text())
    api["components"]["parameters"]["Round"]["schema"] = {"enum": ROUNDS}
    api["components"]["parameters"]["Round"]["examples"] = {name: {"value": name} for name in ROUNDS}
    for path in api["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict) and operation.get("operationId") in examples:
                content = operation["requestBody"]["content"]["application/json"]
                content["examples"] = {"accepted": {"value": examples[operation["operationId"]]}}
    return api


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--panel", required=True, type=Path)
    parser.add_argument("--paneld", required=True, type=Path)
    parser.add_argument("--examples", type=int, default=50, help="drawn requests for each operation and run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--document", type=Path, default=ROOT / "docs" / "openapi.yaml")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-api-"))
    faults, trial = [], None
    try:
        trial = Trial(folder, options.panel.resolve(), options.paneld.resolve())
        api = document(options.document, trial.prepare())
        host, port = trial.url.removeprefix("http://").split(":")
        faults += odd_requests.faults(host, int(port), trial.token)
        secured = copy.deepcopy(api)
        secured["paths"] = {
            path: kept for path, item in api["paths"].items()
            if len(kept := {key: value for key, value in item.items()
                            if key == "parameters" or "security" in value}) > ("parameters" in item)
        }
        runs = [("with the coordinator's token", api, ["-H", f"Authorization: Bearer {trial.token}"]),
                ("without a token", secured, [])]
        (folder / "schemathesis.toml").write_text(SETTINGS)
        for title, content, more in runs:
            print(f"== {title}", flush=True)
            (folder / "openapi.yaml").write_text(yaml.safe_dump(content, sort_keys=False))
            done = subprocess.run(
                [Path(sys.executable).parent / "st", "run", "openapi.yaml", "--url", trial.url,
                 "--phases", "examples,coverage,fuzzing", "--seed", str(options.seed),
                 "--max-examples", str(options.examples if more else max(1, options.examples // 5)),
                 "--suppress-health-check", "all", "--generation-database", "none", "--request-timeout", "60",
                 "--warnings", "off", "--continue-on-failure", "--no-color", *more],
                cwd=folder, env=trial.environment, stdin=subprocess.DEVNULL)
            if done.returncode != 0:
                faults.append(f"schemathesis ended with status {done.returncode}, {title}")
    finally:
        if trial is not None:
            faults += trial.end()
        shutil.rmtree(folder)
    for fault in faults:
        print(f"fault: {fault}")
    print("every answer is one of docs/openapi.yaml" if not faults else "see above")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
