// SPDX-License-Identifier: Apache-2.0
#include "common/cose/encrypt0.hpp"

#include "common/cose/cbor_reader.hpp"
#include "common/cose/cbor_writer.hpp"

namespace mqttx::cose {

namespace {

constexpr std::int64_t iv_label = 5;

} // namespace

std::optional<MessageType> announced_type(ByteView payload) noexcept {
    cbor::Reader in{payload};
    const auto tag = in.tag();
    const auto items = in.array();
    if (tag == 16 && items == 3) {
        return MessageType::encrypt0;
    }
    if (tag == 18 && items == 4) {
        return MessageType::sign1;
    }
    return tag == 96 && items == 4 ? std::optional{MessageType::encrypt} : std::nullopt;
}

std::optional<std::string_view> read_encrypt0(ByteView payload, Encrypt0& message) {
    if (const auto fault = cbor::find_fault(payload)) {
        return fault;
    }
    cbor::Reader in{payload};
    if (in.tag() != 16 || in.array() != 3) {
        return "it is no array of three under tag 16";
    }
    return read_sealed_content(in, message);
}

std::optional<std::string_view> read_sealed_content(cbor::Reader& in, Encrypt0& message) {
    const auto protected_bucket = in.bytes();
    if (!protected_bucket) {
        return "its protected bucket is no byte string";
    }
    const auto unprotected_bucket = in.skip();
    const auto ciphertext = in.bytes();
    if (!ciphertext) {
        return "its ciphertext is no byte string";
    }
    message.protected_bucket = *protected_bucket;
    message.ciphertext = *ciphertext;
    return read_headers(*protected_bucket, unprotected_bucket, message.headers);
}

void write_encrypt0_front(
    Bytes& out, ByteView protected_bucket, ByteView iv, std::uint64_t ciphertext_size
) {
    cbor::Writer{out}.tag(16).array(3);
    write_sealed_content_front(out, protected_bucket, iv, ciphertext_size);
}

void write_sealed_content_front(
    Bytes& out, ByteView protected_bucket, ByteView iv, std::uint64_t ciphertext_size
) {
    cbor::Writer writer{out};
    writer.bytes(protected_bucket).map(1).integer(iv_label).bytes(iv);
    writer.bytes_header(ciphertext_size);
}

Bytes topic_binding(std::string_view topic) {
    Bytes out;
    out.reserve(topic.size() + 16);
    cbor::Writer{out}.array(2).text("mqtt-e2e/1").text(topic);
    return out;
}

Bytes associated_data(std::string_view context, ByteView protected_bucket, ByteView external_aad) {
    Bytes out;
    out.reserve(protected_bucket.size() + external_aad.size() + 24);
    write_associated_data(out, context, protected_bucket, external_aad);
    return out;
}

void write_associated_data(
    Bytes& out, std::string_view context, ByteView protected_bucket, ByteView external_aad
) {
    cbor::Writer{out}.array(3).text(context).bytes(protected_bucket).bytes(external_aad);
}

Bytes encrypt0_associated_data(ByteView protected_bucket, ByteView external_aad) {
    return associated_data("Encrypt0", protected_bucket, external_aad);
}

} // namespace mqttx::cose
