#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Writes fault_envelopes.txt: envelopes of the profile that have one fault each, and the reason a receiver has to give.
# Made with Debian's python3-cbor2 and python3-cryptography, not with our own code. Columns: reason, topic, fault,
# envelope in hexadecimal; first the keyring, as a line of JSON. Run by hand after a change; the unit tests read the result.
import base64
import json
import sys

import cbor2
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import aes_key_wrap

NOW = 1800000000
TOPIC = "plant/1"
CTI = bytes(range(12))
IV = bytes(range(0xA0, 0xAC))
Tag = cbor2.CBORTag
rows = []


def enc(item):
    return cbor2.dumps(item, canonical=True)


def up(first, size):
    return bytes((first + at) % 256 for at in range(size))


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def raw(key):
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def thumbprint(crv, public):
    text = '{"crv":"%s","kty":"OKP","x":"%s"}' % (crv, b64(public))
    digest = hashes.Hash(hashes.SHA256())
    digest.update(text.encode())
    return digest.finalize()


def oct_key(kid, size, **more):
    return dict(kty="oct", kid=kid, k=b64(up(len(kid), size)), **more)


KEY = up(2, 32)  # of k1
alice = x25519.X25519PrivateKey.from_private_bytes(up(0x60, 32))
bob = x25519.X25519PrivateKey.from_private_bytes(up(0x61, 32))
press = ed25519.Ed25519PrivateKey.from_private_bytes(up(0x40, 32))
hall = ed25519.Ed25519PrivateKey.from_private_bytes(up(0x41, 32))
gone = ed25519.Ed25519PrivateKey.from_private_bytes(up(0x42, 32))


def pair(crv, kid, key, secret=None, **more):
    jwk = dict(kty="OKP", crv=crv, kid=kid, x=b64(raw(key)), **more)
    return dict(jwk, d=b64(secret)) if secret else jwk


keyring = {
    "keys": [
        oct_key("k1", 32, alg="A256GCM", topics=["plant/#"]),
        oct_key("g", 16, alg="A128GCM"),
        oct_key("chacha", 32, cose_alg=24),
        oct_key("ccm", 16, cose_alg=10, freshness="none"),
        oct_key("signed", 32, alg="A256GCM", sign="required"),
        oct_key("revoked", 32, alg="A256GCM", state="revoked"),
        oct_key("expired", 32, alg="A256GCM", **{"open-until": NOW - 1}),
        oct_key("short", 32, alg="A256GCM", **{"max-age": 5}),
        pair("X25519", "alice", alice, up(0x60, 32)),
        pair("X25519", "moved", bob, up(0x61, 32), topics=["hall/#"]),
        pair("Ed25519", "press", press, topics=["plant/#"]),
        pair("Ed25519", "hall", hall, topics=["hall/#"]),
        pair("Ed25519", "gone", gone, state="revoked"),
    ]
}


def key_of(kid):
    return next(base64.urlsafe_b64decode(k["k"] + "==") for k in keyring["keys"] if k["kid"] == kid)


def row(reason, name, envelope, topic=TOPIC):
    rows.append("\t".join([reason, topic, name, envelope.hex()]))


def cipher(alg, key):
    return {10: lambda: AESCCM(key, tag_length=8), 24: lambda: ChaCha20Poly1305(key)}.get(alg, lambda: AESGCM(key))()


def headers(**changes):
    """The protected headers of the default mode; a value of None takes one away."""
    bucket = {1: 3, 4: b"k1", 15: {6: NOW, 7: CTI}}
    bucket.update({int(name[1:].replace("m", "-")): value for name, value in changes.items()})
    return {label: value for label, value in bucket.items() if value is not None}


def seal(protected, unprotected=None, key=KEY, plaintext=b"hello", topic=TOPIC, context="Encrypt0",
         profile="mqtt-e2e/1", alg=3, iv=IV):
    """The parts of a shared key's envelope; the protected bucket as a map or as bytes."""
    bucket = protected if isinstance(protected, bytes) else enc(protected)
    aad = enc([context, bucket, enc([profile, topic])])
    sealed = cipher(alg, key).encrypt(iv if len(iv) >= 8 else IV, plaintext, aad)
    return [bucket, {5: iv} if unprotected is None else unprotected, sealed]


def shared(*arguments, **named):
    return enc(Tag(16, seal(*arguments, **named)))


GOOD = shared(headers())
PARTS = seal(headers())


def bstr(data):
    return enc(data)


def message(head=b"\xd0\x83", bucket=None, unprotected=None, ciphertext=None, tail=b""):
    """The encodings of the parts, one of them another."""
    return (head + (bstr(PARTS[0]) if bucket is None else bucket) + (enc({5: IV}) if unprotected is None else unprotected)
            + (bstr(PARTS[2]) if ciphertext is None else ciphertext) + tail)


def with_bucket(encoding):
    return shared(encoding)


assert message() == GOOD

# What is no strict CBOR, or another message.
for name, envelope in {
    "array length in two bytes": message(head=b"\xd0\x98\x03"),
    "tag in two bytes": message(head=b"\xd8\x10\x83"),
    "tag in nine bytes": message(head=b"\xdb" + bytes(7) + b"\x10\x83"),
    "a byte behind the end": message(tail=b"\x00"),
    "a second message behind the end": message(tail=GOOD),
    "protected bucket of indefinite length": message(bucket=b"\x5f" + bstr(PARTS[0]) + b"\xff"),
    "protected bucket's length in three bytes": message(bucket=b"\x59\x00" + bytes([len(PARTS[0])]) + PARTS[0]),
    "protected bucket claims 4 GiB": message(bucket=b"\x5a\xff\xff\xff\xff" + PARTS[0]),
    "protected bucket claims 2^63 bytes": message(bucket=b"\x5b\x80" + bytes(7) + PARTS[0]),
    "protected bucket is a map": message(bucket=enc(headers())),
    "protected bucket is a text": message(bucket=b"\x78" + bytes([len(PARTS[0])]) + bytes(len(PARTS[0]))),
    "protected bucket is null": message(bucket=b"\xf6"),
    "unprotected bucket of indefinite length": message(unprotected=b"\xbf\x05" + bstr(IV) + b"\xff"),
    "unprotected bucket is an array": message(unprotected=enc([5, IV])),
    "unprotected bucket is a byte string": message(unprotected=bstr(enc({5: IV}))),
    "unprotected bucket's count in two bytes": message(unprotected=b"\xb8\x01\x05" + bstr(IV)),
    "unprotected bucket claims 2^32 pairs": message(unprotected=b"\xba\xff\xff\xff\xff\x05" + bstr(IV)),
    "unprotected label in two bytes": message(unprotected=b"\xa1\x18\x05" + bstr(IV)),
    "unprotected label twice": message(unprotected=b"\xa2\x05" + bstr(IV) + b"\x05" + bstr(IV)),
    "unprotected label is a byte string": message(unprotected=enc({5: IV, b"x": 1})),
    "unprotected label is true": message(unprotected=b"\xa2\x05" + bstr(IV) + b"\xf5\x01"),
    "unprotected label is no UTF-8": message(unprotected=b"\xa2\x05" + bstr(IV) + b"\x61\xff\x01"),
    "unprotected value is no UTF-8": message(unprotected=b"\xa2\x05" + bstr(IV) + b"\x18\x63\x62\xc0\x80"),
    "seventeen unprotected headers": message(unprotected=enc({5: IV, **{100 + n: 0 for n in range(16)}})),
    "nine levels": message(unprotected=b"\xa2\x05" + bstr(IV) + b"\x18\x63" + b"\x81" * 8 + b"\x00"),
    "two thousand levels": message(unprotected=b"\xa2\x05" + bstr(IV) + b"\x18\x63" + b"\x81" * 2000 + b"\x00"),
    "reserved length 28": message(unprotected=b"\xa2\x05" + bstr(IV) + b"\x18\x63\x1c"),
    "reserved length 30": message(unprotected=b"\xa2\x05" + bstr(IV) + b"\x18\x63\x5e"),
    "reserved simple value": message(unprotected=b"\xa2\x05" + bstr(IV) + b"\x18\x63\xf8\x10"),
    "a break alone": message(unprotected=b"\xa2\x05" + bstr(IV) + b"\x18\x63\xff"),
    "ciphertext of indefinite length": message(ciphertext=b"\x5f" + bstr(PARTS[2]) + b"\xff"),
    "ciphertext's length in three bytes": message(ciphertext=b"\x59\x00" + bytes([len(PARTS[2])]) + PARTS[2]),
    "ciphertext claims 4 GiB": message(ciphertext=b"\x5a\xff\xff\xff\xff" + PARTS[2]),
    "ciphertext claims a byte more": message(ciphertext=bytes([0x40 + len(PARTS[2]) + 1]) + PARTS[2]),
    "ciphertext is null": message(ciphertext=b"\xf6"),
    "ciphertext is a text": message(ciphertext=enc("a" * 30)),
    "ciphertext is an array": message(ciphertext=enc([PARTS[2]])),
    "ciphertext is missing": GOOD[:-len(bstr(PARTS[2]))],
}.items():
    row("malformed", name, envelope)
for size in (3, 4, 20, 40, 60, len(GOOD) - 1):
    row("malformed", "cut after %d bytes" % size, GOOD[:size])
for name, envelope in {
    "array of two": message(head=b"\xd0\x82"), "array of four": message(head=b"\xd0\x84", tail=b"\x00"),
    "array of indefinite length": message(head=b"\xd0\x9f", tail=b"\xff"), "no tag": GOOD[1:], "tag 17, a MAC": b"\xd1" + GOOD[1:], "tag 16 twice": b"\xd0" + GOOD, "tag 61 around": b"\xd8\x3d" + GOOD,
    "tag 55799 around": b"\xd9\xd9\xf7" + GOOD, "hexadecimal text": GOOD.hex().encode(), "base64 text": base64.b64encode(GOOD),
    "a tag alone": b"\xd0", "JSON": b'{"a":1}', "a byte string around": bstr(GOOD), "a signed message": enc(Tag(18, [b"", {}, b"x", b"y"])),
}.items():
    row("plaintext-refused", name, envelope)

# The protected bucket, which is authentic here.
H = headers()
for name, bucket in {
    "is an array": enc([1, 3]),
    "is a number": b"\x03",
    "is followed by a byte": enc(H) + b"\x00",
    "is cut": enc(H)[:-1],
    "has an indefinite length": b"\xbf" + enc(H)[1:] + b"\xff",
    "counts its pairs in two bytes": b"\xb8\x03" + enc(H)[1:],
    "has a label in two bytes": b"\xa3\x18\x01" + enc(H)[2:],
    "has an algorithm in two bytes": b"\xa3\x01\x18\x03" + enc(H)[3:],
    "has a label twice": b"\xa4\x01\x03" + enc(H)[1:],
    "has claims of indefinite length": enc({1: 3, 4: b"k1"}).replace(b"\xa2", b"\xa3", 1) + b"\x0f\xbf\x06" + enc(NOW) + b"\x07" + bstr(CTI) + b"\xff",
    "has a claim twice": enc({1: 3, 4: b"k1"}).replace(b"\xa2", b"\xa3", 1) + b"\x0f\xa3\x06" + enc(NOW) + b"\x06" + enc(NOW) + b"\x07" + bstr(CTI),
    "has an algorithm by name": enc(headers(_1="A256GCM")),
    "has an algorithm as bytes": enc(headers(_1=b"\x03")),
    "has no list of critical headers": enc(headers(_2=1)),
    "has an empty list of critical headers": enc(headers(_2=[])),
    "has an unknown critical header": enc(headers(_2=[1, 99], _99=0)),
    "has a critical header by name": enc(headers(_2=["x"])),
    "has a negative content type": enc(headers(_3=-1)),
    "has a content type as bytes": enc(headers(_3=b"text")),
    "has a content type that is no UTF-8": b"\xa4\x01\x03\x03\x61\xff" + enc(H)[3:],
    "has a kid as text": enc(headers(_4="k1")),
    "has a kid as a number": enc(headers(_4=1)),
    "has claims as an array": enc(headers(_15=[NOW, CTI])),
    "has a time as text": enc(headers(_15={6: "now", 7: CTI})),
    "has a time as a fraction": enc(headers(_15={6: NOW + 0.5, 7: CTI})),
    "has a time beyond 64 bits": enc(headers(_15={6: 2**63, 7: CTI})),
    "has an id of 11 bytes": enc(headers(_15={6: NOW, 7: CTI[:11]})),
    "has an id of 13 bytes": enc(headers(_15={6: NOW, 7: CTI + b"x"})),
    "has no bytes for an id": enc(headers(_15={6: NOW, 7: b""})),
    "has an id as text": enc(headers(_15={6: NOW, 7: "abcdefghijkl"})),
    "has a mark of a will that is false": enc(headers(_m65537=False)),
    "has a mark of a will that is 1": enc(headers(_m65537=1)),
    "has a Partial IV beside the IV": enc(headers(_6=b"\x01")),
    "has seventeen headers": enc(headers(**{"_%d" % (100 + n): 0 for n in range(14)})),
    "has nine levels": enc(headers(_99=None)).replace(b"\xa3", b"\xa4", 1) + b"\x18\x63" + b"\x81" * 8 + b"\x00",
}.items():
    row("malformed", "the protected bucket " + name, with_bucket(bucket))

# The other bucket.
for reason, name, unprotected in (
    ("malformed", "no IV", {}),
    ("malformed", "an IV of 11 bytes", {5: IV[:11]}),
    ("malformed", "an IV of 13 bytes", {5: IV + b"x"}),
    ("malformed", "an IV of no bytes", {5: b""}),
    ("malformed", "an IV as text", {5: "abcdefghijkl"}),
    ("malformed", "a Partial IV alone", {6: b"\x01"}),
    ("malformed", "a Partial IV beside the IV", {5: IV, 6: b"\x01"}),
    ("malformed", "a Partial IV as a number", {5: IV, 6: 1}),
    ("malformed", "the algorithm in both buckets", {1: 3, 5: IV}),
    ("malformed", "the kid in both buckets", {4: b"k1", 5: IV}),
    ("malformed", "the claims in both buckets", {15: {6: NOW}, 5: IV}),
    ("malformed", "a list of critical headers that is not protected", {2: [1], 5: IV}),
):
    row(reason, name, shared(H, unprotected))
row("malformed", "the IV in both buckets", shared(headers(_5=IV), {5: IV}))
row("malformed", "no bytes for a tag", enc(Tag(16, [PARTS[0], {5: IV}, b""])))
row("malformed", "a byte less than a tag", enc(Tag(16, [PARTS[0], {5: IV}, bytes(15)])))
row("malformed", "an IV of 12 bytes for AES-CCM",
    shared({1: 10, 4: b"ccm"}, key=key_of("ccm"), alg=10, iv=IV))

# Keys, algorithms, topics.
for alg in (1, 2, 10, 24, 30, 31, 4, 11, 0, -6, -8, -25, 2**40):
    row("alg-not-allowed", "algorithm %d under a key for A256GCM" % alg, shared(headers(_1=alg)))
row("alg-not-allowed", "no algorithm", shared(headers(_1=None)))
row("alg-not-allowed", "the algorithm is not protected", shared(headers(_1=None), {1: 3, 5: IV}))
row("alg-not-allowed", "no protected bucket", enc(Tag(16, [b"", {1: 3, 4: b"k1", 5: IV}, PARTS[2]])))
row("alg-not-allowed", "algorithm 3 under a key for A128GCM", shared(headers(_4=b"g")))
row("alg-not-allowed", "algorithm 3 under a key for ChaCha20", shared(headers(_4=b"chacha"), key=key_of("chacha")))
row("alg-not-allowed", "algorithm 3 under a key for AES-CCM", shared(headers(_4=b"ccm")))
row("unknown-kid", "a kid that nobody has", shared(headers(_4=b"k2")))
row("unknown-kid", "a kid with a blank behind it", shared(headers(_4=b"k1 ")))
row("unknown-kid", "a kid in capital letters", shared(headers(_4=b"K1")))
row("unknown-kid", "a kid that is no UTF-8", shared(headers(_4=b"\xff\xfe")))
row("unknown-kid", "an empty kid", shared(headers(_4=b"")))
row("unknown-kid", "no kid", shared(headers(_4=None)))
row("unknown-kid", "the kid of a receiver's key pair", shared(headers(_4=b"alice")))
row("unknown-kid", "the kid of a signer", shared(headers(_4=b"press")))
row("topic-not-allowed-for-key", "a topic that is not the key's", shared(H, topic="hall/1"), "hall/1")
row("key-revoked", "a revoked key", shared(headers(_4=b"revoked"), key=key_of("revoked")))
row("key-expired", "a key past its end", shared(headers(_4=b"expired"), key=key_of("expired")))

# What the cipher finds.
row("auth-failed", "another topic", GOOD, "plant/2")
row("auth-failed", "another topic that begins like it", GOOD, "plant/1/")
row("auth-failed", "another key of that kid", shared(H, key=up(9, 32)))
row("auth-failed", "no external_aad", enc(Tag(16, [PARTS[0], {5: IV}, AESGCM(KEY).encrypt(IV, b"hello", enc(["Encrypt0", PARTS[0], b""]))])))
row("auth-failed", "another profile", shared(H, profile="mqtt-e2e/2"))
row("auth-failed", "sealed as a COSE_Encrypt", shared(H, context="Encrypt"))
row("auth-failed", "an empty topic", shared(H, topic=""))
row("auth-failed", "the bucket of another message", message(bucket=bstr(enc(headers(_15={6: NOW + 1, 7: CTI})))))
row("auth-failed", "another content type", message(bucket=bstr(enc(headers(_3="text/plain")))))
row("auth-failed", "a kid that moved to the other bucket", message(bucket=bstr(enc(headers(_4=None))), unprotected=enc({4: b"k1", 5: IV})))
row("auth-failed", "another IV", message(unprotected=enc({5: up(0, 12)})))
row("auth-failed", "ciphertext that was cut by a byte", enc(Tag(16, [PARTS[0], {5: IV}, PARTS[2][:-1]])))
row("auth-failed", "ciphertext with a byte more", enc(Tag(16, [PARTS[0], {5: IV}, PARTS[2] + b"\x00"])))
row("auth-failed", "a tag alone", enc(Tag(16, [PARTS[0], {5: IV}, PARTS[2][-16:]])))
row("auth-failed", "a tag of zeros", enc(Tag(16, [PARTS[0], {5: IV}, PARTS[2][:-16] + bytes(16)])))
row("auth-failed", "a deterministic bucket instead of the one that was sealed",
    (lambda odd: enc(Tag(16, [PARTS[0], {5: IV}, seal(odd)[2]])))(b"\xa3\x04\x42k1\x01\x03\x0f" + enc(H[15])))
for kid, alg in (("g", 1), ("chacha", 24), ("ccm", 10)):
    iv = up(0, 13) if alg == 10 else IV
    parts = seal(headers(_1=alg, _4=kid.encode()), key=key_of(kid), alg=alg, iv=iv)
    parts[2] = bytes([parts[2][0] ^ 1]) + parts[2][1:]
    row("auth-failed", "a changed bit under algorithm %d" % alg, enc(Tag(16, parts)))

# Time and number.
for name, when in (("five minutes and a second ago", NOW - 301), ("a minute and a second ahead", NOW + 61), ("in 1970", 0),
                   ("before 1970", -1), ("at the end of time", 2**63 - 1), ("at its beginning", -(2**63))):
    row("stale", "sealed " + name, shared(headers(_15={6: when, 7: CTI})))
row("stale", "older than its key allows", shared(headers(_4=b"short", _15={6: NOW - 6, 7: CTI}), key=key_of("short")))
row("freshness-missing", "no claims", shared(headers(_15=None)))
row("freshness-missing", "claims without a time", shared(headers(_15={7: CTI})))
row("freshness-missing", "claims without an id", shared(headers(_15={6: NOW})))
row("freshness-missing", "empty claims", shared(headers(_15={})))
row("freshness-missing", "claims that are not protected", shared(headers(_15=None), {5: IV, 15: H[15]}))
row("unsigned-refused", "no signature under a key that demands one", shared(headers(_4=b"signed"), key=key_of("signed")))

# Recipients.
ephemeral = x25519.X25519PrivateKey.from_private_bytes(up(0x80, 32))
EPK = {1: 1, -1: 4, -2: raw(ephemeral)}
CEK = up(0x11, 32)


def derive(secret, alg, bits, bucket):
    context = enc([alg, [None] * 3, [None] * 3, [bits, bucket]])
    return HKDF(hashes.SHA256(), bits // 8, None, context).derive(secret)


def direct(public=None, bucket=None, epk=EPK, unprotected=None, encrypted=b"", protected=None, context=None, plaintext=b"hello", topic=TOPIC):
    bucket = enc({1: -25, 4: b"alice"}) if bucket is None else bucket
    key = derive(ephemeral.exchange(public or alice.public_key()), 3, 256, bucket if context is None else context)
    parts = seal(protected or headers(_4=None), key=key, context="Encrypt", plaintext=plaintext, topic=topic)
    return parts + [[[bucket, {-1: epk} if unprotected is None else unprotected, encrypted]]]


def wrapped(kid, public, bucket=None, cek=CEK, size=None, number=-5):
    bucket = enc({1: -31, 4: kid}) if bucket is None else bucket
    key = aes_key_wrap(derive(ephemeral.exchange(public), number, 256, bucket), cek)
    return [bucket, {-1: EPK}, key if size is None else key[:size]]


def several(recipients=None, plaintext=b"hello", **more):
    others = [wrapped(b"alice", alice.public_key()), wrapped(b"bob", bob.public_key())]
    return seal(headers(_4=None, **more), key=CEK, context="Encrypt", plaintext=plaintext) + [recipients or others]


def encrypt(parts):
    return enc(Tag(96, parts))


row("anonymous-refused", "one recipient, and nobody signs", encrypt(direct()))
row("anonymous-refused", "two recipients, and nobody signs", encrypt(several()))
POINT = "a recipient's ephemeral key "
for name, point in (("is 0", bytes(32)), ("is 1", b"\x01" + bytes(31)), ("has order 8", bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")),
                    ("has order 8 too", bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")),
                    ("is p - 1", bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")),
                    ("is p", bytes.fromhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")),
                    ("is p + 1", bytes.fromhex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"))):
    row("auth-failed", POINT + name, encrypt(direct(epk={1: 1, -1: 4, -2: point})))
high = raw(ephemeral)[:31] + bytes([raw(ephemeral)[31] | 0x80])
for name, epk in (("has its highest bit set", {1: 1, -1: 4, -2: high}), ("has 31 bytes", {1: 1, -1: 4, -2: raw(ephemeral)[:31]}),
                  ("has 33 bytes", {1: 1, -1: 4, -2: raw(ephemeral) + b"\x00"}), ("has no kty", {-1: 4, -2: raw(ephemeral)}),
                  ("has the kty of another kind", {1: 2, -1: 4, -2: raw(ephemeral)}), ("is on another curve", {1: 1, -1: 6, -2: raw(ephemeral)}),
                  ("has no point", {1: 1, -1: 4}), ("is a byte string", raw(ephemeral)), ("is null", None), ("is empty", {})):
    row("malformed", POINT + name, encrypt(direct(epk=epk)))
row("malformed", "a recipient without an ephemeral key", encrypt(direct(unprotected={})))
row("malformed", "a direct agreement with an encrypted key", encrypt(direct(encrypted=bytes(40))))
two = direct()
row("malformed", "two direct agreements", encrypt(two[:3] + [two[3] * 2]))
row("malformed", "a recipient with a salt", encrypt(direct(unprotected={-1: EPK, -20: b"salt"})))
row("malformed", "a recipient that names a party", encrypt(direct(unprotected={-1: EPK, -24: b"party"})))
row("malformed", "a recipient's salt is a number", encrypt(direct(unprotected={-1: EPK, -20: 7})))
row("malformed", "no recipients", encrypt(several()[:3] + [[]]))
row("malformed", "recipients as a map", encrypt(several()[:3] + [{}]))
row("malformed", "sixty-five recipients", encrypt(several()[:3] + [several()[3][:1] * 65]))
row("malformed", "a recipient of two parts", encrypt(several([several()[3][0][:2]])))
row("malformed", "a recipient of four parts", encrypt(several([several()[3][0] + [[]]])))
row("malformed", "a recipient that is a number", encrypt(several([7])))
row("malformed", "a recipient's encrypted key is null", encrypt(several([several()[3][0][:2] + [None]])))
row("malformed", "a recipient's bucket is a map", encrypt(direct()[:3] + [[[{1: -25}, {-1: EPK}, b""]]]))
row("malformed", "a kid in both buckets of a recipient", encrypt(direct(unprotected={-1: EPK, 4: b"alice"})))
row("malformed", "an unknown critical header of a recipient", encrypt(direct(bucket=enc({1: -25, 2: [99], 4: b"alice", 99: 0}))))
for alg in (-27, -29, -6, -5, -26, -65, 3):
    row("alg-not-allowed", "a recipient by algorithm %d" % alg, encrypt(direct(bucket=enc({1: alg, 4: b"alice"}))))
row("alg-not-allowed", "a recipient's algorithm is not protected",
    encrypt(direct(bucket=enc({4: b"alice"}), unprotected={1: -25, -1: EPK})))
row("alg-not-allowed", "a recipient without an algorithm", encrypt(direct(bucket=enc({4: b"alice"}))))
row("alg-not-allowed", "content by algorithm 31 for a recipient", encrypt(direct(protected=headers(_1=31, _4=None))))
row("alg-not-allowed", "content without an algorithm for a recipient", encrypt(direct(protected=headers(_1=None, _4=None))))
row("unknown-kid", "recipients of whom none is us", encrypt(several([wrapped(b"carol", bob.public_key())])))
row("unknown-kid", "a recipient without a kid", encrypt(direct(bucket=enc({1: -25}))))
row("unknown-kid", "a recipient by the kid of a shared key", encrypt(direct(bucket=enc({1: -25, 4: b"k1"}))))
row("topic-not-allowed-for-key", "a recipient's key for other topics", encrypt(direct(bob.public_key(), enc({1: -25, 4: b"moved"}))))
row("auth-failed", "a recipient's kid with the key of another", encrypt(direct(bob.public_key())))
row("auth-failed", "a context without the recipient's bucket", encrypt(direct(context=b"")))
row("auth-failed", "an envelope for a recipient on another topic", encrypt(direct()), "plant/2")
row("auth-failed", "a wrapped key of 39 bytes", encrypt(several([wrapped(b"alice", alice.public_key(), size=39)])))
row("auth-failed", "a wrapped key of 32 bytes", encrypt(several([wrapped(b"alice", alice.public_key(), size=32)])))
row("auth-failed", "no wrapped key", encrypt(several([wrapped(b"alice", alice.public_key(), size=0)])))
row("auth-failed", "a wrapped key of 16 bytes for A256GCM", encrypt(several([wrapped(b"alice", alice.public_key(), cek=up(1, 16))])))
row("auth-failed", "another wrapped key", encrypt(several([wrapped(b"alice", alice.public_key(), cek=up(1, 32))])))
row("auth-failed", "a wrapping key of another purpose", encrypt(several([wrapped(b"alice", alice.public_key(), number=-3)])))
row("auth-failed", "a wrapped key instead of a direct agreement",
    encrypt(several([[enc({1: -31, 4: b"alice"}), {-1: EPK}, several()[3][1][2]]])))

# Signatures.


def sign(key=press, kid=b"press", topic=TOPIC, iat=NOW, cti=CTI, audience=(b"k1",), payload=b"hello", bucket=None,
         context="Signature1", binding="mqtt-e2e/1 sign", more=None):
    bucket = enc({1: -8, 4: kid, **(more or {})}) if bucket is None else bucket
    aad = enc([binding, topic, iat, cti, list(audience)])
    return [bucket, {}, payload, key.sign(enc([context, bucket, aad, payload]))]


def signed(parts, **more):
    return shared(headers(_3=18, **more), plaintext=parts if isinstance(parts, bytes) else enc(Tag(18, parts)))


good = sign()
for name, parts in {
    "is of zeros": good[:3] + [bytes(64)],
    "has a changed bit": good[:3] + [bytes([good[3][0] ^ 1]) + good[3][1:]],
    "has 63 bytes": good[:3] + [good[3][:63]],
    "has 65 bytes": good[:3] + [good[3] + b"\x00"],
    "has no bytes": good[:3] + [b""],
    "is for another payload": good[:2] + [b"hallo"] + good[3:],
    "is for another topic": sign(topic="plant/2"),
    "is for another time": sign(iat=NOW - 1),
    "is for another message": sign(cti=up(1, 12)),
    "is for a message without a number": sign(cti=None),
    "is for another key": sign(audience=(b"g",)),
    "is for nobody": sign(audience=()),
    "is for us and others": sign(audience=(b"g", b"k1")),
    "is by another": sign(key=hall),
    "is of another kind": sign(context="Signature"),
    "is of another profile": sign(binding="mqtt-e2e/1"),
    "is for other headers": [enc({1: -8, 3: "x", 4: b"press"})] + good[1:],
}.items():
    row("bad-signature", "a signature that " + name, signed(parts))
row("unknown-signer", "a signer that nobody knows", signed(sign(kid=b"nobody")))
row("unknown-signer", "no name of a signer", signed(sign(bucket=enc({1: -8}))))
row("unknown-signer", "a signer by the kid of a shared key", signed(sign(kid=b"k1")))
row("unknown-signer", "a signer by the kid of a receiver", signed(sign(kid=b"alice")))
row("signer-not-allowed-for-topic", "a signer for other topics", signed(sign(key=hall, kid=b"hall")))
row("key-revoked", "a revoked signer", signed(sign(key=gone, kid=b"gone")))
for alg in (-7, -35, -36, 3, 1):
    row("alg-not-allowed", "signed by algorithm %d" % alg, signed(sign(bucket=enc({1: alg, 4: b"press"}))))
row("alg-not-allowed", "signed by an algorithm that is not protected", signed([enc({4: b"press"}), {1: -8}] + good[2:]))
row("alg-not-allowed", "signed by no algorithm", signed(sign(bucket=enc({4: b"press"}))))
plain = enc(Tag(18, good))
for name, plaintext in {
    "plain text": b"hello", "nothing": b"", "cut": plain[:-1], "followed by a byte": plain + b"\x00", "without its tag": plain[1:],
    "under tag 98": b"\xd8\x62" + plain[1:], "an array of three": enc(Tag(18, good[:3])), "an array of five": enc(Tag(18, good + [b""])),
    "of indefinite length": b"\xd2\x9f" + plain[2:] + b"\xff", "without its payload": enc(Tag(18, good[:2] + [None] + good[3:])),
    "with a payload as text": enc(Tag(18, good[:2] + ["hello"] + good[3:])), "with a signature as text": enc(Tag(18, good[:3] + ["x" * 64])),
    "with a kid in both buckets": enc(Tag(18, [good[0], {4: b"press"}] + good[2:])),
    "with an unknown critical header": enc(Tag(18, sign(bucket=enc({1: -8, 2: [99], 4: b"press", 99: 0})))),
}.items():
    row("malformed", "the signed message is " + name, signed(plaintext))
row("stale", "a signed message that is old", signed(sign(iat=NOW - 301), _15={6: NOW - 301, 7: CTI}))
row("bad-signature", "a signed message sealed again with a new time", signed(sign(iat=NOW - 301)))

ours = [thumbprint("X25519", raw(alice)), thumbprint("X25519", raw(bob))]
both = sorted(ours)
AUDIENCE = -65538
for reason, name, when, number in (("freshness-missing", "no claims for a recipient", None, None),
                                   ("stale", "an old message for a recipient", NOW - 301, CTI)):
    claims = {6: when, 7: number} if number else None
    inner = enc(Tag(18, sign(audience=(ours[0],), iat=when, cti=number)))
    row(reason, name, encrypt(direct(plaintext=inner, protected=headers(_3=18, _4=None, _15=claims))))
row("bad-signature", "signed for another recipient", encrypt(direct(plaintext=enc(Tag(18, sign(audience=(ours[1],)))), protected=headers(_3=18, _4=None))))
row("bad-signature", "signed for a shared key, sealed for a recipient", encrypt(direct(plaintext=plain, protected=headers(_3=18, _4=None))))
for name, audience, listed in (
    ("does not say for whom", both, None), ("lists us alone", [ours[0]], [ours[0]]), ("lists one too many", both + [up(0, 32)], both + [up(0, 32)]),
    ("lists others", [up(0, 32), up(1, 32)], [up(0, 32), up(1, 32)]), ("lists others than were signed", both, [ours[0], up(0, 32)]),
    ("lists nobody", [], []), ("lists no bytes", both, ["x", "y"]), ("has no list", both, 7),
):
    more = {} if listed is None else {AUDIENCE: listed}
    row("bad-signature", "for two recipients, signed, " + name,
        encrypt(several(plaintext=enc(Tag(18, sign(audience=audience, more=more))), _3=18)))

with open(sys.argv[1] if len(sys.argv) > 1 else "fault_envelopes.txt", "w") as out:
    out.write(json.dumps(keyring) + "\n")
    out.write("sealed\t%s\tno fault\t%s\n" % (TOPIC, GOOD.hex()))
    out.write("signed\t%s\tno fault, signed\t%s\n" % (TOPIC, signed(good).hex()))
    out.write("signed\t%s\tno fault, for two\t%s\n"
              % (TOPIC, encrypt(several(plaintext=enc(Tag(18, sign(audience=both, more={AUDIENCE: both}))), _3=18)).hex()))
    out.write("\n".join(rows) + "\n")
