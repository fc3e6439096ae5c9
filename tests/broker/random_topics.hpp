// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <random>
#include <string>
#include <vector>

namespace mqttx::test {

/// Names that make trouble where they stand for a level of a topic.
inline const std::vector<std::string> user_names{
    "a", "b", "a/b", "$x", "x+", "#", "%c", "A", "a b"};
inline const std::vector<std::string> client_ids{"a", "c", "a/b", "$x", "+", "c#", "%u", "a b"};

/// Topics and filters over a few levels, so that they often meet.
class RandomTopics {
  public:
    explicit RandomTopics(unsigned seed) : random_{seed} {}

    std::mt19937& engine() { return random_; }

    /// 0 to `most`.
    int up_to(int most) { return static_cast<int>(random_() % static_cast<unsigned>(most + 1)); }

    bool one_in(int count) { return up_to(count - 1) == 0; }

    std::string of(const std::vector<std::string>& list) { return list[random_() % list.size()]; }

    /// None is a client without a name; an empty one is too.
    std::optional<std::string> user() {
        return one_in(6)    ? std::nullopt
               : one_in(10) ? std::optional<std::string>{""}
                            : std::optional{of(user_names)};
    }

    std::string topic() {
        if (one_in(12)) {
            return of({"$SYS/x", "$SYSTEM/a", "$SYS/broker/connection/a/state", "$SYS"});
        }
        std::string text = of({"a", "b", "$x", "", "%u", "%c", "xa", "A", "a b", "$x", "a"});
        for (int levels = up_to(3); levels > 0; --levels) {
            text += "/" + of({"a", "b", "", "c", "$x", "xa", "%u", "a b"});
        }
        return text.empty() ? "/" : text;
    }

    /// With %u and %c among its levels, when they mean something.
    std::string filter(bool with_variables) {
        if (one_in(16)) {
            return of({"$SYS/#", "#", "$SYS/broker/+/+/state", "$x/#", "/#", "+/#", "$SYSTEM/+"});
        }
        std::string text = level(with_variables);
        for (int levels = up_to(3); levels > 0; --levels) {
            text += "/" + level(with_variables);
        }
        text += one_in(3) ? "/#" : "";
        return text.empty() ? "/" : text;
    }

    std::vector<std::string> topics(int count) {
        std::vector<std::string> all;
        for (; count > 0; --count) {
            all.push_back(topic());
        }
        return all;
    }

    /// For subscriptions, some of them shared.
    std::vector<std::string> filters(int count) {
        std::vector<std::string> all;
        for (; count > 0; --count) {
            all.push_back((one_in(8) ? "$share/g/" : "") + filter(false));
        }
        return all;
    }

  private:
    std::string level(bool with_variables) {
        if (with_variables && one_in(3)) {
            return of({"%u", "%c", "x%u", "%c-%u", "%"});
        }
        return of({"a", "b", "+", "+", "", "$x", "xa", "a b", "%u", "A"});
    }

    std::mt19937 random_;
};

} // namespace mqttx::test
