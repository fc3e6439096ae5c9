// SPDX-License-Identifier: Apache-2.0
#include "common/cose/sign1.hpp"

#include "common/cose/cbor_reader.hpp"
#include "common/cose/cbor_writer.hpp"
#include "common/keys/curve.hpp"

#include <algorithm>

namespace mqttx::cose {

Audience audience_of(const std::vector<const keys::Key*>& recipients) {
    Audience audience;
    for (const auto* key : recipients) {
        const auto print = keys::thumbprint(*key);
        audience.emplace_back(print.begin(), print.end());
    }
    std::ranges::sort(audience);
    return audience;
}

std::optional<std::string_view> read_sign1(ByteView message, Sign1& sign1) {
    if (const auto fault = cbor::find_fault(message)) {
        return fault;
    }
    cbor::Reader in{message};
    if (in.tag() != 18 || in.array() != 4) {
        return "the signed message is no array of four under tag 18";
    }
    return read_sign1_content(in, sign1);
}

std::optional<std::string_view> read_sign1_content(cbor::Reader& in, Sign1& sign1) {
    const auto bucket = in.bytes();
    if (!bucket) {
        return "the signed message's protected bucket is no byte string";
    }
    const auto unprotected_bucket = in.skip();
    const auto payload = in.bytes();
    const auto signature = in.bytes();
    if (!payload || !signature) {
        return "the signed message's payload or signature is no byte string";
    }
    sign1.protected_bucket = *bucket;
    sign1.payload = *payload;
    sign1.signature = *signature;
    return read_headers(*bucket, unprotected_bucket, sign1.headers);
}

Bytes signature_binding(std::string_view topic, const Claims& claims, const Audience& audience) {
    Bytes out;
    cbor::Writer writer{out};
    writer.array(5).text("mqtt-e2e/1 sign").text(topic);
    if (claims.issued_at) {
        writer.integer(*claims.issued_at);
    } else {
        writer.null();
    }
    if (claims.id) {
        writer.bytes(claims.id->to_bytes());
    } else {
        writer.null();
    }
    writer.array(audience.size());
    for (const auto& member : audience) {
        writer.bytes(member);
    }
    return out;
}

Bytes signed_bytes(ByteView protected_bucket, ByteView external_aad, ByteView payload) {
    Bytes out;
    out.reserve(protected_bucket.size() + external_aad.size() + payload.size() + 32);
    cbor::Writer writer{out};
    writer.array(4).text("Signature1").bytes(protected_bucket).bytes(external_aad).bytes(payload);
    return out;
}

Bytes write_sign1(
    const keys::Key& signer,
    std::string_view topic,
    const Headers& envelope,
    const Audience& audience,
    ByteView payload
) {
    Bytes members;
    if (audience.size() > 1) {
        cbor::Writer list{members};
        list.array(audience.size());
        for (const auto& member : audience) {
            list.bytes(member);
        }
    }
    Headers headers{
        .algorithm = signed_with_eddsa,
        .content_type = envelope.content_type,
        .kid = as_bytes(signer.kid),
        .is_will = envelope.is_will};
    if (!members.empty()) {
        headers.audience = members;
    }
    Bytes bucket;
    cbor::Writer bucket_writer{bucket};
    write_protected_bucket(bucket_writer, headers);
    const auto binding = signature_binding(topic, envelope.claims, audience);
    const auto signature = keys::sign(signer.secret, signed_bytes(bucket, binding, payload));
    Bytes out;
    out.reserve(bucket.size() + payload.size() + signature.size() + 24);
    cbor::Writer writer{out};
    writer.tag(18).array(4).bytes(bucket).map(0).bytes(payload).bytes(signature);
    return out;
}

} // namespace mqttx::cose
