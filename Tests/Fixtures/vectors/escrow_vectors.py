"""Makes escrow_vectors.json: HPKE (RFC 9180) written from the RFC, on the `cryptography` package.

Base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. The function is first checked
against the RFC's own vector (appendix A.2.1). Run: python3 escrow_vectors.py > escrow_vectors.json
"""
import hashlib
import hmac
import json
import struct

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEM = b"KEM" + struct.pack(">H", 0x0020)
HPKE = b"HPKE" + struct.pack(">HHH", 0x0020, 0x0001, 0x0003)


def extract(salt, label, ikm, suite):
    return hmac.new(salt or b"\0" * 32, b"HPKE-v1" + suite + label + ikm, hashlib.sha256).digest()


def expand(prk, label, info, length, suite):
    info = struct.pack(">H", length) + b"HPKE-v1" + suite + label + info
    out, block, counter = b"", b"", 1
    while len(out) < length:
        block = hmac.new(prk, block + info + bytes([counter]), hashlib.sha256).digest()
        out, counter = out + block, counter + 1
    return out[:length]


def seal(public, ephemeral, info, aad, text):
    key = X25519PrivateKey.from_private_bytes(ephemeral)
    enc = key.public_key().public_bytes_raw()
    dh = key.exchange(X25519PublicKey.from_public_bytes(public))
    eae = extract(b"", b"eae_prk", dh, KEM)
    shared = expand(eae, b"shared_secret", enc + public, 32, KEM)
    context = b"\0" + extract(b"", b"psk_id_hash", b"", HPKE) + extract(b"", b"info_hash", info, HPKE)
    secret = extract(shared, b"secret", b"", HPKE)
    aead_key = expand(secret, b"key", context, 32, HPKE)
    nonce = expand(secret, b"base_nonce", context, 12, HPKE)
    return enc + ChaCha20Poly1305(aead_key).encrypt(nonce, text, aad)


# RFC 9180, A.2.1, first encryption.
rfc = seal(
    bytes.fromhex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a"),
    bytes.fromhex("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600"),
    bytes.fromhex("4f6465206f6e2061204772656369616e2055726e"),
    bytes.fromhex("436f756e742d30"),
    bytes.fromhex("4265617574792069732074727574682c20747275746820626561757479"),
)
assert rfc[32:].hex() == (
    "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"
)


def transcript(tag, *fields):
    out = b"panel.v1." + tag.encode() + b"\0"
    for field in fields:
        out += struct.pack(">I", len(field)) + field
    return out


mh = hashlib.sha256(b"escrow vector").digest()
invitation = bytes(range(16))
ppk = hashlib.sha256(b"credential key").digest()
secrets = [hashlib.sha256(b"custodian %d" % i).digest() for i in (1, 2)]
publics = [X25519PrivateKey.from_private_bytes(s).public_key().public_bytes_raw() for s in secrets]
ephemerals = [hashlib.sha256(b"ephemeral %d" % i).digest() for i in (1, 2)]
inner = seal(publics[0], ephemerals[0], transcript("escrow", mh), invitation, ppk)
sealed = seal(publics[1], ephemerals[1], transcript("escrow", mh), invitation, inner)
reason = "decision 12"
signer = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"signer").digest())
message = transcript("escrow-opening", mh, invitation, reason.encode())
codes = b'{"A":"Team \xea\xb0\x80","B":"Team B"}'
salt = hashlib.sha256(b"salt").digest()
print(
    json.dumps(
        {
            "mh": mh.hex(),
            "invitation": invitation.hex(),
            "ppk": ppk.hex(),
            "first_secret": secrets[0].hex(),
            "second_secret": secrets[1].hex(),
            "first_public": publics[0].hex(),
            "second_public": publics[1].hex(),
            "inner": inner.hex(),
            "sealed": sealed.hex(),
            "reason": reason,
            "signer_public": signer.public_key().public_bytes_raw().hex(),
            "approval": signer.sign(message).hex(),
            "codes": codes.hex(),
            "codes_salt": salt.hex(),
            "codes_commitment": hashlib.sha256(transcript("codes", salt, codes)).hexdigest(),
        },
        indent=1,
    )
)
