// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/examination.hpp"

#include "apps/mqttx/acl/decision.hpp"
#include "apps/mqttx/acl/interruptible_wait.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <random>

namespace mqttx::app {

namespace {

using Clock = std::chrono::steady_clock;

/// A word that nobody has used.
std::string fresh_word() {
    std::random_device random;
    std::string word;
    for (int count = 0; count < 16; ++count) {
        word += "0123456789abcdef"[random() % 16];
    }
    return word;
}

} // namespace

std::vector<std::string>
names_of(const mqtt::ConnectOptions& connect, const cli::ConnectionOptions& options) {
    std::vector<std::string> names;
    if (connect.username) {
        names.push_back(*connect.username);
    }
    if (!options.tls.cert.empty()) {
        if (auto name = common_name_of(options.tls.cert)) {
            names.push_back(std::move(*name));
        }
    }
    if (connect.tls && !connect.tls->psk_identity.empty()) {
        names.push_back(connect.tls->psk_identity);
    }
    return names;
}

Examination::Examination(
    mqtt::ConnectOptions connect,
    std::vector<std::string> names,
    std::vector<acl::Reading> before,
    std::vector<acl::Reading> after,
    cli::Context& context
)
    : connect_{std::move(connect)}, names_{std::move(names)}, before_{std::move(before)},
      after_{std::move(after)}, context_{context} {
    connect_.will.reset();
}

/// A broker may be told to take the name from the certificate, and the client id from the name.
Examination::Examinee Examination::ourselves() const {
    Examinee examinee{
        names_.empty() ? "a client without a user name" : cat("user ", in_quotes(names_.front())),
        mqtt::duplicate(connect_)};
    auto& id = examinee.connect.client_id;
    if (id.empty()) {
        id = cat("mqttx-", fresh_word());
    }
    for (const auto& name : names_) {
        examinee.clients.push_back({name, id});
        examinee.clients.push_back({name, name});
    }
    if (!connect_.username) {
        examinee.clients.push_back({std::nullopt, id});
    }
    examinee.is_stranger = names_.empty();
    return examinee;
}

Examination::Examinee
Examination::stranger(std::string name, const std::optional<std::string>& user) const {
    Examinee examinee{std::move(name), mqtt::duplicate(connect_)};
    auto& connect = examinee.connect;
    connect.username = user;
    connect.password.reset();
    connect.client_id = cat("mqttx-", fresh_word());
    if (connect.tls) {
        connect.tls->cert.clear();
        connect.tls->key.clear();
    }
    examinee.clients.push_back({user, connect.client_id});
    if (user) {
        examinee.clients.push_back({user, user});
    }
    return examinee;
}

void Examination::prepare(io::Signals& signals) {
    consider(ourselves(), signals);
    if (!(connect_.tls && connect_.tls->psk)) { // a PSK is an identity itself
        if (!names_.empty()) {
            consider(stranger("a client without a user name", std::nullopt), signals);
        }
        consider(stranger("a user it does not know", fresh_word()), signals);
    }
    const bool may_tell =
        std::any_of(examinees_.begin(), examinees_.end(), [](const Examinee& examinee) {
            return std::any_of(
                examinee.questions.begin(),
                examinee.questions.end(),
                [](const ProbeQuestion& question) { return !question.after; }
            );
        });
    if (!may_tell) {
        throw Error{
            ErrorKind::usage,
            "there is nobody to probe the broker as: it lets no stranger in, or the file allows "
            "everything to whoever gets in",
            "--username with a password probes as that user; --no-probe goes without"};
    }
}

void Examination::consider(Examinee examinee, io::Signals& signals) {
    examinee.questions =
        probe_plan(before_, after_, examinee.clients, cat("mqttx-probe/", fresh_word()));
    if (std::none_of(
            examinee.questions.begin(),
            examinee.questions.end(),
            [](const ProbeQuestion& question) { return !question.after; }
        )) {
        context_.diagnostics.note(
            cat(examinee.name, " may publish anywhere by the new file: that tells nothing")
        );
    }
    for (const auto& question : examinee.questions) {
        const auto result = probe(examinee.connect, {question.topic}, signals, context_);
        if (result.answer == ProbeAnswer::unreachable ||
            (result.answer == ProbeAnswer::not_let_in && !examinee.is_stranger)) {
            std::rethrow_exception(result.cause);
        }
        if (result.answer == ProbeAnswer::not_let_in) {
            return;
        }
        const bool accepted = result.answer == ProbeAnswer::accepted;
        if (question.before && *question.before != accepted) {
            context_.diagnostics.note(
                cat("until now the broker ",
                    accepted ? "lets " : "does not let ",
                    examinee.name,
                    " publish to ",
                    in_quotes(question.topic),
                    ", against the former file")
            );
        }
    }
    examinees_.push_back(std::move(examinee));
}

std::optional<Examination::Fault>
Examination::ask(const Examinee& examinee, const ProbeQuestion& question, io::Signals& signals) {
    const auto result = probe(examinee.connect, {question.topic}, signals, context_);
    if (result.answer == ProbeAnswer::unreachable ||
        (result.answer == ProbeAnswer::not_let_in && !examinee.is_stranger)) {
        std::rethrow_exception(result.cause);
    }
    if (result.answer == ProbeAnswer::not_let_in) {
        return std::nullopt;
    }
    const bool accepted = result.answer == ProbeAnswer::accepted;
    const auto deed = cat(examinee.name, " publish to ", in_quotes(question.topic));
    if (accepted != question.after) {
        return Fault{
            accepted ? cat("lets ", deed, ", which the new file denies")
                     : cat("does not let ", deed, ", which the new file allows"),
            accepted && !question.tells_files_apart()};
    }
    if (question.tells_files_apart()) {
        proof_ = cat(accepted ? "it lets " : "it no longer lets ", deed);
    }
    return std::nullopt;
}

std::optional<Examination::Fault> Examination::ask_all(io::Signals& signals) {
    proof_.reset();
    for (const auto& examinee : examinees_) {
        for (const auto& question : examinee.questions) {
            if (auto fault = ask(examinee, question, signals)) {
                return fault;
            }
        }
    }
    return std::nullopt;
}

std::optional<Examination::Fault> Examination::find_opening(io::Signals& signals) {
    for (const auto& examinee : examinees_) {
        for (const auto& question : examinee.questions) {
            if (question.after || question.tells_files_apart()) {
                continue;
            }
            if (auto fault = ask(examinee, question, signals)) {
                return fault;
            }
        }
    }
    return std::nullopt;
}

std::optional<Examination::Fault>
Examination::confirm(io::Signals& signals, std::chrono::milliseconds patience) {
    constexpr std::chrono::milliseconds pause{50};
    const auto deadline = Clock::now() + patience;
    for (;;) {
        auto fault = ask_all(signals);
        if (!fault || Clock::now() >= deadline) {
            return fault;
        }
        wait_for({}, pause, signals);
    }
}

} // namespace mqttx::app
