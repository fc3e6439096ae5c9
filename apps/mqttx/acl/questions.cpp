// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/questions.hpp"

#include "common/topic/levels.hpp"
#include "common/topic/validity.hpp"

#include <algorithm>
#include <set>

namespace mqttx::app {

namespace {

class Questions {
  public:
    Questions(
        acl::Decider& decider, std::span<const acl::Client> clients, const std::string& unused
    )
        : decider_{decider}, clients_{clients}, unused_{unused} {}

    std::vector<Question> run() && {
        for (const auto& rule : decider_.policy().rules) {
            for (const auto& client : clients_) {
                if (const auto filter = bound(rule, client)) {
                    add_around(*filter);
                }
            }
        }
        add_publishing(unused_);
        for (const auto* filter : {"#", "+/#"}) {
            add_subscribing(filter);
        }
        return std::move(questions_);
    }

  private:
    std::optional<std::string> bound(const acl::Rule& rule, const acl::Client& client) const {
        auto filter = acl::bind_rule(decider_.policy(), rule, client, decider_.broker());
        const bool usable =
            filter && !filter->starts_with('$') && !topic::topic_filter_fault(*filter);
        return usable ? std::move(filter) : std::nullopt;
    }

    void add_around(const std::string& filter) {
        const auto inside = with_names(filter);
        const auto slash = inside.rfind('/');
        const auto above = slash == std::string::npos ? std::string{} : inside.substr(0, slash + 1);
        add_publishing(inside);
        add_publishing(inside + '/' + unused_);
        add_publishing(above + unused_);
        if (!above.empty()) {
            add_publishing(above.substr(0, slash));
        }
        add_subscribing(filter);
        add_subscribing(inside);
        add_subscribing(above + '#');
        add_subscribing("$share/" + unused_ + '/' + filter);
    }

    /// A topic of the filter: a name nobody uses in place of its wildcards.
    [[nodiscard]] std::string with_names(const std::string& filter) const {
        std::string text;
        topic::Levels levels{filter};
        for (bool first = true; const auto level = levels.next(); first = false) {
            text += first ? "" : "/";
            text += *level == "+" || *level == "#" ? std::string_view{unused_} : *level;
        }
        return text;
    }

    void add_publishing(const std::string& topic) {
        if (topic.starts_with('$') || topic::topic_name_fault(topic)) {
            return;
        }
        const bool is_ours = topic.find(unused_) != std::string::npos;
        for (const bool retain : {false, true}) {
            add({acl::Operation::publish, 2, retain}, topic);
            if (is_ours && !retain) {
                add({acl::Operation::publish, 1, false}, topic);
            }
        }
    }

    void add_subscribing(const std::string& filter) {
        if (topic::topic_filter_fault(filter)) {
            return;
        }
        for (int qos = 0; qos <= 2; ++qos) {
            add({acl::Operation::subscribe, qos}, filter);
        }
    }

    void add(const acl::Action& action, const std::string& topic) {
        if (!seen_.emplace(static_cast<int>(action.operation), action.qos, action.retain, topic)
                 .second) {
            return;
        }
        std::optional<bool> expected;
        for (const auto& client : clients_) {
            const bool said = accepts(client, action, topic);
            if (expected && *expected != said) {
                return; // it depends on what the broker takes the client for
            }
            expected = said;
        }
        questions_.push_back({action, topic, expected.value_or(false)});
    }

    bool accepts(const acl::Client& client, const acl::Action& action, const std::string& topic) {
        if (action.operation == acl::Operation::publish) {
            return decider_.allows(client, action, topic);
        }
        if (acl::accepts_every_subscribe(decider_.broker())) {
            return true;
        }
        const auto answer = decider_.decide(client, action, topic).answer;
        return answer == acl::Answer::allowed ||
               (answer == acl::Answer::partly && decider_.broker() != acl::Broker::strict);
    }

    acl::Decider& decider_;
    std::span<const acl::Client> clients_;
    const std::string& unused_;
    std::set<std::tuple<int, int, bool, std::string>> seen_;
    std::vector<Question> questions_;
};

} // namespace

std::vector<Question> questions_about(
    acl::Decider& decider, std::span<const acl::Client> clients, const std::string& unused
) {
    return Questions{decider, clients, unused}.run();
}

} // namespace mqttx::app
