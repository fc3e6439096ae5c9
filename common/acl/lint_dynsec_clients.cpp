// SPDX-License-Identifier: Apache-2.0
#include "common/acl/dynsec.hpp"
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"

#include <unordered_set>

namespace mqttx::acl::lint_parts {

namespace {

/// Rounds of PBKDF2 below which a stolen file gives the passwords away.
constexpr int enough_iterations = 1000;

void lint_passwords(Report& report, const JsonDocument& document) {
    const auto clients = document.root()->member("clients");
    if (!clients) {
        return;
    }
    std::optional<Span> weak;
    clients->each_element([&](const JsonValue& client) {
        const auto password = client.member("password");
        const auto iterations = client.member("iterations");
        if (password && !client.member("salt")) {
            report.add(
                "A416",
                password->span(),
                "a password as it is, not a hash: the broker does not take it, and whoever reads "
                "the file has it",
                "set it with mosquitto_ctrl dynsec setClientPassword"
            );
        } else if (!weak && password && iterations && iterations->whole_number() < enough_iterations) {
            weak = iterations->span();
        }
    });
    if (weak) {
        auto& finding = report.add(
            "A416",
            *weak,
            cat(report.text(*weak),
                " rounds of hashing: a password can be found out from this file"),
            "keep the file from other eyes and passwords long; Mosquitto 2.0 knows no other number"
        );
        finding.severity = Severity::info;
    }
}

void lint_unused(Report& report, const DynsecFile& file) {
    std::unordered_set<std::string_view> used;
    std::unordered_set<std::string_view> members;
    for (const auto& client : file.clients) {
        for (const auto& role : client.roles) {
            used.insert(role.name);
        }
    }
    for (const auto& group : file.groups) {
        for (const auto& role : group.roles) {
            used.insert(role.name);
        }
        for (const auto& client : group.clients) {
            members.insert(client.name);
        }
    }
    for (const auto& role : file.roles) {
        if (!used.contains(role.name)) {
            report.add("A322", role.name_span, "no client and no group has this role");
        }
    }
    for (const auto& client : file.clients) {
        if (client.roles.empty() && !members.contains(client.name) && !client.disabled) {
            report.add("A322", client.name_span, "this client has no role: the defaults alone");
        }
    }
}

void lint_names(Report& report, const DynsecFile& file) {
    for (const auto& client : file.clients) {
        if (const auto why = placeholder_in(client.name); !why.empty()) {
            report.add("A508", client.name_span, cat("this user name ", why));
        }
    }
}

} // namespace

void lint_dynsec_clients(Report& report, const DynsecFile& file) {
    lint_passwords(report, file.document);
    lint_unused(report, file);
    lint_names(report, file);
}

} // namespace mqttx::acl::lint_parts
