// SPDX-License-Identifier: Apache-2.0
#include "common/cose/encrypt.hpp"

#include "common/cose/cbor_reader.hpp"
#include "common/cose/cbor_writer.hpp"

namespace mqttx::cose {

namespace {

using Fault = std::optional<std::string_view>;
using RecipientReader = Fault(cbor::Reader&, Recipient&);

Fault agreement_fault(const Encrypt& message, const Recipient& one) {
    if (one.headers.algorithm == direct_agreement && message.recipients.size() > 1) {
        return "a key that is agreed directly can have one recipient only";
    }
    if (one.headers.algorithm == direct_agreement && !one.encrypted_key.empty()) {
        return "a key that is agreed directly cannot be encrypted too";
    }
    return std::nullopt;
}

Fault read(ByteView payload, Encrypt& message, RecipientReader* next_recipient) {
    if (const auto fault = cbor::find_fault(payload)) {
        return fault;
    }
    cbor::Reader in{payload};
    if (in.tag() != 96 || in.array() != 4) {
        return "it is no array of four under tag 96";
    }
    if (const auto fault = read_sealed_content(in, message.content)) {
        return fault;
    }
    const auto count = in.array();
    if (!count || *count == 0 || *count > most_recipients) {
        return "it has no list of 1 to 64 recipients";
    }
    for (std::uint64_t left = *count; left > 0; --left) {
        if (const auto fault = next_recipient(in, message.recipients.emplace_back())) {
            return fault;
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string_view> read_any_encrypt(ByteView payload, Encrypt& message) {
    return read(payload, message, read_any_recipient);
}

std::optional<std::string_view> read_encrypt(ByteView payload, Encrypt& message) {
    if (const auto fault = read(payload, message, read_recipient)) {
        return fault;
    }
    for (const auto& one : message.recipients) {
        if (const auto fault = agreement_fault(message, one)) {
            return fault;
        }
    }
    return std::nullopt;
}

void write_encrypt_front(
    Bytes& out, ByteView protected_bucket, ByteView iv, std::uint64_t ciphertext_size
) {
    cbor::Writer{out}.tag(96).array(4);
    write_sealed_content_front(out, protected_bucket, iv, ciphertext_size);
}

Bytes encrypt_associated_data(ByteView protected_bucket, ByteView external_aad) {
    return associated_data("Encrypt", protected_bucket, external_aad);
}

} // namespace mqttx::cose
