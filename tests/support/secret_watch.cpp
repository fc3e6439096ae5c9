// SPDX-License-Identifier: Apache-2.0
#include "tests/support/secret_watch.hpp"

#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>

namespace mqttx::story {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view marker = "hunter2";
constexpr std::uintmax_t largest_key_file = 1 << 16;

std::string joined(const Text& lines) {
    std::string text;
    for (const auto& line : lines) {
        text += line + '\n';
    }
    return text;
}

std::string read(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::vector<std::string> key_material_below(const fs::path& folder) {
    std::vector<std::string> all;
    constexpr auto options = fs::directory_options::skip_permission_denied;
    for (const auto& entry : fs::recursive_directory_iterator{folder, options}) {
        if (entry.is_regular_file() && entry.file_size() <= largest_key_file) {
            const auto found = key_material(read(entry.path()));
            all.insert(all.end(), found.begin(), found.end());
        }
    }
    return all;
}

} // namespace

std::vector<std::string> key_material(const std::string& text) {
    std::vector<std::string> parts;
    static const std::regex member{"\"[kd]\"\\s*:\\s*\"([^\"]{8,})\""};
    for (std::sregex_iterator at{text.begin(), text.end(), member}; at != std::sregex_iterator{};
         ++at) {
        parts.push_back((*at)[1]);
    }
    std::istringstream lines{text};
    bool is_private = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("-----")) {
            is_private = line.starts_with("-----BEGIN") && line.ends_with("PRIVATE KEY-----");
        } else if (is_private && line.size() >= 16) {
            parts.push_back(line);
        }
    }
    return parts;
}

void SecretWatch::saw(std::size_t line, const Result& result) {
    printed_.push_back({line, joined(result.out), joined(result.err)});
}

std::vector<std::string> SecretWatch::leaks(const fs::path& folder) const {
    std::vector<std::string> sentences;
    const auto material = key_material_below(folder);
    for (const auto& [line, out, err] : printed_) {
        const auto where = "line " + std::to_string(line) + " prints ";
        if (out.find(marker) != std::string::npos || err.find(marker) != std::string::npos) {
            sentences.push_back(where + "a password");
        }
        for (const auto& part : material) {
            if (err.find(part) != std::string::npos) {
                sentences.push_back(where + "a private key on standard error");
                break;
            }
        }
    }
    return sentences;
}

} // namespace mqttx::story
