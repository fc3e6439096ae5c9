// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/pki/certificate.hpp"
#include "common/pki/lint.hpp"
#include "common/tls/pem.hpp"

#include <cstddef>
#include <cstdint>

/// Whatever the bytes are: certificates with facts, or an Error; a key or an Error, never a prompt.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const mqttx::ByteView bytes{data, size};
    try {
        for (const auto& certificate : mqttx::pki::read_certificates(bytes, "input")) {
            const mqttx::pki::CertificateFacts facts = mqttx::pki::facts_of(certificate.get());
            if (facts.sha256.size() != 64 || facts.pin.size() != 44) {
                __builtin_trap();
            }
            // What was read can be written and read again, and is the same.
            const std::string pem = mqttx::pki::certificate_pem(certificate.get());
            const auto again = mqttx::pki::read_certificates(mqttx::as_bytes(pem), "again");
            if (mqttx::pki::facts_of(again.front().get()).sha256 != facts.sha256) {
                __builtin_trap();
            }
        }
    } catch (const mqttx::Error&) { // refused, as most inputs are
    }
    // Lint says what it finds, whatever there is.
    try {
        mqttx::pki::LintInput input;
        if (mqttx::as_text(bytes).find("X509 CRL") == std::string_view::npos) {
            input.certificates = mqttx::pki::read_certificates(bytes, "input");
        } else {
            input.lists = mqttx::tls::read_revocation_lists(bytes, "input");
        }
        for (const auto& finding : mqttx::pki::lint(input)) {
            if (finding.rule == nullptr || finding.rule->id.empty()) {
                __builtin_trap();
            }
        }
    } catch (const mqttx::Error&) {
    }
    // The key decoder tries every format it knows: too slow to be tried on what has no key.
    if (mqttx::as_text(bytes).find("PRIVATE KEY") == std::string_view::npos) {
        return 0;
    }
    try {
        mqttx::tls::read_private_key(bytes, std::nullopt, "input");
    } catch (const mqttx::Error&) {
    }
    return 0;
}
