// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/topic/level_table.hpp"
#include "common/topic/levels.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::topic {

/// Many filters as one tree of levels, each with a number the caller gives it: its rank. Questions
/// take time by the depth of the topic and the wildcards that lie on its way, not by the number of
/// filters. The texts of the filters must outlive it.
class FilterSet {
  public:
    using Rank = std::uint32_t;
    using Node = std::uint32_t;
    static constexpr Rank no_rank = std::numeric_limits<Rank>::max();
    static constexpr Node root = 0;
    static constexpr Node no_node = std::numeric_limits<Node>::max();

    FilterSet();

    /// Makes room for so many filters.
    void reserve(std::size_t filters);

    /// Adds a valid filter without $share; ranks may come in any order and more than once.
    void add(std::string_view filter, Rank rank);

    [[nodiscard]] bool empty() const noexcept { return nodes_[root].least == no_rank; }

    /// The lowest rank of a filter that matches the topic (see match.hpp); none when none does.
    [[nodiscard]] std::optional<Rank> first_match(std::string_view topic) const;

    /// The rank of a filter that matches a topic which this filter matches too (any of several);
    /// none when they have no topic in common. Takes time by the branches that both go along.
    [[nodiscard]] std::optional<Rank> overlapping(std::string_view filter) const;

    /// The ranks of all filters that match the topic, in ascending order.
    [[nodiscard]] std::vector<Rank> all_matches(std::string_view topic) const;

    // The tree itself, for walks of other kinds. A node stands for the levels that lead to it.

    /// The lowest rank of a filter that ends here; of one that goes on with '#'; of all from here
    /// on.
    [[nodiscard]] Rank ending(Node node) const noexcept { return nodes_[node].ending; }

    [[nodiscard]] Rank open(Node node) const noexcept { return nodes_[node].open; }

    [[nodiscard]] Rank least(Node node) const noexcept { return nodes_[node].least; }

    /// Where a filter with '+' next goes on, or no_node.
    [[nodiscard]] Node any_level(Node node) const noexcept { return nodes_[node].any_level; }

    /// Where a filter with this literal next goes on, or no_node.
    [[nodiscard]] Node child(Node node, std::string_view literal) const noexcept;

    /// The literals that stand in the filters.
    [[nodiscard]] const LevelTable& levels() const noexcept { return levels_; }

  private:
    struct Branch {
        Rank ending = no_rank;
        Rank open = no_rank;
        Rank least = no_rank;
        Node any_level = no_node;
        std::uint32_t postings = 0; ///< index + 1 of the last filter that ends or opens here
        Node first_child = no_node; ///< of the literals; the last one that came
        Node next_sibling = no_node;
        bool reserved = false; ///< the literal that leads here begins with '$'
    };

    struct Posting {
        Rank rank;
        bool open;
        std::uint32_t next;
    };

    struct Edge {
        Node parent = no_node;
        LevelTable::Id level = 0;
        Node child = no_node;
    };

    Node add_child(Node parent, std::string_view level);
    [[nodiscard]] std::size_t slot_of(Node parent, LevelTable::Id level) const noexcept;
    void rehash_edges(std::size_t slots);
    [[nodiscard]] Rank overlap_from(Node node, Levels levels) const;
    template <typename Visit> void walk(std::string_view topic, Visit visit) const;

    LevelTable levels_;
    std::vector<Branch> nodes_;
    std::vector<Posting> postings_;
    std::vector<Edge> edges_; ///< open addressing, a power of two
    std::size_t edge_count_ = 0;
    std::string_view last_;   ///< the filter added last: the next one often begins like it
    std::vector<Node> trail_; ///< where its levels, or the first of them, lead to
};

/// The filters of a set whose rank is below a bound.
struct Cover {
    const FilterSet* set;
    FilterSet::Rank below = FilterSet::no_rank;
};

} // namespace mqttx::topic
