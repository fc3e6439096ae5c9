// SPDX-License-Identifier: Apache-2.0
#include "common/acl/acl_file_policy.hpp"

#include <algorithm>

namespace mqttx::acl {

namespace {

Operations operations_of(Access access) {
    switch (access) {
    case Access::read:
        return Operations{Operation::receive} | Operation::subscribe;
    case Access::write:
        return Operation::publish;
    default: // a deny takes both
        return Operations{Operation::publish} | Operation::receive | Operation::subscribe;
    }
}

class AclFilePolicy {
  public:
    explicit AclFilePolicy(const AclFile& file)
        : file_{file}, builder_{file.text, Format::mosquitto} {
        const auto count = [&](auto test) {
            return static_cast<std::size_t>(
                std::count_if(file.lines.begin(), file.lines.end(), test)
            );
        };
        const auto users = count([](const AclLine& line) { return line.kind == LineKind::user; });
        const auto rules = count([](const AclLine& line) {
            return line.kind == LineKind::topic || line.kind == LineKind::pattern;
        });
        builder_.reserve(users, rules);
    }

    Policy build() && {
        for (const auto& line : file_.lines) {
            if (line.refusal == Refusal::none) {
                add(line);
            }
        }
        return std::move(builder_).finish();
    }

  private:
    void add(const AclLine& line) {
        switch (line.kind) {
        case LineKind::user:
            enter_user(line);
            break;
        case LineKind::topic:
            add_rule(line, section_ == no_index ? enter_anonymous() : section_);
            break;
        case LineKind::pattern:
            add_rule(line, patterns());
            break;
        default:
            break;
        }
    }

    void enter_user(const AclLine& line) {
        const auto name = line.value.in(file_.text);
        const auto* known = builder_.policy().find(name);
        if (known != nullptr) {
            section_ = builder_.policy().links_of(*known).front().section;
            return;
        }
        section_ = builder_.add_section(Section::Kind::user, name, line.text);
        const Link own{.section = section_};
        builder_.add_subject({.name = name, .span = line.text}, {&own, 1});
    }

    std::uint32_t enter_anonymous() {
        section_ = builder_.add_section(Section::Kind::anonymous, {}, {});
        const Link own{.section = section_};
        builder_.add_subject({.anonymous = true}, {&own, 1});
        return section_;
    }

    std::uint32_t patterns() {
        auto& common = builder_.policy().common;
        if (common == no_index) {
            common = builder_.add_section(Section::Kind::patterns, {}, {});
        }
        return common;
    }

    void add_rule(const AclLine& line, std::uint32_t section) {
        const auto filter = line.value.in(file_.text);
        builder_.add_rule(
            {.filter = filter,
             .span = line.text,
             .section = section,
             .effect = line.access == Access::deny ? Effect::deny : Effect::allow,
             .operations = operations_of(line.access),
             .has_variables = line.kind == LineKind::pattern && holds_variable(filter)}
        );
    }

    const AclFile& file_;
    PolicyBuilder builder_;
    std::uint32_t section_ = no_index; ///< of the user lines above, or of the anonymous
};

} // namespace

Policy policy_of(const AclFile& file) {
    return AclFilePolicy{file}.build();
}

} // namespace mqttx::acl
