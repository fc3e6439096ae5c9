// SPDX-License-Identifier: Apache-2.0
#include "common/cli/live_values.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/config_folder.hpp"
#include "common/cli/keyring_options.hpp"
#include "common/cli/profile_file.hpp"
#include "common/io/dial.hpp"
#include "common/io/file.hpp"
#include "common/keys/key_file.hpp"

namespace mqttx::cli {

namespace {

/// The files given as "--keyring FILE" or "--keyring=FILE", behind the default one.
std::vector<std::string>
keyring_files(std::span<const std::string> words, const io::Streams& streams) {
    constexpr std::string_view option = "--keyring";
    std::vector<std::string> files;
    if (auto own = default_keyring({}, streams)) {
        files.push_back(*std::move(own));
    }
    for (std::size_t at = 0; at < words.size(); ++at) {
        const std::string_view word = words[at];
        if (word == option && at + 1 < words.size()) {
            files.push_back(words[at + 1]);
        } else if (word.starts_with(cat(option, '='))) {
            files.emplace_back(word.substr(option.size() + 1));
        }
    }
    std::erase(files, "-"); // standard input is the shell's
    return files;
}

/// The symmetric keys of a file, with the topics they are for.
void add_keys(const std::string& file, std::vector<Candidate>& candidates) {
    const auto keyring = keys::load_keyring({file});
    for (const auto& key : keyring.keys()) {
        if (key.type == keys::KeyType::symmetric) {
            std::string topics;
            for (const auto& topic : key.topics) {
                topics += cat(topics.empty() ? "" : ", ", topic);
            }
            candidates.push_back({key.kid, std::move(topics)});
        }
    }
}

/// A file that cannot be read offers nothing: the command itself will tell.
void unless_faulty(const auto& action) {
    try {
        action();
    } catch (const Error&) { // NOLINT(bugprone-empty-catch)
    }
}

std::vector<Candidate>
key_identifiers(std::span<const std::string> words, const io::Streams& streams) {
    std::vector<Candidate> candidates;
    for (const auto& file : keyring_files(words, streams)) {
        unless_faulty([&] { add_keys(file, candidates); });
    }
    return candidates;
}

std::vector<Candidate> profiles(const io::Streams& streams) {
    std::vector<Candidate> candidates;
    if (const auto path = profiles_file(streams); path && io::exists(*path)) {
        unless_faulty([&] {
            for (const auto& [name, profile] : load_profiles(*path)) {
                candidates.push_back({name, {}});
            }
        });
    }
    return candidates;
}

std::vector<Candidate> interfaces() {
    std::vector<Candidate> candidates;
    for (auto& name : io::interface_names()) {
        candidates.push_back({std::move(name), {}});
    }
    return candidates;
}

} // namespace

std::vector<Candidate>
live_values(ValueKind kind, std::span<const std::string> words, const io::Streams& streams) {
    switch (kind) {
    case ValueKind::interface:
        return interfaces();
    case ValueKind::profile:
        return profiles(streams);
    case ValueKind::key:
        return key_identifiers(words, streams);
    default:
        return {};
    }
}

} // namespace mqttx::cli
