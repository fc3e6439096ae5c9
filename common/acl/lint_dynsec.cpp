// SPDX-License-Identifier: Apache-2.0
#include "common/acl/dynsec_policy.hpp"
#include "common/acl/lint.hpp"
#include "common/acl/lint_parts.hpp"
#include "common/base/text.hpp"

namespace mqttx::acl {

namespace {

using namespace lint_parts;

std::string_view id_of(JsonFault::Cause cause) {
    switch (cause) {
    case JsonFault::Cause::nul_byte:
        return "A004";
    case JsonFault::Cause::invalid_utf8:
        return "A018";
    case JsonFault::Cause::duplicate_member:
        return "A022";
    default:
        return "A021";
    }
}

std::string_view id_of(DynsecNotice::Cause cause) {
    switch (cause) {
    case DynsecNotice::Cause::wrong_kind:
        return "A024";
    case DynsecNotice::Cause::unknown_member:
        return "A025";
    case DynsecNotice::Cause::unknown_role:
    case DynsecNotice::Cause::unknown_client:
    case DynsecNotice::Cause::unknown_group:
        return "A319";
    case DynsecNotice::Cause::duplicate_name:
        return "A320";
    case DynsecNotice::Cause::repeated_member:
        return "A321";
    default:
        return "A023";
    }
}

std::string_view help_for(DynsecNotice::Cause cause) {
    switch (cause) {
    case DynsecNotice::Cause::unknown_acl_type:
    case DynsecNotice::Cause::no_acl_type:
        return "the acltype is publishClientSend, publishClientReceive, subscribeLiteral, "
               "subscribePattern, unsubscribeLiteral or unsubscribePattern";
    case DynsecNotice::Cause::unknown_role:
        return "define the role, or correct the name";
    case DynsecNotice::Cause::duplicate_name:
        return "put both together, or give one another name";
    default:
        return {};
    }
}

void lint_document(Report& report, const JsonDocument& document) {
    for (const auto& fault : document.faults) {
        auto& finding = report.add(id_of(fault.cause), fault.span, std::string{fault.sentence()});
        if (fault.cause == JsonFault::Cause::duplicate_member) {
            finding.related = Related{fault.first, "the first one"};
        }
    }
}

void lint_notices(Report& report, const DynsecFile& file) {
    for (const auto& notice : file.notices) {
        auto& finding = report.add(
            id_of(notice.cause),
            notice.span,
            std::string{notice.sentence()},
            std::string{help_for(notice.cause)}
        );
        if (!notice.first.empty()) {
            finding.related = Related{notice.first, "the first one"};
        }
        if (notice.cause == DynsecNotice::Cause::unknown_client) {
            finding.severity = Severity::warning;
        }
    }
}

bool has_entries(const DynsecFile& file) {
    return !file.roles.empty() || !file.clients.empty() || !file.groups.empty();
}

} // namespace

Linted lint(const DynsecFile& file, const Wanted& asked, const Beside& beside) {
    const auto wanted = as_used(asked, beside);
    Report report{file.document.text, wanted};
    if (const auto other = other_format(file.document); !other.empty()) {
        report.add("A903", {0, 0}, cat("this is ", other));
        return std::move(report).take();
    }
    lint_document(report, file.document);
    if (file.document.error() != nullptr) {
        return std::move(report).take(); // the plugin takes none of it
    }
    lint_notices(report, file);
    if (file.notices.empty() && !has_entries(file)) {
        report.add("A510", {0, 0}, "the file holds no client and no role");
    }
    for (const auto& role : file.roles) {
        for (const auto& entry : role.acls) {
            lint_dynsec_topic(report, entry);
        }
    }
    lint_dynsec_clients(report, file);
    const auto policy = policy_of(file);
    lint_dynsec_order(report, policy);
    lint_dynsec_rights(report, policy, file.defaults);
    lint_similar(report, policy);
    lint_flows(report, policy);
    auto others = beside;
    others.passwords = nullptr; // the plugin has its own
    lint_beside(report, policy, others);
    return std::move(report).take();
}

} // namespace mqttx::acl
