// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/beside.hpp"

#include "apps/mqttx/acl/source.hpp"
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/directions.hpp"
#include "common/acl/dynsec_policy.hpp"
#include "common/acl/layout.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/file.hpp"
#include "common/keys/key_file.hpp"
#include "common/pki/certificate.hpp"
#include "common/tls/words.hpp"

#include <algorithm>
#include <ctime>
#include <filesystem>

namespace mqttx::app {

namespace {

/// A file beside the permission file; none when it was not named.
std::optional<LintedFile> read_beside(const std::optional<std::string>& path, int standard_input) {
    if (!path) {
        return std::nullopt;
    }
    return LintedFile{*path, read_permissions(*path, standard_input), {}};
}

std::string_view text_of(const std::optional<LintedFile>& file) {
    return file ? std::string_view{file->content} : std::string_view{};
}

/// The files of the client certificates in a PKI, by name. Throws Error(local).
std::vector<std::string> certificate_files(const std::string& folder) {
    std::error_code fault;
    const std::filesystem::directory_iterator files{folder, fault};
    if (fault) {
        throw Error{
            ErrorKind::local,
            cat("cannot read ", in_quotes(folder), ": ", system_error_text(fault.value())),
            "--pki names a folder that mqttx cert made"};
    }
    std::vector<std::string> paths;
    for (const auto& file : files) {
        auto path = file.path().string();
        if (path.ends_with(".crt") && !path.ends_with(".chain.crt")) {
            paths.push_back(std::move(path));
        }
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

/// The client certificates of a PKI, as far as the broker takes names from them.
std::vector<acl::ClientCertificate> certificates_in(const std::string& folder, bool by_subject) {
    constexpr std::size_t largest = std::size_t{1} << 20U;
    std::vector<acl::ClientCertificate> certificates;
    for (const auto& path : certificate_files(folder + "/client")) {
        const auto read = pki::read_certificates(io::read_file(path, largest), in_quotes(path));
        const auto facts = pki::facts_of(read.front().get());
        const bool expired = facts.not_after && *facts.not_after < std::time(nullptr);
        certificates.push_back(
            {by_subject ? facts.subject : facts.common_name.value_or(""),
             expired ? tls::time_text(*facts.not_after) : ""}
        );
    }
    return certificates;
}

/// What the keys protect that may seal.
std::vector<acl::ProtectedTopic> topics_in(const std::vector<std::string>& keyrings) {
    std::vector<acl::ProtectedTopic> topics;
    const auto keyring = keys::load_keyring(keyrings);
    for (const auto& key : keyring.keys()) {
        if (key.type == keys::KeyType::symmetric && key.state == keys::KeyState::active) {
            for (const auto& filter : key.topics) {
                topics.push_back({key.kid, filter});
            }
        }
    }
    return topics;
}

/// Throws Error(local) that names the place of a fault.
acl::Directions directions_in(const std::string& path, std::string_view text) {
    auto directions = acl::read_directions(text);
    if (!directions.faults.empty()) {
        const auto& fault = directions.faults.front();
        const auto at = acl::LineIndex{text}.position(fault.span.begin);
        throw Error{
            ErrorKind::local,
            cat(path == "-" ? "<stdin>" : path, ':', at.line, ':', at.column, ": ", fault.message),
            "a line of --directions is: command FILTER, or telemetry FILTER"};
    }
    return directions;
}

} // namespace

void beside_options(cli::Declaration& declare, BesideOptions& options) {
    declare.file(
        "--conf",
        options.conf,
        "FILE",
        "the mosquitto.conf it goes with: who is let in, and how clients get their names"
    );
    declare.file(
        "--password-file",
        options.password_file,
        "FILE",
        "the password file it goes with: users without password, passwords without rules"
    );
    declare.value(
        "--pki",
        cli::ValueKind::folder,
        [&options](const std::string& path) { options.pki = path; },
        "DIR",
        "the PKI of mqttx cert that clients have their certificates from: users without one"
    );
    declare.files(
        "--keyring",
        options.keyrings,
        "FILE",
        "a keyring of the clients: keys for topics that nobody may use"
    );
    declare.file(
        "--directions",
        options.directions,
        "FILE",
        "which topics are commands and which telemetry: clients who may write both"
    );
    declare.choice(
        "--target",
        options.target,
        {{"mosquitto-2.0", acl::Target::mosquitto_2_0},
         {"mosquitto-2.1", acl::Target::mosquitto_2_1},
         {"dynsec-2.0", acl::Target::dynsec_2_0},
         {"dynsec-2.1", acl::Target::dynsec_2_1},
         {"emqx", acl::Target::emqx},
         {"hivemq", acl::Target::hivemq},
         {"vernemq", acl::Target::vernemq}},
        "BROKER",
        "also what does not come along to this broker: mosquitto-2.0, mosquitto-2.1, dynsec-2.0, "
        "dynsec-2.1, emqx, hivemq or vernemq"
    );
}

acl::Policy policy_in(std::string_view text) {
    return policy_in(text, acl::detect_format(text));
}

acl::Linted lint_text(std::string_view text, const acl::Wanted& wanted, const acl::Beside& beside) {
    if (beside.target && acl::detect_format(text) == acl::Format::native) {
        throw Error{
            ErrorKind::usage,
            "--target is not for native files",
            "mqttx acl convert --to says what would be lost"};
    }
    switch (acl::detect_format(text)) {
    case acl::Format::native:
        return acl::lint(acl::read_native(text), wanted, beside);
    case acl::Format::emqx:
        return acl::lint(acl::read_emqx(text), wanted);
    case acl::Format::hivemq:
        return acl::lint(acl::read_hivemq(text), wanted);
    case acl::Format::dynsec:
        return acl::lint(acl::read_dynsec(text), wanted, beside);
    default:
        return acl::lint(acl::read_acl_file(text), wanted, beside);
    }
}

std::optional<unsigned> mode_of(const std::string& path) {
    std::error_code fault;
    const auto status = std::filesystem::status(path, fault);
    return fault || path == "-" || status.type() != std::filesystem::file_type::regular
               ? std::nullopt
               : std::optional{static_cast<unsigned>(status.permissions())};
}

void take(LintedFile& file, Counts& counts, acl::Linted linted) {
    for (const auto& finding : linted.findings) {
        ++counts.shown[static_cast<std::size_t>(finding.severity)];
    }
    counts.hidden += linted.hidden;
    ++counts.files;
    file.findings = std::move(linted.findings);
}

std::vector<LintedFile> lint_with_others(
    const std::string& path,
    const BesideOptions& options,
    const acl::Wanted& wanted,
    int standard_input,
    Counts& counts
) {
    std::vector<LintedFile> files;
    files.reserve(3); // the policy points into the first one
    files.push_back({path == "-" ? "<stdin>" : path, read_permissions(path, standard_input), {}});
    auto conf_file = read_beside(options.conf, standard_input);
    auto password_file = read_beside(options.password_file, standard_input);
    const auto policy = policy_in(files[0].content);
    const auto conf = acl::read_mosquitto_conf(text_of(conf_file));
    const auto passwords = acl::read_password_file(text_of(password_file));
    const auto certificates =
        options.pki ? certificates_in(*options.pki, conf.is_true("use_subject_as_username"))
                    : std::vector<acl::ClientCertificate>{};
    const auto topics = topics_in(options.keyrings);
    const auto directions_file = read_beside(options.directions, standard_input);
    const auto directions = directions_file
                                ? directions_in(*options.directions, directions_file->content)
                                : acl::Directions{};
    const acl::Beside beside{
        .conf = conf_file ? &conf : nullptr,
        .passwords = password_file ? &passwords : nullptr,
        .certificates = options.pki ? &certificates : nullptr,
        .protected_topics = options.keyrings.empty() ? nullptr : &topics,
        .directions = directions_file ? &directions : nullptr,
        .mode = mode_of(path),
        .target = options.target};
    take(files[0], counts, lint_text(files[0].content, wanted, beside));
    if (conf_file) {
        take(*conf_file, counts, acl::lint(conf, policy, wanted));
        files.push_back(std::move(*conf_file));
    }
    if (password_file) {
        take(*password_file, counts, acl::lint(passwords, policy, wanted));
        files.push_back(std::move(*password_file));
    }
    return files;
}

} // namespace mqttx::app
