// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/story.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace mqttx::story {

/// Looks for secrets in what commands print: the word hunter2, which stories write into every
/// password, anywhere; and private key material of files in the story's folders on standard error.
class SecretWatch {
  public:
    void saw(std::size_t line, const Result& result);

    /// A sentence for each secret that came out; to ask while the folder is there.
    [[nodiscard]] std::vector<std::string> leaks(const std::filesystem::path& folder) const;

  private:
    struct Printed {
        std::size_t line = 0;
        std::string out;
        std::string err;
    };

    std::vector<Printed> printed_;
};

/// The secret parts of a file: "k" and "d" of JSON Web Keys, the lines of PEM private keys.
std::vector<std::string> key_material(const std::string& text);

} // namespace mqttx::story
