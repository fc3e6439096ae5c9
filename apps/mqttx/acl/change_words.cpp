// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/change_words.hpp"

#include "apps/mqttx/acl/decision.hpp"
#include "common/base/text.hpp"
#include "common/io/terminal.hpp"

namespace mqttx::app {

std::string subject_words(const acl::Change& change) {
    switch (change.who) {
    case acl::Change::Who::anonymous:
        return "anonymous";
    case acl::Change::Who::other_users:
        return "other users";
    default:
        return io::escape_for_terminal(cat("user ", in_quotes(change.user)));
    }
}

std::string text_of(const std::vector<acl::Change>& changes) {
    std::string text;
    for (const auto& change : changes) {
        text +=
            cat(change.gained ? "+ " : "- ",
                subject_words(change),
                ": ",
                operation_word(change.operation),
                ", for example ",
                io::escape_for_terminal(change.witness),
                '\n');
    }
    return text;
}

} // namespace mqttx::app
