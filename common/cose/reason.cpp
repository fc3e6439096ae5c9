// SPDX-License-Identifier: Apache-2.0
#include "common/cose/reason.hpp"

namespace mqttx::cose {

std::string_view word(Reason reason) noexcept {
    switch (reason) {
    case Reason::not_cose:
        return "not-cose";
    case Reason::malformed:
        return "malformed";
    case Reason::unknown_kid:
        return "unknown-kid";
    case Reason::alg_not_allowed:
        return "alg-not-allowed";
    case Reason::topic_not_allowed_for_key:
        return "topic-not-allowed-for-key";
    case Reason::auth_failed:
        return "auth-failed";
    case Reason::bad_signature:
        return "bad-signature";
    case Reason::unknown_signer:
        return "unknown-signer";
    case Reason::signer_not_allowed_for_topic:
        return "signer-not-allowed-for-topic";
    case Reason::anonymous_refused:
        return "anonymous-refused";
    case Reason::stale:
        return "stale";
    case Reason::replayed:
        return "replayed";
    case Reason::rolled_back:
        return "rolled-back";
    case Reason::plaintext_refused:
        return "plaintext-refused";
    case Reason::too_large:
        return "too-large";
    case Reason::key_revoked:
        return "key-revoked";
    case Reason::key_expired:
        return "key-expired";
    case Reason::unsigned_refused:
        return "unsigned-refused";
    case Reason::freshness_missing:
        return "freshness-missing";
    }
    return "malformed";
}

} // namespace mqttx::cose
