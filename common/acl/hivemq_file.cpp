// SPDX-License-Identifier: Apache-2.0
#include "common/acl/hivemq_file.hpp"

#include "common/base/text.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace mqttx::acl {

namespace {

constexpr std::array<std::string_view, 8> qos_words{
    "", "ZERO", "ONE", "ZERO_ONE", "TWO", "ZERO_TWO", "ONE_TWO", "ALL"};

/// The element's text without the white space around it, as enumerations are read.
std::string_view trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(space), text.size()));
    return text.substr(0, text.find_last_not_of(space) + 1);
}

class Reader {
  public:
    explicit Reader(std::string_view text) { file_.document = read_xml(text); }

    HivemqFile run() && {
        if (const auto& broken = file_.document.fault) {
            fault("A033", broken->span, broken->message);
            return std::move(file_);
        }
        const auto& root = elements().front();
        if (root.name != "file-rbac") {
            fault("A034", root.tag, cat("the root is ", in_quotes(root.name), ", not 'file-rbac'"));
            return std::move(file_);
        }
        read_root();
        const auto by_place = [](const Finding& a, const Finding& b) {
            return a.span.begin < b.span.begin;
        };
        std::stable_sort(file_.faults.begin(), file_.faults.end(), by_place);
        std::stable_sort(file_.notices.begin(), file_.notices.end(), by_place);
        return std::move(file_);
    }

  private:
    [[nodiscard]] const std::vector<XmlElement>& elements() const {
        return file_.document.elements;
    }

    void fault(std::string_view id, Span span, std::string message, std::string help = {}) {
        file_.faults.push_back(
            {.id = id,
             .severity = Severity::error,
             .span = span,
             .message = std::move(message),
             .help = std::move(help)}
        );
    }

    void notice(std::string_view id, Severity severity, Span span, std::string message) {
        file_.notices.push_back(
            {.id = id, .severity = severity, .span = span, .message = std::move(message)}
        );
    }

    /// Calls `visit(number)` for each element within one.
    template <typename Visit> void each_child(std::uint32_t parent, Visit visit) {
        for (auto at = parent + 1; at < elements()[parent].after; at = elements()[at].after) {
            visit(at);
        }
    }

    void unknown(std::uint32_t number) {
        const auto& element = elements()[number];
        notice(
            "A035",
            Severity::error,
            element.tag,
            cat("the element ", in_quotes(element.name), " is not known here: HiveMQ passes over it"
            )
        );
    }

    void read_root() {
        std::vector<std::uint32_t> users;
        bool has_users = false;
        bool has_roles = false;
        each_child(0, [&](std::uint32_t part) {
            if (elements()[part].name == "users") {
                users.push_back(part);
            } else if (elements()[part].name == "roles") {
                each_child(part, [&](std::uint32_t role) { read_role(role, has_roles); });
            } else {
                unknown(part);
            }
        });
        for (const auto part : users) { // their roles are known now
            each_child(part, [&](std::uint32_t user) { read_user(user, has_users); });
        }
        if (!has_users) {
            fault("A034", elements().front().tag, "there is no user: HiveMQ refuses the file");
        }
        if (!has_roles) {
            fault("A034", elements().front().tag, "there is no role: HiveMQ refuses the file");
        }
    }

    void read_role(std::uint32_t number, bool& found) {
        if (elements()[number].name != "role") {
            unknown(number);
            return;
        }
        found = true;
        HivemqRole role{.id = {}, .span = elements()[number].span};
        each_child(number, [&](std::uint32_t part) {
            const auto& element = elements()[part];
            if (element.name == "id") {
                role.id = element.text;
                role.id_span = element.text_span;
            } else if (element.name == "permissions") {
                each_child(part, [&](std::uint32_t one) { read_permission(one, role); });
            } else {
                unknown(part);
            }
        });
        if (role.id.empty()) {
            fault("A034", elements()[number].tag, "this role has no id");
            return;
        }
        if (role.permissions.empty()) {
            fault(
                "A034",
                elements()[number].tag,
                cat("role ", in_quotes(role.id), " permits nothing: HiveMQ refuses the file")
            );
        }
        const auto index = static_cast<std::uint32_t>(file_.roles.size());
        if (!roles_.try_emplace(role.id, index).second) {
            fault("A034", role.id_span, cat("a second role ", in_quotes(role.id)));
            return;
        }
        file_.roles.push_back(std::move(role));
    }

    void read_permission(std::uint32_t number, HivemqRole& role) {
        const auto& whole = elements()[number];
        if (whole.name != "permission") {
            unknown(number);
            return;
        }
        HivemqPermission permission{.topic = {}, .span = whole.span};
        each_child(number, [&](std::uint32_t part) { read_part(part, permission); });
        if (permission.topic.empty()) {
            fault("A034", whole.tag, "this permission has no topic");
        }
        role.permissions.push_back(std::move(permission));
    }

    void read_part(std::uint32_t number, HivemqPermission& permission) {
        const auto& element = elements()[number];
        const auto word = trimmed(element.text);
        if (element.name == "topic") {
            permission.topic = element.text;
            permission.topic_span = element.text_span;
        } else if (element.name == "activity") {
            permission.publish = word != "SUBSCRIBE";
            permission.subscribe = word != "PUBLISH";
            require_word(element, {"PUBLISH", "SUBSCRIBE", "ALL"});
        } else if (element.name == "qos") {
            const auto* const found = std::find(qos_words.begin() + 1, qos_words.end(), word);
            permission.qos = static_cast<std::uint8_t>(found - qos_words.begin());
            if (found == qos_words.end()) {
                permission.qos = 0;
                require_word(
                    element, {"ZERO", "ONE", "TWO", "ZERO_ONE", "ONE_TWO", "ZERO_TWO", "ALL"}
                );
            }
        } else if (element.name == "retain") {
            permission.retain = word == "RETAINED"       ? RetainRule::only
                                : word == "NOT_RETAINED" ? RetainRule::never
                                                         : RetainRule::any;
            require_word(element, {"RETAINED", "NOT_RETAINED", "ALL"});
        } else if (element.name == "shared-subscription") {
            permission.shared = word != "NOT_SHARED";
            permission.own = word != "SHARED";
            require_word(element, {"SHARED", "NOT_SHARED", "ALL"});
        } else if (element.name == "shared-group") {
            permission.group = element.text;
            if (element.text.empty()) {
                fault("A034", element.tag, "an empty shared-group", "'#' stands for any");
            }
        } else {
            unknown(number);
        }
    }

    void require_word(const XmlElement& element, std::vector<std::string_view> words) {
        const auto word = trimmed(element.text);
        if (std::find(words.begin(), words.end(), word) != words.end()) {
            return;
        }
        std::string list;
        for (const auto known : words) {
            list += cat(list.empty() ? "" : ", ", known);
        }
        fault(
            "A034",
            element.text_span.empty() ? element.tag : element.text_span,
            cat("no value of ", element.name, ": ", in_quotes(word)),
            cat("one of ", list)
        );
    }

    void read_user(std::uint32_t number, bool& found) {
        if (elements()[number].name != "user") {
            unknown(number);
            return;
        }
        found = true;
        const auto tag = elements()[number].tag;
        HivemqUser user{.name = {}, .span = elements()[number].span};
        bool has_roles = false;
        each_child(number, [&](std::uint32_t part) {
            const auto& element = elements()[part];
            if (element.name == "name") {
                user.name = element.text;
                user.name_span = element.text_span;
            } else if (element.name == "password") {
                user.password = element.text;
                user.password_span = element.text_span;
            } else if (element.name == "roles") {
                each_child(part, [&](std::uint32_t id) { read_role_of(id, user, has_roles); });
            } else {
                unknown(part);
            }
        });
        if (user.name.empty()) {
            fault("A034", tag, "this user has no name");
            return;
        }
        if (!has_roles) {
            fault(
                "A034",
                user.name_span,
                cat("user ", in_quotes(user.name), " has no role: HiveMQ refuses the file")
            );
        }
        if (user.password.empty()) {
            notice(
                "A036",
                Severity::error,
                user.name_span,
                cat("user ", in_quotes(user.name), " has no password yet: HiveMQ refuses the file")
            );
        }
        if (!names_.try_emplace(user.name, user.name_span).second) {
            fault("A034", user.name_span, cat("a second user ", in_quotes(user.name)));
            return;
        }
        file_.users.push_back(std::move(user));
    }

    void read_role_of(std::uint32_t number, HivemqUser& user, bool& found) {
        const auto& element = elements()[number];
        if (element.name != "id") {
            unknown(number);
            return;
        }
        found = true;
        const auto known = roles_.find(element.text);
        if (known != roles_.end()) {
            user.roles.push_back(known->second);
        } else {
            fault(
                "A034",
                element.text_span.empty() ? element.tag : element.text_span,
                cat("there is no role ", in_quotes(element.text))
            );
        }
    }

    HivemqFile file_;
    std::unordered_map<std::string, std::uint32_t> roles_;
    std::unordered_map<std::string, Span> names_;
};

} // namespace

HivemqFile read_hivemq(std::string_view text) {
    return Reader{text}.run();
}

std::string_view hivemq_qos_word(std::uint8_t qos) noexcept {
    return qos_words[qos & 0b111U];
}

} // namespace mqttx::acl
