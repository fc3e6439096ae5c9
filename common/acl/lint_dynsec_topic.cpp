// SPDX-License-Identifier: Apache-2.0
#include "common/acl/dynsec.hpp"
#include "common/acl/lint_parts.hpp"
#include "common/acl/policy.hpp"
#include "common/base/text.hpp"
#include "common/topic/levels.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>

namespace mqttx::acl::lint_parts {

namespace {

constexpr std::string_view matches_nothing = ": the entry matches nothing";

/// The topics of one entry; places within the text are exact where the text is written as it is.
class EntryTopic {
  public:
    EntryTopic(Report& report, const DynsecAcl& entry)
        : report_{report}, entry_{entry}, topic_{entry.topic} {
        const Span inner{entry.topic_span.begin + 1, entry.topic_span.end - 1};
        plain_ = report.text(inner) == topic_;
        inner_ = plain_ ? inner : entry.topic_span;
    }

    void run() {
        if (lint_fault()) {
            return;
        }
        if (plain_ && lint_characters(report_, inner_)) {
            return;
        }
        lint_reserved();
        lint_empty_levels();
        lint_levels();
    }

  private:
    [[nodiscard]] Span byte_at(std::size_t offset) const {
        const auto begin = static_cast<std::uint32_t>(inner_.begin + offset);
        return plain_ ? Span{begin, begin + 1} : inner_;
    }

    bool lint_fault() {
        const auto slashes = std::count(topic_.begin(), topic_.end(), '/');
        if (topic_.size() > longest_topic) {
            report_.add(
                "A104", inner_, cat("more than ", longest_topic, " bytes", matches_nothing)
            );
        } else if (const auto misplaced = topic::misplaced_wildcard(topic_)) {
            report_.add(
                topic_[misplaced->offset] == '#' ? "A101" : "A102",
                byte_at(misplaced->offset),
                cat(misplaced->reason, matches_nothing)
            );
        } else if (slashes > std::ptrdiff_t{most_slashes}) {
            report_.add(
                "A105", inner_, cat("more than ", most_slashes, " slashes", matches_nothing)
            );
        } else {
            return false;
        }
        return true;
    }

    void lint_reserved() {
        const bool is_message = entry_.type == DynsecAclType::publish_client_send ||
                                entry_.type == DynsecAclType::publish_client_receive;
        const auto shared = topic::shared_subscription(topic_);
        if (is_message && shared) {
            report_.add(
                "A110",
                inner_,
                "messages of a shared subscription have their own topic: the entry matches nothing",
                cat("write the topic alone: ", shared->filter)
            );
        } else if (misspells_sys(topic_)) {
            report_.add(
                "A111",
                inner_,
                "the broker's own topics begin with $SYS",
                cat("write $SYS", topic_.substr(4))
            );
        }
    }

    void lint_empty_levels() {
        if (topic_.starts_with('/')) {
            report_.add("A106", byte_at(0), "the topic begins with an empty level");
        }
        if (topic_.size() > 1 && topic_.ends_with('/')) {
            report_.add("A107", byte_at(topic_.size() - 1), "the topic ends with an empty level");
        }
        if (const auto twice = topic_.find("//"); twice != std::string_view::npos) {
            report_.add("A108", byte_at(twice + 1), "the topic has an empty level");
        }
    }

    void lint_levels() {
        topic::Levels levels{topic_};
        while (const auto level = levels.next()) {
            const auto offset = static_cast<std::size_t>(level->data() - topic_.data());
            const Span place =
                plain_ ? Span{static_cast<std::uint32_t>(inner_.begin + offset),
                              static_cast<std::uint32_t>(inner_.begin + offset + level->size())}
                       : inner_;
            if (const auto meant = substitution_for(*level); !meant.empty()) {
                report_.add(
                    "A204",
                    place,
                    cat(in_quotes(*level), " is no substitution of Mosquitto, but a literal level"),
                    cat("write ", meant, ", which Mosquitto 2.1 replaces")
                );
            } else if (holds_variable(*level) && *level != "%u" && *level != "%c" && level->size() < 4) {
                report_.add(
                    "A203",
                    place,
                    "never replaced: the substitution is not a whole level",
                    "make %u or %c a level of its own"
                );
            }
        }
    }

    Report& report_;
    const DynsecAcl& entry_;
    std::string_view topic_;
    bool plain_;
    Span inner_;
};

} // namespace

void lint_dynsec_topic(Report& report, const DynsecAcl& entry) {
    EntryTopic{report, entry}.run();
}

} // namespace mqttx::acl::lint_parts
