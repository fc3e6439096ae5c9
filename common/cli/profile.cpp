// SPDX-License-Identifier: Apache-2.0
#include "common/cli/profile.hpp"

#include "common/base/error.hpp"
#include "common/base/suggest.hpp"
#include "common/base/text.hpp"
#include "common/cli/command_tree.hpp"
#include "common/cli/config_folder.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/profile_file.hpp"

#include <algorithm>
#include <array>

namespace mqttx::cli {

namespace {

/// What a profile may not say, and what to say instead.
struct Forbidden {
    std::string_view option;
    std::string_view why;
    std::string_view hint;
};

constexpr Forbidden forbidden[] = {
    {"pw", "holds no secret", "password-file or password-env say where the password is"},
    {"password", "holds no secret", "password-file or password-env say where the password is"},
    {"psk", "holds no secret", "psk-file says where the key is"},
    {"insecure", "does not lower the verification", "give --insecure on the command line"},
    {"insecure-skip-verify",
     "does not lower the verification",
     "give --insecure-skip-verify on the command line"},
    {"profile", "names no other profile", ""},
};

/// Options that say the same thing in different ways: one on the command line replaces them all.
constexpr std::array<std::string_view, 5> alternatives[] = {
    {"password-file", "password-fd", "password-env", "ask-password", "pw"},
    {"key-password-file", "key-password-fd", "key-password-env", "", ""},
    {"psk", "psk-file", "", "", ""},
    {"tls", "no-tls", "", "", ""},
    {"cafile", "capath", "tls-use-os-certs", "", ""},
    {"id", "id-prefix", "", "", ""},
};

bool is_in(const auto& names, std::string_view name) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// The options of all commands, without dashes.
void append_options(std::vector<std::string>& names, std::span<const Command> commands) {
    for (const auto& command : commands) {
        append_options(names, command.verbs);
        if (command.declare == nullptr) {
            continue;
        }
        Declaration declaration;
        const auto runner = command.declare(declaration);
        for (const auto& spec : declaration.option_specs()) {
            for (const auto& name : spec.names) {
                names.push_back(name.substr(std::min(name.find_first_not_of('-'), name.size())));
            }
        }
    }
}

/// Puts a profile's entries in place of what the command line does not say.
class Application {
  public:
    Application(Declaration& options, const Context& context, const std::string& path)
        : options_{options}, context_{context}, path_{path} {}

    void apply(const Profile& profile) {
        for (const auto& entry : profile) {
            apply(entry);
        }
    }

  private:
    [[noreturn]] void
    refuse(const ProfileEntry& entry, const std::string& what, std::string_view hint) const {
        throw Error{
            ErrorKind::local,
            cat(path_, ':', entry.line, ':', entry.column, ": ", what),
            std::string{hint}};
    }

    [[nodiscard]] std::string origin_of(const ProfileEntry& entry) const {
        return cat(path_, ':', entry.line);
    }

    void apply(const ProfileEntry& entry) {
        for (const auto& [option, why, hint] : forbidden) {
            if (entry.option == option) {
                refuse(entry, cat("a profile ", why, ": ", entry.option), hint);
            }
        }
        const auto& specs = options_.option_specs();
        const auto spec = std::find_if(specs.begin(), specs.end(), [&](const auto& known) {
            return is_in(known.names, "--" + entry.option);
        });
        if (spec == specs.end()) {
            require_known(entry);
            options_.pass_over(entry.option, entry.values, origin_of(entry));
            return;
        }
        if (is_replaced(entry.option)) {
            return;
        }
        check_values(entry, *spec);
        try {
            options_.set_default(
                entry.option, resolved(entry.values, spec->kind), origin_of(entry)
            );
        } catch (const Error& fault) { // only here is it known where the bad value stands
            refuse(entry, fault.what(), fault.hint());
        }
    }

    /// Whether the command line says the same in another way.
    [[nodiscard]] bool is_replaced(const std::string& option) const {
        if (option == "url" && (options_.given("host") || options_.given("port"))) {
            throw Error{
                ErrorKind::usage,
                "the profile's url and --host or --port name different places",
                "--url on the command line replaces that of the profile"};
        }
        for (const auto& group : alternatives) {
            const bool is_member = is_in(group, option);
            const auto given = [&](std::string_view name) { return options_.given(name); };
            if (is_member && std::any_of(group.begin(), group.end(), given)) {
                return true;
            }
        }
        return false;
    }

    /// Another command may have the option; a name that none has is a mistake.
    void require_known(const ProfileEntry& entry) {
        if (all_options_.empty()) {
            append_options(all_options_, context_.commands);
        }
        if (!is_in(all_options_, entry.option)) {
            const auto meant = nearest_word(entry.option, all_options_);
            refuse(
                entry,
                cat("no command has the option ", in_quotes(entry.option)),
                meant.empty() ? "keys are long options without dashes"
                              : cat("did you mean ", in_quotes(meant), "?")
            );
        }
    }

    void check_values(const ProfileEntry& entry, const OptionSpec& spec) const {
        const auto count = entry.values.size();
        const bool may_vary = spec.next_words != nullptr;
        if (spec.repeatable ? !may_vary && spec.values > 1 && count % spec.values != 0
                            : count != 1) {
            refuse(
                entry,
                spec.repeatable ? cat(entry.option, " takes ", spec.values, " values each time")
                                : cat(entry.option, " takes one value"),
                ""
            );
        }
        if (entry.option == "property" && is_in(entry.values, "authentication-data")) {
            refuse(
                entry,
                "a profile holds no secret: the authentication-data in property",
                "give --property connect authentication-data on the command line"
            );
        }
        const bool is_url = entry.option == "url" || entry.option == "proxy";
        if (is_url && has_password(entry.values.front())) {
            refuse(
                entry,
                cat("a profile holds no secret: the password in ", entry.option),
                entry.option == "url" ? "use password-file" : "give --proxy on the command line"
            );
        }
    }

    /// mqtts://user:password@host
    static bool has_password(std::string_view url) {
        const auto start = url.find("://");
        const auto authority = url.substr(start == std::string_view::npos ? 0 : start + 3);
        const auto user = authority.substr(0, authority.substr(0, authority.find('/')).rfind('@'));
        return user.size() < authority.size() && user.find(':') != std::string_view::npos;
    }

    /// A relative path is meant from the folder of the file it stands in.
    std::vector<std::string> resolved(std::vector<std::string> values, ValueKind kind) const {
        if (kind == ValueKind::file || kind == ValueKind::folder) {
            const auto folder = path_.substr(0, path_.rfind('/') + 1);
            for (auto& value : values) {
                if (!value.empty() && !value.starts_with('/') && value != "-") {
                    value.insert(0, folder);
                }
            }
        }
        return values;
    }

    Declaration& options_;
    const Context& context_;
    const std::string& path_;
    std::vector<std::string> all_options_{};
};

[[noreturn]] void
refuse_missing(const std::string& name, const std::string& path, const auto& profiles) {
    std::string names;
    for (const auto& [known, profile] : profiles) {
        names += cat(names.empty() ? "" : ", ", known);
    }
    throw Error{
        ErrorKind::usage,
        cat("there is no profile ", in_quotes(name), " in ", path),
        names.empty() ? cat("begin it with [profile.", name, ']') : cat("it has: ", names)};
}

void use_profile(const std::string& name, Declaration& options, const Context& context) {
    const auto path = profiles_file(context.streams);
    if (!path) {
        throw Error{
            ErrorKind::usage,
            cat("there is no profile ", in_quotes(name), ": no configuration file is named"),
            "MQTTX_CONFIG or HOME says where it is"};
    }
    const auto profiles = load_profiles(*path);
    const auto found = profiles.find(name);
    if (found == profiles.end()) {
        refuse_missing(name, *path, profiles);
    }
    Application{options, context, *path}.apply(found->second);
}

} // namespace

void profile_options(Declaration& options) {
    options.section("Profile");
    options.value(
        "--profile",
        ValueKind::profile,
        [](const std::string&) {}, // asked for by name, below
        "NAME",
        "take options not given here from this profile (MQTTX_PROFILE)"
    );
    options.first_after_parse([&options](Context& context) {
        if (const auto chosen = profile_name(options, context.streams)) {
            use_profile(*chosen, options, context);
        }
    });
}

std::optional<std::string> profile_name(const Declaration& options, const io::Streams& streams) {
    if (const auto* const chosen = options.word_of("profile")) {
        return *chosen;
    }
    auto name = streams.environment("MQTTX_PROFILE");
    return name && !name->empty() ? name : std::nullopt;
}

} // namespace mqttx::cli
