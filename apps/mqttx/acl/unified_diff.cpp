// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/unified_diff.hpp"

#include "common/base/text.hpp"

#include <algorithm>
#include <vector>

namespace mqttx::app {

namespace {

using Lines = std::vector<std::string_view>;

constexpr std::size_t context = 3;
constexpr std::size_t look_ahead = 200; ///< fixes are small; beyond it all is called changed

Lines lines_of(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return lines;
}

/// Lines [old_begin, old_end) become [new_begin, new_end).
struct Change {
    std::size_t old_begin, old_end, new_begin, new_end;
};

/// The next place where both agree again.
Change change_at(const Lines& before, const Lines& after, std::size_t i, std::size_t j) {
    for (std::size_t sum = 1; sum <= look_ahead; ++sum) {
        for (std::size_t removed = 0; removed <= sum; ++removed) {
            const auto old_end = i + removed;
            const auto new_end = j + (sum - removed);
            if (old_end < before.size() && new_end < after.size() &&
                before[old_end] == after[new_end]) {
                return {i, old_end, j, new_end};
            }
        }
    }
    return {i, before.size(), j, after.size()};
}

std::vector<Change> changes_between(const Lines& before, const Lines& after) {
    std::vector<Change> changes;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < before.size() || j < after.size()) {
        if (i < before.size() && j < after.size() && before[i] == after[j]) {
            ++i;
            ++j;
            continue;
        }
        changes.push_back(change_at(before, after, i, j));
        i = changes.back().old_end;
        j = changes.back().new_end;
    }
    return changes;
}

void put(std::string& out, char mark, const Lines& lines, std::size_t begin, std::size_t end) {
    for (auto at = begin; at < end; ++at) {
        out.append(1, mark).append(lines[at]);
        if (!lines[at].ends_with('\n')) {
            out += "\n\\ No newline at end of file\n";
        }
    }
}

std::string range(std::size_t begin, std::size_t end) {
    return cat(begin == end ? begin : begin + 1, ',', end - begin);
}

/// Changes [first, last) that share their context.
std::string hunk(
    const Lines& before,
    const Lines& after,
    std::vector<Change>::const_iterator first,
    std::vector<Change>::const_iterator last
) {
    const auto lead = std::min(context, first->old_begin);
    const auto& end = *(last - 1);
    const auto tail = std::min(context, before.size() - end.old_end);
    std::string out =
        cat("@@ -",
            range(first->old_begin - lead, end.old_end + tail),
            " +",
            range(first->new_begin - lead, end.new_end + tail),
            " @@\n");
    auto at = first->old_begin - lead;
    for (auto change = first; change != last; ++change) {
        put(out, ' ', before, at, change->old_begin);
        put(out, '-', before, change->old_begin, change->old_end);
        put(out, '+', after, change->new_begin, change->new_end);
        at = change->old_end;
    }
    put(out, ' ', before, at, end.old_end + tail);
    return out;
}

} // namespace

std::string unified_diff(std::string_view name, std::string_view before, std::string_view after) {
    const auto old_lines = lines_of(before);
    const auto new_lines = lines_of(after);
    const auto changes = changes_between(old_lines, new_lines);
    if (changes.empty()) {
        return {};
    }
    std::string out = cat("--- ", name, "\n+++ ", name, '\n');
    for (auto first = changes.begin(); first != changes.end();) {
        auto last = first + 1;
        while (last != changes.end() && last->old_begin - (last - 1)->old_end <= 2 * context) {
            ++last;
        }
        out += hunk(old_lines, new_lines, first, last);
        first = last;
    }
    return out;
}

} // namespace mqttx::app
