// SPDX-License-Identifier: Apache-2.0
#include "common/topic/filter_set.hpp"

#include "common/topic/algebra.hpp"
#include "common/topic/levels.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <memory_resource>

namespace mqttx::topic {

FilterSet::FilterSet() : nodes_(1) {}

std::size_t FilterSet::slot_of(Node parent, LevelTable::Id level) const noexcept {
    const auto mask = edges_.size() - 1;
    // Two odd constants spread the neighbouring numbers of parents and levels.
    auto mixed = parent * 0x9E3779B97F4A7C15ULL ^ level * 0xC2B2AE3D27D4EB4FULL;
    mixed ^= mixed >> 29U;
    auto slot = static_cast<std::size_t>(mixed) & mask;
    while (edges_[slot].child != no_node &&
           (edges_[slot].parent != parent || edges_[slot].level != level)) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

void FilterSet::reserve(std::size_t filters) {
    nodes_.reserve(filters);
    postings_.reserve(filters);
    rehash_edges(std::bit_ceil(filters + filters / 2));
}

void FilterSet::rehash_edges(std::size_t slots) {
    const auto old = std::move(edges_);
    edges_.assign(slots, Edge{});
    for (const auto& edge : old) {
        if (edge.child != no_node) {
            edges_[slot_of(edge.parent, edge.level)] = edge;
        }
    }
}

FilterSet::Node FilterSet::child(Node node, std::string_view literal) const noexcept {
    const auto level = levels_.find(literal);
    return level && !edges_.empty() ? edges_[slot_of(node, *level)].child : no_node;
}

FilterSet::Node FilterSet::add_child(Node parent, std::string_view level) {
    const auto next = static_cast<Node>(nodes_.size());
    if (level == "+") {
        if (nodes_[parent].any_level == no_node) {
            nodes_[parent].any_level = next;
            nodes_.emplace_back();
        }
        return nodes_[parent].any_level;
    }
    if (edge_count_ * 3 >= edges_.size() * 2) {
        rehash_edges(std::max<std::size_t>(16, edges_.size() * 2));
    }
    const auto id = levels_.add(level);
    auto& edge = edges_[slot_of(parent, id)];
    if (edge.child == no_node) {
        edge = {parent, id, next};
        ++edge_count_;
        nodes_.emplace_back();
        nodes_[next].reserved = level.starts_with('$');
        nodes_[next].next_sibling = nodes_[parent].first_child;
        nodes_[parent].first_child = next;
    }
    return edge.child;
}

void FilterSet::add(std::string_view filter, Rank rank) {
    const auto walk = walkable(filter);
    Levels levels{walk};
    Levels last{last_};
    Node node = root;
    bool open = false;
    bool known = !last_.empty();
    std::size_t depth = 0;
    nodes_[root].least = std::min(nodes_[root].least, rank);
    while (const auto level = levels.next()) {
        if (*level == "#") {
            open = true;
            break;
        }
        known = known && depth < trail_.size() && last.next() == level;
        if (!known) {
            trail_.resize(depth);
            trail_.push_back(add_child(node, *level));
        }
        node = trail_[depth++];
        nodes_[node].least = std::min(nodes_[node].least, rank);
    }
    last_ = walk;
    auto& branch = nodes_[node];
    auto& lowest = open ? branch.open : branch.ending;
    lowest = std::min(lowest, rank);
    postings_.push_back({rank, open, branch.postings});
    branch.postings = static_cast<std::uint32_t>(postings_.size());
}

/// Calls `visit(node, ended)` for each node whose filters match: with ended for those that end
/// there, without for those that go on with '#'. It returns false for a node that need not be
/// followed.
template <typename Visit> void FilterSet::walk(std::string_view topic, Visit visit) const {
    if (topic.empty()) {
        return;
    }
    const bool reserved = topic.front() == '$';
    Levels levels{topic};
    std::array<std::byte, 512> room; // enough for all but filters made to need more
    std::pmr::monotonic_buffer_resource memory{room.data(), room.size()};
    std::pmr::vector<Node> here{{root}, &memory};
    std::pmr::vector<Node> next{&memory};
    while (const auto level = levels.next()) {
        next.clear();
        const auto id = levels_.find(*level);
        for (const auto node : here) {
            const bool wildcards = !(reserved && node == root);
            if (!visit(node, false, wildcards)) {
                continue;
            }
            if (wildcards && nodes_[node].any_level != no_node) {
                next.push_back(nodes_[node].any_level);
            }
            if (id && !edges_.empty()) {
                if (const auto found = edges_[slot_of(node, *id)].child; found != no_node) {
                    next.push_back(found);
                }
            }
        }
        here.swap(next);
        if (here.empty()) {
            return;
        }
    }
    for (const auto node : here) {
        visit(node, true, true);
    }
}

std::optional<FilterSet::Rank> FilterSet::first_match(std::string_view topic) const {
    auto best = no_rank;
    walk(topic, [&](Node node, bool ended, bool wildcards) {
        const auto& branch = nodes_[node];
        if (branch.least >= best) {
            return false;
        }
        if (wildcards) {
            best = std::min(best, branch.open);
        }
        if (ended) {
            best = std::min(best, branch.ending);
        }
        return true;
    });
    return best == no_rank ? std::nullopt : std::optional{best};
}

FilterSet::Rank FilterSet::overlap_from(Node node, Levels levels) const {
    const auto& branch = nodes_[node];
    const auto level = levels.next();
    if (!level) {
        return std::min(branch.ending, branch.open);
    }
    const bool reserved = node == root && level->starts_with('$');
    if (branch.open != no_rank && !reserved) {
        return branch.open; // everything from here on
    }
    const bool rest = *level == "#";
    if (rest && node != root) {
        return branch.least;
    }
    auto found = no_rank;
    if (branch.any_level != no_node && !reserved) {
        found = rest ? nodes_[branch.any_level].least : overlap_from(branch.any_level, levels);
    }
    if (!rest && *level != "+") {
        const auto next = found == no_rank ? child(node, *level) : no_node;
        return next == no_node ? found : overlap_from(next, levels);
    }
    for (auto next = branch.first_child; next != no_node && found == no_rank;
         next = nodes_[next].next_sibling) {
        if (node != root || !nodes_[next].reserved) {
            found = rest ? nodes_[next].least : overlap_from(next, levels);
        }
    }
    return found;
}

std::optional<FilterSet::Rank> FilterSet::overlapping(std::string_view filter) const {
    if (empty()) {
        return std::nullopt;
    }
    const auto rank = overlap_from(root, Levels{walkable(filter)});
    return rank == no_rank ? std::nullopt : std::optional{rank};
}

std::vector<FilterSet::Rank> FilterSet::all_matches(std::string_view topic) const {
    std::vector<Rank> ranks;
    walk(topic, [&](Node node, bool ended, bool wildcards) {
        for (auto at = nodes_[node].postings; at != 0; at = postings_[at - 1].next) {
            const auto& posting = postings_[at - 1];
            if (posting.open ? wildcards : ended) {
                ranks.push_back(posting.rank);
            }
        }
        return true;
    });
    std::sort(ranks.begin(), ranks.end());
    return ranks;
}

} // namespace mqttx::topic
