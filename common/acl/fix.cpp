// SPDX-License-Identifier: Apache-2.0
#include "common/acl/fix.hpp"

#include "common/topic/cover.hpp"

#include <algorithm>
#include <map>

namespace mqttx::acl {

namespace {

/// Edits in order that do not touch each other.
class Edits {
  public:
    bool add(const Fix& fix) {
        for (const auto& edit : fix.edits) {
            if (touches(edit.span)) {
                return false;
            }
        }
        for (const auto& edit : fix.edits) {
            by_begin_.emplace(edit.span.begin, &edit);
        }
        return true;
    }

    [[nodiscard]] std::string applied_to(std::string_view text) const {
        std::string fixed;
        std::size_t at = 0;
        for (const auto& [begin, edit] : by_begin_) {
            fixed.append(text.substr(at, begin - at)).append(edit->text);
            at = edit->span.end;
        }
        return fixed.append(text.substr(at));
    }

  private:
    [[nodiscard]] bool touches(Span span) const {
        const auto next = by_begin_.lower_bound(span.begin);
        const bool after =
            next != by_begin_.end() && (next->first < span.end || next->first == span.begin);
        return after ||
               (next != by_begin_.begin() && std::prev(next)->second->span.end > span.begin);
    }

    std::map<std::uint32_t, const Edit*> by_begin_;
};

/// The filters of a section with one effect, for one operation.
std::vector<std::string_view>
filters_of(const Policy& policy, const Section* section, Effect effect, Operation operation) {
    std::vector<std::string_view> filters;
    if (section != nullptr) {
        for (const auto& rule : policy.rules_of(*section)) {
            if (rule.effect == effect && rule.operations.has(operation)) {
                filters.push_back(rule.filter);
            }
        }
    }
    return filters;
}

bool has_all(
    const std::vector<std::string_view>& outer, const std::vector<std::string_view>& inner
) {
    topic::FilterSet set;
    for (const auto filter : outer) {
        set.add(filter, 0);
    }
    const topic::Cover cover{&set};
    return std::all_of(inner.begin(), inner.end(), [&](std::string_view filter) {
        return !topic::uncovered(filter, std::span{&cover, 1});
    });
}

using Name = std::pair<Section::Kind, std::string_view>;

std::map<Name, const Section*> sections_of(const Policy& policy) {
    std::map<Name, const Section*> sections;
    for (const auto& section : policy.sections) {
        sections.emplace(Name{section.kind, section.name}, &section);
    }
    return sections;
}

} // namespace

Fixed apply_fixes(std::string_view text, const std::vector<Finding>& findings, bool unsafe) {
    Edits edits;
    Fixed fixed;
    for (const auto& finding : findings) {
        if (finding.fix && (finding.fix->safe || unsafe) && edits.add(*finding.fix)) {
            ++fixed.count;
        }
    }
    fixed.text = edits.applied_to(text);
    return fixed;
}

bool has_same_meaning(const Policy& before, const Policy& after) {
    const auto old_sections = sections_of(before);
    const auto new_sections = sections_of(after);
    auto names = old_sections;
    names.insert(new_sections.begin(), new_sections.end());
    return std::all_of(names.begin(), names.end(), [&](const auto& entry) {
        const auto in = [&](const auto& sections) {
            const auto found = sections.find(entry.first);
            return found == sections.end() ? nullptr : found->second;
        };
        const auto* was = in(old_sections);
        const auto* is = in(new_sections);
        for (const auto effect : {Effect::allow, Effect::deny}) {
            for (const auto operation : {Operation::publish, Operation::receive}) {
                const auto filters = filters_of(before, was, effect, operation);
                const auto new_filters = filters_of(after, is, effect, operation);
                if (filters != new_filters &&
                    (!has_all(filters, new_filters) || !has_all(new_filters, filters))) {
                    return false;
                }
            }
        }
        return true;
    });
}

} // namespace mqttx::acl
