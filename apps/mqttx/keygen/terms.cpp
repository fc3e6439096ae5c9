// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/keygen/terms.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/topic/validity.hpp"

#include <utility>

namespace mqttx::app::keygen {

void terms_options(cli::Declaration& declaration, Terms& terms, std::string topic_description) {
    declaration.texts("-t,--topic", terms.topics, "FILTER", std::move(topic_description));
    declaration.text("--name", terms.name, "NAME", "a name for people");
}

void check_filter(const std::string& filter) {
    if (const auto fault = topic::topic_filter_fault(filter)) {
        throw Error{ErrorKind::usage, cat("--topic ", in_quotes(filter), ": ", *fault)};
    }
    if (const auto shared = topic::shared_subscription(filter)) {
        throw Error{
            ErrorKind::usage,
            cat("--topic ", in_quotes(filter), " is a shared subscription; a key is for topics"),
            cat("--topic ", in_quotes(shared->filter), " covers the same messages")};
    }
}

void apply(Terms& terms, keys::Key& key) {
    for (const auto& filter : terms.topics) {
        check_filter(filter);
    }
    key.topics = std::move(terms.topics);
    key.name = std::move(terms.name);
}

} // namespace mqttx::app::keygen
