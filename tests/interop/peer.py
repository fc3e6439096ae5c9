#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# The profile a second time, with Debian's python3-cbor2 and python3-cryptography: written from the manual page, so that
# the two find each other's mistakes. usage: peer.py seal|open TOPIC KEYRING [KID [SIGNER]] < in > out
# KID names a shared key, or receivers' keys with commas between them.
import base64
import json
import os
import sys
import time

import cbor2
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap

CIPHERS = {1: AESGCM, 3: AESGCM, 10: lambda key: AESCCM(key, tag_length=8), 24: ChaCha20Poly1305}
AUDIENCE = -65538


def enc(item):
    return cbor2.dumps(item, canonical=True)


def b64(text):
    return base64.urlsafe_b64decode(text + "==")


def raw(key):
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def thumbprint(key):
    digest = hashes.Hash(hashes.SHA256())
    digest.update(('{"crv":"%s","kty":"OKP","x":"%s"}' % (key["crv"], key["x"])).encode())
    return digest.finalize()


def content_key(secret, recipient_alg, content_alg, bucket):
    number, bits = (content_alg, 256) if recipient_alg == -25 else (-5, 256)
    context = enc([number, [None] * 3, [None] * 3, [bits, bucket]])
    return HKDF(hashes.SHA256(), bits // 8, None, context).derive(secret)


def signed_bytes(bucket, topic, claims, audience, payload):
    aad = enc(["mqtt-e2e/1 sign", topic, claims.get(6), claims.get(7), audience])
    return enc(["Signature1", bucket, aad, payload])


def open_envelope(envelope, topic, keys):
    tagged = cbor2.loads(envelope)
    assert enc(tagged) == envelope, "the encoding is not deterministic"
    bucket, unprotected, sealed = tagged.value[:3]
    headers = cbor2.loads(bucket)
    claims = headers.get(15, {})
    if tagged.tag == 16:
        ours = keys[headers[4].decode()]
        key, audience = b64(ours["k"]), [headers[4]]
    else:
        recipients = [(cbor2.loads(protected), protected, epk[-1], wrapped)
                      for protected, epk, wrapped in tagged.value[3]]
        head, protected, epk, wrapped = next(one for one in recipients if "d" in keys.get(one[0][4].decode(), {}))
        ours = keys[head[4].decode()]
        secret = x25519.X25519PrivateKey.from_private_bytes(b64(ours["d"])).exchange(
            x25519.X25519PublicKey.from_public_bytes(epk[-2]))
        key = content_key(secret, head[1], headers[1], protected)
        key = key if head[1] == -25 else aes_key_unwrap(key, wrapped)
        audience = [thumbprint(ours)]
    aad = enc(["Encrypt0" if tagged.tag == 16 else "Encrypt", bucket, enc(["mqtt-e2e/1", topic])])
    plaintext = CIPHERS[headers[1]](key).decrypt(unprotected[5], sealed, aad)
    if headers.get(3) != 18:
        return plaintext
    inner, _, payload, signature = cbor2.loads(plaintext).value
    head = cbor2.loads(inner)
    if tagged.tag == 96 and len(recipients) > 1:
        assert audience[0] in head[AUDIENCE] and len(head[AUDIENCE]) == len(recipients), "not for us"
        audience = head[AUDIENCE]
    signer = ed25519.Ed25519PublicKey.from_public_bytes(b64(keys[head[4].decode()]["x"]))
    signer.verify(signature, signed_bytes(inner, topic, claims, audience, payload))
    return payload


def seal(payload, topic, keys, names, signer):
    first = keys[names[0]]
    shared = first["kty"] == "oct"
    alg = first.get("cose_alg") or {"A128GCM": 1, "A256GCM": 3}[first["alg"]] if shared else 3
    headers = {1: alg, 4: names[0].encode()} if shared else {1: alg}
    claims = {6: int(time.time()), 7: os.urandom(8) + bytes(4)} if first.get("freshness") != "none" else {}
    if claims:
        headers[15] = claims
    if signer:
        audience = [names[0].encode()] if shared else sorted(thumbprint(keys[name]) for name in names)
        head = {1: -8, 4: signer.encode(), **({AUDIENCE: audience} if len(audience) > 1 else {})}
        secret = ed25519.Ed25519PrivateKey.from_private_bytes(b64(keys[signer]["d"]))
        signature = secret.sign(signed_bytes(enc(head), topic, claims, audience, payload))
        payload = enc(cbor2.CBORTag(18, [enc(head), {}, payload, signature]))
        headers[3] = 18
    key = b64(first["k"]) if shared else os.urandom(32)
    recipients = []
    for name in [] if shared else names:
        ephemeral = x25519.X25519PrivateKey.generate()
        number = -25 if len(names) == 1 else -31
        protected = enc({1: number, 4: name.encode()})
        agreed = content_key(ephemeral.exchange(x25519.X25519PublicKey.from_public_bytes(b64(keys[name]["x"]))),
                             number, alg, protected)
        if number == -25:
            key = agreed
        wrapped = b"" if number == -25 else aes_key_wrap(agreed, key)
        recipients.append([protected, {-1: {1: 1, -1: 4, -2: raw(ephemeral.public_key())}}, wrapped])
    bucket, iv = enc(headers), os.urandom(13 if alg == 10 else 12)
    aad = enc(["Encrypt0" if shared else "Encrypt", bucket, enc(["mqtt-e2e/1", topic])])
    parts = [bucket, {5: iv}, CIPHERS[alg](key).encrypt(iv, payload, aad)]
    return enc(cbor2.CBORTag(16 if shared else 96, parts + ([] if shared else [recipients])))


def main(verb, topic, keyring, names="", signer=""):
    keys = {key["kid"]: key for key in json.load(open(keyring))["keys"]}
    data = sys.stdin.buffer.read()
    result = open_envelope(data, topic, keys) if verb == "open" else seal(data, topic, keys, names.split(","), signer)
    sys.stdout.buffer.write(result)


main(*sys.argv[1:])
