// SPDX-License-Identifier: Apache-2.0
// Any bytes are an acl_file: reading and linting must not fail, and must agree with each other.
#include "common/acl/lint.hpp"
#include "common/acl/lint_rules.hpp"
#include "tests/fuzz/require.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

using namespace mqttx::acl;

namespace {

bool lies_within(Span part, std::size_t begin, std::size_t end) {
    return begin <= part.begin && part.begin <= part.end && part.end <= end;
}

void check_lines(const AclFile& file) {
    std::size_t at = 0;
    for (const auto& line : file.lines) {
        require(lies_within(line.text, at, file.text.size()));
        at = line.text.end;
        for (const auto& part : {line.keyword, line.access_word, line.value}) {
            require(part.empty() || lies_within(part, line.text.begin, line.text.end));
        }
    }
    for (const auto& loss : file.losses) {
        require(lies_within(loss.lost, 0, file.text.size()));
    }
}

void check_findings(const AclFile& file, const std::vector<Finding>& findings) {
    const LineIndex index{file.text};
    for (const auto& finding : findings) {
        require(lies_within(finding.span, 0, file.text.size()) && !finding.message.empty());
        require(find_lint_rule(finding.id) != nullptr);
        const auto position = index.position(finding.span.begin);
        require(index.line(position.line).size() <= file.text.size());
    }
    const bool has_errors = std::any_of(findings.begin(), findings.end(), [](const auto& finding) {
        return finding.severity == Severity::error;
    });
    require(has_errors || file.refused_line() == nullptr);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = read_acl_file({reinterpret_cast<const char*>(data), size});
    check_lines(file);
    check_findings(file, lint(file));
    return 0;
}
