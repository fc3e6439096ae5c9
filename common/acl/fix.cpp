// SPDX-License-Identifier: Apache-2.0
#include "common/acl/fix.hpp"

#include "common/acl/diff.hpp"

#include <algorithm>
#include <iterator>
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

bool is_refused(const AclFile& file, const Finding& finding) {
    const auto line =
        std::partition_point(file.lines.begin(), file.lines.end(), [&](const AclLine& known) {
            return known.text.end < finding.span.begin;
        });
    return line != file.lines.end() && line->refusal != Refusal::none &&
           line->text.begin <= finding.span.begin && finding.severity == Severity::error;
}

std::vector<Finding> in_refused_lines(const AclFile& file, const std::vector<Finding>& findings) {
    std::vector<Finding> chosen;
    std::copy_if(
        findings.begin(),
        findings.end(),
        std::back_inserter(chosen),
        [&](const auto& finding) { return is_refused(file, finding); }
    );
    return chosen;
}

bool has_same_meaning(const Policy& before, const Policy& after) {
    bool is_complete = true;
    return std::all_of(all_brokers.begin(), all_brokers.end(), [&](Broker broker) {
        return !reads(broker, before.format) ||
               (broker == Broker::strict && before.format != Format::native) ||
               (difference({before, broker}, {after, broker}, &is_complete).empty() && is_complete);
    });
}

} // namespace mqttx::acl
