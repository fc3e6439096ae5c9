// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/baseline.hpp"

#include "apps/mqttx/acl/fingerprint.hpp"
#include "common/base/text.hpp"
#include "common/io/file.hpp"

#include <algorithm>

namespace mqttx::app {

namespace {

constexpr std::size_t largest_baseline = std::size_t{1} << 28U;

std::string line_for(const LintedFile& file, const acl::Finding& finding, Fingerprints& prints) {
    return cat(prints.next(finding), ' ', finding.id, ' ', file.name);
}

} // namespace

Baseline Baseline::read(const std::string& path) {
    Baseline baseline;
    const auto bytes = io::read_file(path, largest_baseline);
    auto rest = as_text(bytes);
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        auto line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (!line.empty() && line.front() != '#') {
            baseline.lines_.emplace(line);
        }
    }
    return baseline;
}

void Baseline::remove_known(std::vector<LintedFile>& files, Counts& counts) const {
    for (auto& file : files) {
        const acl::LineIndex index{file.content};
        Fingerprints prints{index};
        std::vector<acl::Finding> left;
        for (auto& finding : file.findings) {
            if (lines_.contains(line_for(file, finding, prints))) {
                --counts.shown[static_cast<std::size_t>(finding.severity)];
                ++counts.known;
            } else {
                left.push_back(std::move(finding));
            }
        }
        file.findings = std::move(left);
    }
}

void write_baseline(const std::string& path, const std::vector<LintedFile>& files) {
    std::string text = "# findings of mqttx acl lint that are known: fingerprint, rule, file\n";
    for (const auto& file : files) {
        const acl::LineIndex index{file.content};
        Fingerprints prints{index};
        for (const auto& finding : file.findings) {
            text += line_for(file, finding, prints) + '\n';
        }
    }
    io::write_file(path, as_bytes(text), {.mode = 0644, .replace = true});
}

} // namespace mqttx::app
