// SPDX-License-Identifier: Apache-2.0
#include "common/cose/verdict.hpp"

#include "common/base/text.hpp"

#include <utility>

namespace mqttx::cose {

std::string_view word(Status status) noexcept {
    switch (status) {
    case Status::plain:
        return "plain";
    case Status::empty:
        return "empty";
    case Status::sealed:
        return "sealed";
    case Status::signed_:
        return "signed";
    case Status::anonymous:
        return "anonymous";
    case Status::unopened:
        return "unopened";
    case Status::refused:
        return "refused";
    case Status::duplicate:
        return "duplicate";
    }
    return "refused";
}

std::string Verdict::signer_text() const {
    if (!signer || signer->name.empty()) {
        return signer ? signer->thumbprint : std::string{};
    }
    return cat(signer->name, " (", signer->thumbprint, ')');
}

bool Verdict::refuse(Reason why, std::string sentence, std::string way_out) {
    status = Status::refused;
    reason = why;
    explanation = std::move(sentence);
    hint = std::move(way_out);
    return false;
}

} // namespace mqttx::cose
