// SPDX-License-Identifier: Apache-2.0
#include "common/cli/exit_code.hpp"

#include <array>

namespace mqttx::cli {

namespace {

struct Row {
    ErrorKind kind;
    ExitCode code;
    std::string_view word;
};

constexpr std::array rows{
    Row{ErrorKind::answer, ExitCode::answer, "answer"},
    Row{ErrorKind::usage, ExitCode::usage, "usage"},
    Row{ErrorKind::local, ExitCode::local, "local"},
    Row{ErrorKind::network, ExitCode::network, "network"},
    Row{ErrorKind::tls, ExitCode::tls, "tls"},
    Row{ErrorKind::identity, ExitCode::identity, "identity"},
    Row{ErrorKind::denied, ExitCode::denied, "denied"},
    Row{ErrorKind::delivery, ExitCode::delivery, "delivery"},
    Row{ErrorKind::payload, ExitCode::payload, "payload"},
    Row{ErrorKind::unavailable, ExitCode::unavailable, "unavailable"},
    Row{ErrorKind::timeout, ExitCode::timed_out, "timeout"},
};

constexpr const Row& row_of(ErrorKind kind) noexcept {
    return rows[static_cast<std::size_t>(kind)];
}

constexpr bool is_in_enum_order() {
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (static_cast<std::size_t>(rows[at].kind) != at) {
            return false;
        }
    }
    return true;
}

static_assert(is_in_enum_order());

} // namespace

ExitCode exit_code(ErrorKind kind) noexcept {
    return row_of(kind).code;
}

std::string_view class_word(ErrorKind kind) noexcept {
    return row_of(kind).word;
}

} // namespace mqttx::cli
