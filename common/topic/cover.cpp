// SPDX-License-Identifier: Apache-2.0
#include "common/topic/cover.hpp"

#include "common/base/text.hpp"
#include "common/topic/algebra.hpp"
#include "common/topic/levels.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

namespace mqttx::topic {

namespace {

/// The nodes of one cover that the levels so far lead to.
class Front {
  public:
    explicit Front(const Cover& cover) : set_{cover.set}, below_{cover.below} {
        keep(nodes_, FilterSet::root);
    }

    /// Whether a filter matches everything from here on. Wildcards at the first level keep out of
    /// topics that begin with '$'.
    [[nodiscard]] bool is_open(bool wildcards) const {
        return wildcards && std::any_of(nodes_.begin(), nodes_.end(), [&](auto node) {
                   return set_->open(node) < below_;
               });
    }

    /// Whether a filter matches the topic that ends here.
    [[nodiscard]] bool ends() const {
        return std::any_of(nodes_.begin(), nodes_.end(), [&](auto node) {
            return set_->ending(node) < below_ || set_->open(node) < below_;
        });
    }

    /// Goes down one level; '+' stands for a name that no filter spells out.
    void advance(std::string_view level, bool wildcards) {
        next_.clear();
        for (const auto node : nodes_) {
            if (wildcards) {
                keep(next_, set_->any_level(node));
            }
            if (level != "+") {
                keep(next_, set_->child(node, level));
            }
        }
        nodes_.swap(next_);
    }

    [[nodiscard]] bool is_lost() const noexcept { return nodes_.empty(); }

    [[nodiscard]] bool knows(std::string_view level) const {
        return set_->levels().find(level).has_value();
    }

  private:
    void keep(std::vector<FilterSet::Node>& nodes, FilterSet::Node node) const {
        if (node != FilterSet::no_node && set_->least(node) < below_) {
            nodes.push_back(node);
        }
    }

    const FilterSet* set_;
    FilterSet::Rank below_;
    std::vector<FilterSet::Node> nodes_;
    std::vector<FilterSet::Node> next_;
};

class Search {
  public:
    explicit Search(std::span<const Cover> covers) {
        for (const auto& cover : covers) {
            fronts_.emplace_back(cover);
        }
    }

    std::optional<std::string> run(std::string_view filter) {
        Levels levels{walkable(filter)};
        bool wildcards = !filter.starts_with('$');
        while (const auto level = levels.next()) {
            if (any([&](const Front& front) { return front.is_open(wildcards); })) {
                return std::nullopt;
            }
            if (*level == "#") {
                return run_open();
            }
            advance(*level, wildcards);
            wildcards = true;
        }
        return any(std::mem_fn(&Front::ends)) ? std::nullopt : std::optional{topic_};
    }

  private:
    /// The filter goes on with '#': each length is a question of its own, until no cover is left.
    std::optional<std::string> run_open() {
        while (depth_ == 0 || any(std::mem_fn(&Front::ends))) {
            if (any([](const Front& front) { return front.is_open(true); })) {
                return std::nullopt;
            }
            advance("+", true);
        }
        return topic_;
    }

    template <typename Test> [[nodiscard]] bool any(Test test) const {
        return std::any_of(fronts_.begin(), fronts_.end(), test);
    }

    void advance(std::string_view level, bool wildcards) {
        topic_.append(depth_++ == 0 ? "" : "/").append(level == "+" ? fresh() : level);
        for (auto& front : fronts_) {
            front.advance(level, wildcards);
        }
    }

    /// A name that stands in no filter: a letter, or else a letter and a number.
    std::string_view fresh() {
        for (std::size_t tried = 0; fresh_.empty(); ++tried) {
            const auto letter = static_cast<char>('a' + (tried + 23) % 26); // x, y, z, a ...
            auto name = tried < 26 ? std::string{letter} : cat(letter, tried / 26);
            if (!any([&](const Front& front) { return front.knows(name); })) {
                fresh_ = std::move(name);
            }
        }
        return fresh_;
    }

    std::vector<Front> fronts_;
    std::string topic_;
    std::size_t depth_ = 0;
    std::string fresh_;
};

FilterSet set_of(std::span<const std::string_view> filters) {
    FilterSet set;
    for (const auto filter : filters) {
        set.add(filter, 0);
    }
    return set;
}

} // namespace

std::optional<std::string> uncovered(std::string_view filter, std::span<const Cover> covers) {
    return Search{covers}.run(filter);
}

std::optional<std::string>
uncovered(std::string_view filter, std::span<const std::string_view> covers) {
    const auto set = set_of(covers);
    const Cover cover{&set};
    return uncovered(filter, std::span{&cover, 1});
}

std::optional<std::string> difference(const GrantedTopics& first, const GrantedTopics& second) {
    const auto first_deny = set_of(first.deny);
    const auto second_allow = set_of(second.allow);
    const std::array<Cover, 2> outside_second{Cover{&first_deny}, Cover{&second_allow}};
    for (const auto allow : first.allow) {
        if (auto witness = uncovered(allow, outside_second)) {
            return witness;
        }
        for (const auto deny : second.deny) {
            const auto both = meet(allow, deny);
            if (!both) {
                continue;
            }
            if (auto witness = uncovered(*both, std::span{outside_second}.first(1))) {
                return witness;
            }
        }
    }
    return std::nullopt;
}

} // namespace mqttx::topic
