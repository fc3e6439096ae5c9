// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/keys/key.hpp"

#include <string>
#include <vector>

namespace mqttx::cli {
class Declaration;
} // namespace mqttx::cli

namespace mqttx::app::keygen {

/// What a new key is for, and what people call it.
struct Terms {
    std::vector<std::string> topics{};
    std::string name{};
};

/// Declares --topic, with this description, and --name.
void terms_options(cli::Declaration& declaration, Terms& terms, std::string topic_description);

/// Refuses filters that no key can have. Throws Error(usage).
void check_filter(const std::string& filter);

/// Checks the filters and gives the key its topics and its name. Throws Error(usage).
void apply(Terms& terms, keys::Key& key);

} // namespace mqttx::app::keygen
