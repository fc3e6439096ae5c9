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

/// Whether the option's value may name this key.
bool is_offered(const keys::Key& key, ValueKind kind) {
    switch (kind) {
    case ValueKind::key:
        return key.type == keys::KeyType::symmetric;
    case ValueKind::signer:
        return key.type == keys::KeyType::ed25519 && !key.secret.empty();
    case ValueKind::recipient:
        return key.type == keys::KeyType::x25519;
    default:
        return true;
    }
}

/// The keys of a file that may be meant, with the topics they are for.
void add_keys(const std::string& file, ValueKind kind, std::vector<Candidate>& candidates) {
    const auto keyring = keys::load_keyring({file});
    for (const auto& key : keyring.keys()) {
        if (is_offered(key, kind)) {
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

std::vector<Candidate> key_identifiers(ValueKind kind, const std::vector<std::string>& files) {
    std::vector<Candidate> candidates;
    for (const auto& file : files) {
        unless_faulty([&] { add_keys(file, kind, candidates); });
    }
    return candidates;
}

/// The words that may be the file a command edits: what does not begin with a dash and exists.
std::vector<std::string> operand_files(std::span<const std::string> words) {
    std::vector<std::string> files;
    for (const auto& word : words) {
        if (!word.starts_with('-') && io::exists(word)) {
            files.push_back(word);
        }
    }
    return files;
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
    case ValueKind::signer:
    case ValueKind::recipient:
        return key_identifiers(kind, keyring_files(words, streams));
    case ValueKind::kid:
        return key_identifiers(kind, operand_files(words));
    default:
        return {};
    }
}

} // namespace mqttx::cli
