// SPDX-License-Identifier: Apache-2.0
#include "common/acl/accepted.hpp"

#include <algorithm>
#include <unordered_set>

namespace mqttx::acl {

namespace {

std::size_t levels_in(std::string_view filter) {
    return static_cast<std::size_t>(std::count(filter.begin(), filter.end(), '/')) + 1;
}

bool allows_text(const Chain& chain, std::string_view filter) {
    const auto* clause = chain.deciding_text(filter);
    return clause != nullptr && clause->effect == Effect::allow;
}

class Search {
  public:
    explicit Search(const Chain& chain) : chain_{chain} {
        for (const auto& clause : chain.clauses()) {
            deepest_ = std::max(deepest_, levels_in(clause.filter));
        }
    }

    std::vector<std::string> run() && {
        for (const auto& clause : chain_.clauses()) {
            if (clause.effect == Effect::allow) {
                try_widest(clause.filter);
            }
        }
        return std::move(found_);
    }

  private:
    /// A deny is evaded by a filter that is no topic of it: one with a wildcard where the deny has
    /// a name, or of another length. Wildcards never do worse than names, so of each length the one
    /// with the most of them tells.
    void try_widest(std::string_view filter) {
        if (auto wider = wider_subscription(filter)) {
            try_filter(std::move(*wider));
        }
        if (!filter.ends_with('#')) {
            try_filter(std::string{filter});
            return;
        }
        if (chain_.denying().empty() && !chain_.has_texts()) {
            try_filter(std::string{filter});
            return;
        }
        std::string head{filter.substr(0, filter.size() - 1)};
        if (!head.empty()) {
            try_filter(head.substr(0, head.size() - 1));
        }
        while (true) {
            try_filter(head + '#');
            if (levels_in(head) > deepest_ + 1) {
                break;
            }
            try_filter(head + '+');
            head += "+/";
        }
    }

    void try_filter(std::string filter) {
        if (filter.empty() || !tried_.insert(filter).second) {
            return;
        }
        if (allows_text(chain_, filter)) {
            found_.push_back(std::move(filter));
        }
    }

    const Chain& chain_;
    std::size_t deepest_ = 1;
    std::unordered_set<std::string> tried_;
    std::vector<std::string> found_;
};

} // namespace

std::optional<std::string> wider_subscription(std::string_view filter) {
    constexpr std::string_view open_end = "/+/#";
    if (filter == "+" || filter.ends_with("/+")) {
        return std::string{filter.substr(0, filter.size() - 1)} + '#';
    }
    if (filter.ends_with(open_end) && filter.size() > open_end.size()) {
        return std::string{filter.substr(0, filter.size() - 3)} + '#';
    }
    return std::nullopt;
}

std::vector<std::string> accepted_filters(const Chain& chain) {
    auto found = Search{chain}.run();
    for (const auto* clause : chain.allowed_texts()) {
        found.emplace_back(clause->filter);
    }
    return found;
}

} // namespace mqttx::acl
