// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.hpp"
#include "common/cose/aead.hpp"
#include "common/cose/encrypt.hpp"
#include "common/cose/receiver.hpp"
#include "common/cose/recipient.hpp"
#include "common/cose/sign1.hpp"
#include "common/keys/curve.hpp"
#include "common/keys/derivation.hpp"
#include "common/keys/thumbprint.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <numeric>
#include <sstream>
#include <string>

using namespace mqttx;

namespace {

// The examples of the manual page on payloads, made anew of their parts and compared with the page;
// with UPDATE=1 in the environment the page gets them instead.

constexpr std::string_view page = MQTTX_SOURCE "/man/mqttx-payload.1.in";
constexpr std::string_view topic = "plant/1/temp";
constexpr std::string_view payload = "21.5";
constexpr std::int64_t sealed_at = 1'767'225'600; // 2026-01-01T00:00:00Z
const cose::MessageId message_id{0x0123456789ABCDEF, 7};

Bytes counted_up(std::uint8_t first, std::size_t size) {
    Bytes bytes(size);
    std::iota(bytes.begin(), bytes.end(), first);
    return bytes;
}

keys::Key shared_key(keys::Algorithm algorithm) {
    keys::Key key;
    key.algorithm = algorithm;
    key.kid = "k1";
    key.secret = Secret{counted_up(0, keys::sizes_of(algorithm).key)};
    return key;
}

keys::Key key_pair(keys::KeyType type, std::uint8_t first) {
    keys::Key key;
    key.type = type;
    key.secret = Secret{counted_up(first, keys::curve_key_size)};
    const auto point = keys::public_key_of(type, key.secret);
    key.public_key.assign(point.begin(), point.end());
    key.kid = keys::kid_of(key);
    return key;
}

/// The block of a page for a run of named bytes.
class Block {
  public:
    void show(std::string_view name, ByteView bytes) {
        text_ += cat(name, " (", counted(bytes.size(), "byte"), "):\n");
        const auto hex = to_hex(bytes);
        for (std::size_t at = 0; at < hex.size(); at += 64) {
            text_ += cat("  ", hex.substr(at, 64), '\n');
        }
    }

    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    std::string text_{};
};

/// Compares with the page what stands there between two remarks, or puts it there.
void check_block(std::string_view name, const std::string& wanted) {
    std::stringstream whole;
    whole << std::ifstream{std::string{page}}.rdbuf();
    auto text = whole.str();
    const auto begin_mark = cat(".\\\" example ", name, '\n');
    const std::string_view end_mark = ".\\\" end\n";
    const auto begin = text.find(begin_mark);
    REQUIRE(begin != std::string::npos);
    const auto from = begin + begin_mark.size();
    const auto end = text.find(end_mark, from);
    REQUIRE(end != std::string::npos);
    if (std::getenv("UPDATE") != nullptr) {
        text.replace(from, end - from, wanted);
        std::ofstream{std::string{page}} << text;
        return;
    }
    CHECK(text.substr(from, end - from) == wanted);
}

Bytes protected_bucket(const cose::Headers& headers) {
    Bytes bucket;
    cose::cbor::Writer writer{bucket};
    cose::write_protected_bucket(writer, headers);
    return bucket;
}

/// What follows the protected bucket in every mode: the end of an envelope and the way there.
Bytes seal(
    Block& block,
    keys::Algorithm algorithm,
    const Secret& key,
    ByteView plaintext,
    const Bytes& bucket,
    const Bytes& recipients
) {
    const bool is_shared = recipients.empty();
    const auto sizes = keys::sizes_of(algorithm);
    const auto iv = counted_up(0xA0, sizes.nonce);
    const auto aad = cose::topic_binding(topic);
    const auto structure = is_shared ? cose::encrypt0_associated_data(bucket, aad)
                                     : cose::encrypt_associated_data(bucket, aad);
    block.show("protected bucket", bucket);
    block.show("external_aad", aad);
    block.show("Enc_structure, the associated data of the cipher", structure);
    block.show("IV", iv);
    Bytes envelope;
    if (is_shared) {
        cose::write_encrypt0_front(envelope, bucket, iv, plaintext.size() + sizes.tag);
    } else {
        cose::write_encrypt_front(envelope, bucket, iv, plaintext.size() + sizes.tag);
    }
    cose::Aead{algorithm, key, cose::Aead::Use::seal}.seal(iv, structure, plaintext, envelope);
    envelope.insert(envelope.end(), recipients.begin(), recipients.end());
    block.show("envelope", envelope);
    return envelope;
}

void check_opens(
    keys::Key key, std::vector<keys::Key> signers, const Bytes& envelope, cose::Status status
) {
    keys::Keyring keyring;
    std::vector<keys::Key> keys = std::move(signers);
    keys.push_back(std::move(key));
    keyring.add(std::move(keys), "here");
    cose::Receiver receiver{keyring, {.allow_anonymous = true}};
    const auto verdict = receiver.receive({topic, envelope}, sealed_at);
    CHECK(verdict.explanation == "");
    CHECK(verdict.status == status);
    CHECK(as_text(verdict.plaintext) == payload);
}

} // namespace

TEST_CASE("the manual's example of a shared key") {
    auto key = shared_key(keys::Algorithm::a256gcm);
    Block block;
    block.show("key", key.secret.expose());
    const auto bucket = protected_bucket(
        {.algorithm = 3, .kid = as_bytes(key.kid), .claims = {sealed_at, message_id}}
    );
    const auto envelope = seal(block, key.algorithm, key.secret, as_bytes(payload), bucket, {});
    check_block("shared", block.text());
    check_opens(std::move(key), {}, envelope, cose::Status::sealed);
}

TEST_CASE("the manual's example of the constrained mode") {
    auto key = shared_key(keys::Algorithm::aes_ccm_16_64_128);
    key.policy.freshness_waived = true;
    Block block;
    block.show("key", key.secret.expose());
    const auto bucket = protected_bucket({.algorithm = 10, .kid = as_bytes(key.kid)});
    const auto envelope = seal(block, key.algorithm, key.secret, as_bytes(payload), bucket, {});
    check_block("constrained", block.text());
    check_opens(std::move(key), {}, envelope, cose::Status::sealed);
}

TEST_CASE("the manual's example of a signature") {
    auto key = shared_key(keys::Algorithm::a256gcm);
    auto signer = key_pair(keys::KeyType::ed25519, 0x40);
    const cose::Claims claims{sealed_at, message_id};
    const auto kid = as_bytes(key.kid);
    const cose::Audience audience{Bytes(kid.begin(), kid.end())};
    Block block;
    block.show("signer's private key", signer.secret.expose());
    block.show("signer's public key", signer.public_key);
    const auto binding = cose::signature_binding(topic, claims, audience);
    const auto inner = protected_bucket({.algorithm = -8, .kid = as_bytes(signer.kid)});
    block.show("external_aad of the signature", binding);
    block.show(
        "Sig_structure, what is signed", cose::signed_bytes(inner, binding, as_bytes(payload))
    );
    const auto sign1 =
        cose::write_sign1(signer, topic, {.claims = claims}, audience, as_bytes(payload));
    block.show("COSE_Sign1, the plaintext of the envelope", sign1);
    const auto bucket = protected_bucket(
        {.algorithm = 3,
         .content_type = cose::sign1_content_type,
         .kid = as_bytes(key.kid),
         .claims = claims}
    );
    const auto envelope = seal(block, key.algorithm, key.secret, sign1, bucket, {});
    check_block("signed", block.text());
    std::vector<keys::Key> signers;
    signers.push_back(std::move(signer));
    check_opens(std::move(key), std::move(signers), envelope, cose::Status::signed_);
}

TEST_CASE("the manual's example of one recipient") {
    constexpr auto algorithm = keys::Algorithm::a256gcm;
    auto recipient = key_pair(keys::KeyType::x25519, 0x60);
    const auto ephemeral = key_pair(keys::KeyType::x25519, 0x80);
    Block block;
    block.show("recipient's private key", recipient.secret.expose());
    block.show("recipient's public key", recipient.public_key);
    block.show("ephemeral private key", ephemeral.secret.expose());
    const auto agreed = keys::agree(ephemeral.secret, recipient.public_key);
    block.show("agreed secret (X25519)", agreed.expose());
    const auto bucket = protected_bucket({.algorithm = -25, .kid = as_bytes(recipient.kid)});
    block.show("recipient's protected bucket", bucket);
    const auto context = cose::kdf_context(3, 32, bucket);
    block.show("COSE_KDF_Context", context);
    const auto key = keys::hkdf(agreed, context, 32);
    block.show("key of the content (HKDF-SHA-256)", key.expose());
    Bytes recipients;
    cose::cbor::Writer out{recipients};
    out.array(1).array(3).bytes(bucket).map(1).integer(-1);
    out.map(3).integer(1).integer(1).integer(-1).integer(4).integer(-2);
    out.bytes(ephemeral.public_key).bytes({});
    const auto content = protected_bucket({.algorithm = 3, .claims = {sealed_at, message_id}});
    const auto envelope = seal(block, algorithm, key, as_bytes(payload), content, recipients);
    check_block("recipient", block.text());
    check_opens(std::move(recipient), {}, envelope, cose::Status::anonymous);
}
