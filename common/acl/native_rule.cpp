// SPDX-License-Identifier: Apache-2.0
#include "common/acl/acl_file.hpp"
#include "common/acl/native_parts.hpp"
#include "common/base/suggest.hpp"
#include "common/base/text.hpp"
#include "common/topic/levels.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>

namespace mqttx::acl::native_parts {

namespace {

/// A "${" that is no variable, or not a level of its own; false with a fault.
bool require_variables(Values& values, Span span, std::string_view topic) {
    topic::Levels levels{topic};
    while (const auto level = levels.next()) {
        if (level->find("${") == std::string_view::npos || variable_in(*level) != Variable::none) {
            continue;
        }
        const auto begin = level->find("${");
        const auto end = std::min(level->find('}', begin), level->size());
        const auto name = level->substr(begin + 2, end - begin - 2);
        const std::vector<std::string> known{"username", "client-id", "cert-cn"};
        if (std::find(known.begin(), known.end(), name) != known.end()) {
            values.fail(
                "A203",
                span,
                cat("a variable is a level of its own, ", in_quotes(*level), " is more"),
                "put a slash between the variable and the rest"
            );
        } else {
            const auto meant = nearest_word(name, known);
            values.fail(
                "A204",
                span,
                cat("there is no variable ", in_quotes(cat("${", name, "}"))),
                meant.empty() ? std::string{"there are ${username}, ${client-id} and ${cert-cn}"}
                              : cat("did you mean ", in_quotes(cat("${", meant, "}")), "?")
            );
        }
        return false;
    }
    return true;
}

class RuleReader {
  public:
    RuleReader(Values& values, std::uint32_t table)
        : values_{values}, toml_{values.toml()}, table_{table} {}

    void read() {
        rule_.node = table_;
        rule_.span = {toml_[table_].span.begin, toml_.end_of(table_)};
        const auto before = values_.file().faults.size();
        values_.require_keys(
            table_, {"id", "subject", "effect", "operation", "topic", "qos", "retain", "share"}
        );
        read_id();
        read_words();
        if (const auto topic = values_.require(table_, "topic"); topic != no_node) {
            read_topics(topic);
        }
        if (const auto subject = values_.require(table_, "subject"); subject != no_node) {
            rule_.subject_span = toml_[subject].span;
            rule_.subject = read_subject(values_, subject).value_or(std::vector<Conjunction>{});
        }
        read_qos();
        read_retain();
        read_share();
        if (values_.file().faults.size() == before) {
            values_.file().rules.push_back(std::move(rule_));
        }
    }

  private:
    void read_id() {
        const auto id = toml_.find(table_, "id");
        rule_.id_span = toml_[id == no_node ? table_ : id].span;
        if (id != no_node) {
            rule_.id = values_.text(id).value_or("");
        }
    }

    void read_words() {
        if (const auto effect = values_.require(table_, "effect"); effect != no_node) {
            rule_.effect =
                values_.word(effect, {"allow", "deny"}) == 1U ? Effect::deny : Effect::allow;
        }
        if (const auto operation = values_.require(table_, "operation"); operation != no_node) {
            const auto word = values_.word(operation, {"publish", "subscribe", "both"});
            rule_.publish = word != 1U;
            rule_.subscribe = word != 0U;
        }
    }

    void read_topics(std::uint32_t node) {
        values_.texts(node, [&](std::uint32_t at, std::string_view filter) {
            rule_.topics.push_back({filter, toml_[at].span});
            return require_topic(values_, at, filter);
        });
    }

    void read_qos() {
        const auto node = toml_.find(table_, "qos");
        if (node == no_node) {
            return;
        }
        const auto& value = toml_[node];
        rule_.qos_span = value.span;
        if (value.kind == TomlKind::string && value.text == "all") {
            return;
        }
        rule_.qos = 0;
        if (value.kind == TomlKind::array) {
            toml_.each(node, [&](std::uint32_t at) { take_qos(at); });
        } else {
            take_qos(node);
        }
        if (value.kind == TomlKind::array && value.count == 0) {
            values_.fail("A316", value.span, "no QoS: the rule says nothing");
        }
    }

    void take_qos(std::uint32_t node) {
        const auto& value = toml_[node];
        if (value.kind != TomlKind::integer || value.text.size() != 1 || value.text > "2") {
            values_.fail(
                "A029", value.span, "0, 1 or 2 is expected", "for example [0, 1], or \"all\""
            );
            return;
        }
        rule_.qos = static_cast<std::uint8_t>(rule_.qos | 1U << (value.text[0] - '0'));
    }

    void read_retain() {
        const auto node = toml_.find(table_, "retain");
        if (node == no_node) {
            return;
        }
        const auto word = values_.word(node, {"any", "only", "never"});
        rule_.retain = word == 1U   ? RetainRule::only
                       : word == 2U ? RetainRule::never
                                    : RetainRule::any;
        if (word && !rule_.publish) {
            values_.fail(
                "A029",
                toml_[node].key_span,
                "retain says nothing about subscriptions",
                "leave it out, or put it into a publish rule"
            );
        }
    }

    void read_share() {
        const auto node = toml_.find(table_, "share");
        if (node == no_node) {
            return;
        }
        if (!rule_.subscribe || rule_.effect == Effect::deny) {
            values_.fail(
                "A029",
                toml_[node].key_span,
                rule_.subscribe ? "a deny is about every subscription, shared or not"
                                : "share says nothing about publishing",
                "leave it out"
            );
            return;
        }
        if (toml_[node].kind == TomlKind::array) {
            rule_.share = ShareRule::groups;
            values_.texts(node, [&](std::uint32_t at, std::string_view group) {
                rule_.groups.push_back(group);
                const bool good = group.find_first_of("/+#") == std::string_view::npos;
                if (!good) {
                    values_.fail(
                        "A029", toml_[at].span, "no group has '/', '+' or '#' in its name"
                    );
                }
                return good;
            });
            return;
        }
        rule_.share =
            values_.word(node, {"any", "never"}) == 0U ? ShareRule::any : ShareRule::never;
    }

    Values& values_;
    const TomlDocument& toml_;
    std::uint32_t table_;
    NativeRule rule_;
};

} // namespace

bool require_topic(Values& values, std::uint32_t node, std::string_view topic) {
    const auto span = values.toml()[node].span;
    if (topic.size() > longest_topic) {
        values.fail(
            "A104", span, cat("a topic of ", topic.size(), " bytes, the limit is ", longest_topic)
        );
        return false;
    }
    if (const auto misplaced = topic::misplaced_wildcard(topic)) {
        values.fail(
            topic[misplaced->offset] == '#' ? "A101" : "A102", span, std::string{misplaced->reason}
        );
        return false;
    }
    if (const auto shared = topic::shared_subscription(topic)) {
        values.fail(
            "A110",
            span,
            "a rule is about topics, not about shared subscriptions",
            cat("write the topic alone, ", shared->filter, ", and share = \"any\" or the group")
        );
        return false;
    }
    if (const auto fault = topic::topic_filter_fault(topic)) {
        values.fail("A019", span, *fault);
        return false;
    }
    return require_variables(values, span, topic);
}

void read_rule(Values& values, std::uint32_t table) {
    RuleReader{values, table}.read();
}

} // namespace mqttx::acl::native_parts
