// SPDX-License-Identifier: Apache-2.0
#include "common/acl/emqx_file.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mqttx::acl {

namespace {

struct Placeholder {
    std::string_view written;
    std::string_view native;
};

constexpr std::array placeholders{
    Placeholder{"${username}", "${username}"},
    Placeholder{"${clientid}", "${client-id}"},
    Placeholder{"${cert_common_name}", "${cert-cn}"},
};

/// What EMQX fills in and no client of ours has.
bool has_unknown_placeholder(std::string_view filter) {
    return filter.find("${zone}") != std::string_view::npos ||
           filter.find("${client_attrs.") != std::string_view::npos;
}

/// The filter with the variables of the native format.
std::string in_native_words(std::string_view filter) {
    std::string out;
    while (!filter.empty()) {
        const auto* const found =
            std::find_if(placeholders.begin(), placeholders.end(), [&](const Placeholder& known) {
                return filter.starts_with(known.written);
            });
        if (found == placeholders.end()) {
            out += filter.front();
            filter.remove_prefix(1);
        } else {
            out += found->native;
            filter.remove_prefix(found->written.size());
        }
    }
    return out;
}

Operations operations_of(const EmqxRule& rule) {
    const Operations none;
    return (rule.publish ? Operations{Operation::publish} : none) |
           (rule.subscribe ? Operations{Operation::receive} | Operation::subscribe : none);
}

class Builder {
  public:
    explicit Builder(const EmqxFile& file)
        : file_{file}, builder_{file.document.text, Format::emqx},
          audience_{std::make_shared<Audience>()} {}

    Policy build() && {
        for (const auto& condition : file_.unknown) {
            audience_->add_role(builder_.keep(condition.text)); // nobody is in it
        }
        builder_.policy().asks_more = !file_.unknown.empty();
        for (const auto& rule : file_.rules) {
            add(rule);
        }
        builder_.policy().audience = std::move(audience_);
        return std::move(builder_).finish();
    }

  private:
    void add(const EmqxRule& rule) {
        const auto section = builder_.add_section(Section::Kind::conditional, {}, rule.span);
        audience_->add_set(rule.subject);
        for (const auto& topic : rule.topics) {
            if (topic::topic_filter_fault(topic.filter)) {
                continue; // it matches nothing
            }
            const bool varies = !topic.equal && topic.filter.find("${") != std::string_view::npos;
            const auto native = varies ? in_native_words(topic.filter) : std::string{};
            const bool unknown = varies && has_unknown_placeholder(topic.filter);
            const bool filled = varies && (native != topic.filter || unknown ||
                                           native.find("${username}") != std::string::npos);
            builder_.policy().asks_more = builder_.policy().asks_more || unknown;
            builder_.add_rule(
                {.filter = native.empty() || native == topic.filter ? topic.filter
                                                                    : builder_.keep(native),
                 .span = topic.span,
                 .section = section,
                 .effect = rule.effect,
                 .operations = operations_of(rule),
                 .has_variables = filled,
                 .literal = topic.equal,
                 .qos = rule.qos,
                 .retain = rule.retain}
            );
        }
    }

    const EmqxFile& file_;
    PolicyBuilder builder_;
    std::shared_ptr<Audience> audience_;
};

} // namespace

Policy policy_of(const EmqxFile& file) {
    return Builder{file}.build();
}

Policy policy_of(EmqxFile&& file) {
    auto policy = policy_of(std::as_const(file));
    policy.more_owned.push_back(std::move(file.document.owned));
    return policy;
}

} // namespace mqttx::acl
