// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/change_words.hpp"

#include "apps/mqttx/acl/decision.hpp"
#include "common/acl/subject_clients.hpp"
#include "common/base/text.hpp"
#include "common/io/terminal.hpp"

namespace mqttx::app {

std::string subject_words(const acl::Change& change) {
    switch (change.who) {
    case acl::Change::Who::anonymous:
        return "anonymous";
    case acl::Change::Who::other_users:
        return "other users";
    case acl::Change::Who::client:
        if (change.user == "<user>" && change.client.id && !change.client.certificate) { // whoever
            return io::escape_for_terminal(cat("client id ", in_quotes(*change.client.id)));
        }
        return client_words(acl::without_made_up_names(change.client));
    default:
        return io::escape_for_terminal(cat("user ", in_quotes(change.user)));
    }
}

std::string change_words(const acl::Change& change) {
    std::string words{operation_word(change.operation)};
    if (!change.group.empty()) {
        words += cat(" shared in group ", io::escape_for_terminal(in_quotes(change.group)));
    }
    if (change.qos != 0b111) {
        words += qos_words(change.qos);
    }
    if (change.operation == acl::Operation::publish && change.retain != acl::RetainRule::any) {
        words += change.retain == acl::RetainRule::only ? ", retained" : ", not retained";
    }
    return words;
}

std::string text_of(const std::vector<acl::Change>& changes) {
    std::string text;
    for (const auto& change : changes) {
        text +=
            cat(change.gained ? "+ " : "- ",
                subject_words(change),
                ": ",
                change_words(change),
                ", for example ",
                io::escape_for_terminal(change.witness),
                '\n');
    }
    return text;
}

} // namespace mqttx::app
