// SPDX-License-Identifier: Apache-2.0
#include "common/cli/profile_file.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/file.hpp"
#include "common/io/toml.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>

namespace mqttx::cli {

namespace {

constexpr std::size_t longest_file = 1 << 20;
constexpr std::string_view shape = "the file holds tables [profile.NAME] with options as keys";

class Reader {
  public:
    explicit Reader(const std::string& name) : name_{name} {}

    Profile profile(const toml::table& table) const {
        Profile entries;
        for (const auto& [key, value] : table) {
            ProfileEntry entry;
            entry.option = key.str();
            entry.line = key.source().begin.line;
            entry.column = key.source().begin.column;
            append_values(entry.values, value);
            entries.push_back(std::move(entry));
        }
        return entries;
    }

    [[noreturn]] void
    refuse(const toml::source_position& at, std::string_view what, std::string_view hint) const {
        throw Error{
            ErrorKind::local,
            cat(name_, ':', at.line, ':', at.column, ": ", what),
            std::string{hint}};
    }

    const toml::table& as_table(const toml::key& key, const toml::node& node) const {
        if (const auto* const table = node.as_table()) {
            return *table;
        }
        refuse(key.source().begin, cat(in_quotes(key.str()), " is no table"), shape);
    }

  private:
    void append_values(std::vector<std::string>& values, const toml::node& node) const {
        if (const auto* const array = node.as_array()) {
            for (const auto& element : *array) {
                append_values(values, element);
            }
        } else if (const auto* const text = node.as_string()) {
            values.push_back(text->get());
        } else if (const auto* const truth = node.as_boolean()) {
            values.emplace_back(truth->get() ? "true" : "false");
        } else if (const auto* const whole = node.as_integer()) {
            values.push_back(std::to_string(whole->get()));
        } else if (const auto* const number = node.as_floating_point()) {
            values.push_back(digits_of(number->get()));
        } else {
            refuse(node.source().begin, "this is no value of an option", shape);
        }
    }

    /// The shortest digits that mean the number, without an exponent: what a duration may look
    /// like.
    static std::string digits_of(double number) {
        std::array<char, 400> digits{};
        const auto [end, fault] = std::to_chars(
            digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed
        );
        return {digits.data(), end};
    }

    const std::string& name_;
};

[[noreturn]] void refuse_file(const std::string& path, std::string_view what, std::string hint) {
    throw Error{
        ErrorKind::local, cat("configuration file ", in_quotes(path), ' ', what), std::move(hint)};
}

/// The file's text. What it says is obeyed, so nobody else may have written it.
std::string read_config(const std::string& path) {
    const io::Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)};

    struct stat status {};

    if (!file.is_open() || ::fstat(file.number(), &status) != 0) {
        throw Error{
            ErrorKind::local,
            cat("cannot read the configuration file ",
                in_quotes(path),
                ": ",
                system_error_text(errno))};
    }
    if (status.st_uid != ::geteuid() && status.st_uid != 0) {
        refuse_file(path, "belongs to somebody else", "a configuration of one's own is obeyed");
    }
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        refuse_file(path, "can be written by others", cat("chmod go-w ", path));
    }
    const auto bytes = io::read_all(file.number(), path, longest_file);
    return std::string{as_text(bytes)};
}

} // namespace

std::map<std::string, Profile, std::less<>>
parse_profiles(std::string_view text, const std::string& name) {
    const Reader reader{name};
    const auto parsed = toml::parse(text, std::string_view{name});
    if (!parsed) {
        const auto& fault = parsed.error();
        reader.refuse(fault.source().begin, fault.description(), {});
    }
    std::map<std::string, Profile, std::less<>> profiles;
    for (const auto& [key, value] : parsed.table()) {
        if (key.str() != "profile") {
            reader.refuse(
                key.source().begin, cat("unknown table or key ", in_quotes(key.str())), shape
            );
        }
        for (const auto& [profile_key, table] : reader.as_table(key, value)) {
            profiles.emplace(
                profile_key.str(), reader.profile(reader.as_table(profile_key, table))
            );
        }
    }
    return profiles;
}

std::map<std::string, Profile, std::less<>> load_profiles(const std::string& path) {
    return parse_profiles(read_config(path), path);
}

std::string toml_version() {
    return cat(TOML_LIB_MAJOR, '.', TOML_LIB_MINOR, '.', TOML_LIB_PATCH);
}

} // namespace mqttx::cli
