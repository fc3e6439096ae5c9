// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <optional>
#include <string>

namespace mqttx {

/// The class of a fault; each has one exit code (common/cli/exit_code).
enum class ErrorKind {
    answer,      ///< the question was understood and its answer is "no"
    usage,       ///< the command line or an argument is wrong; nothing was attempted
    local,       ///< a file, a stream or memory of this machine
    network,     ///< name, route, TCP, or a peer that does not speak MQTT
    tls,         ///< chain, host name, dates, purpose, client certificate, version
    identity,    ///< the broker refused who we are
    denied,      ///< the broker refused what we asked
    delivery,    ///< messages stayed unacknowledged
    payload,     ///< an envelope did not open, or a payload may not be sealed
    unavailable, ///< the broker refused for now
    timeout,     ///< -W ended the run
};

/// Machine-readable facts of an Error, for --log-format json.
struct ErrorFacts {
    std::optional<int> mqtt_reason{}; ///< CONNACK or MQTT 5 reason code
    std::string reason_string{};      ///< MQTT 5 reason string
    std::string tls_alert{};          ///< name of the alert, as RFC 8446 6 names it
    std::string x509_error{};         ///< OpenSSL's name for the verification error
    std::string payload_reason{};     ///< one of the fixed words for envelopes
};

/// The one exception of the program: a sentence (lower case, no full stop: what, which, where) and
/// the way out. Leaves throw it; only common/cli/run catches it.
class Error : public std::exception {
  public:
    Error(ErrorKind kind, std::string what, std::string hint = {}, ErrorFacts facts = {});

    [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }

    [[nodiscard]] const char* what() const noexcept override { return what_.c_str(); }

    [[nodiscard]] const std::string& hint() const noexcept { return hint_; }

    [[nodiscard]] const ErrorFacts& facts() const noexcept { return facts_; }

  private:
    ErrorKind kind_;
    std::string what_;
    std::string hint_;
    ErrorFacts facts_;
};

/// The system's words for an errno value ("no such file or directory"), lower case.
std::string system_error_text(int error_number);

} // namespace mqttx
