// SPDX-License-Identifier: Apache-2.0
#include "common/acl/glob.hpp"

#include <deque>
#include <vector>

namespace mqttx::acl {

bool matches_glob(std::string_view glob, std::string_view text) noexcept {
    auto star = std::string_view::npos;
    std::size_t restart = 0;
    std::size_t at = 0;
    std::size_t in_glob = 0;
    while (at < text.size()) {
        if (in_glob < glob.size() && glob[in_glob] == '*') {
            star = in_glob++;
            restart = at;
        } else if (in_glob < glob.size() && glob[in_glob] == text[at]) {
            ++in_glob;
            ++at;
        } else if (star != std::string_view::npos) {
            in_glob = star + 1;
            at = ++restart;
        } else {
            return false;
        }
    }
    return glob.find_first_not_of('*', in_glob) == std::string_view::npos;
}

std::optional<std::string> common_text(std::string_view glob, std::string_view other) {
    struct Step {
        std::size_t in_glob;
        std::size_t in_other;
        std::string text;
    };

    constexpr std::size_t most = 4096; // bytes of both: longer names are settled one at a time
    if (glob.size() * other.size() > most) {
        return matches_glob(glob, other) ? std::optional{std::string{other}} : std::nullopt;
    }
    std::vector<bool> seen((glob.size() + 1) * (other.size() + 1));
    std::deque<Step> steps{{0, 0, {}}};
    while (!steps.empty()) {
        auto step = std::move(steps.front());
        steps.pop_front();
        const auto place = step.in_glob * (other.size() + 1) + step.in_other;
        if (seen[place]) {
            continue;
        }
        seen[place] = true;
        const bool star = step.in_glob < glob.size() && glob[step.in_glob] == '*';
        const bool other_star = step.in_other < other.size() && other[step.in_other] == '*';
        if (step.in_glob == glob.size() && step.in_other == other.size()) {
            return step.text;
        }
        if (star) {
            steps.push_front({step.in_glob + 1, step.in_other, step.text});
        }
        if (other_star) {
            steps.push_front({step.in_glob, step.in_other + 1, step.text});
        }
        if (star && !other_star && step.in_other < other.size()) {
            steps.push_back({step.in_glob, step.in_other + 1, step.text + other[step.in_other]});
        } else if (other_star && !star && step.in_glob < glob.size()) {
            steps.push_back({step.in_glob + 1, step.in_other, step.text + glob[step.in_glob]});
        } else if (!star && !other_star && step.in_glob < glob.size() && step.in_other < other.size() && glob[step.in_glob] == other[step.in_other]) {
            steps.push_back({step.in_glob + 1, step.in_other + 1, step.text + glob[step.in_glob]});
        }
    }
    return std::nullopt;
}

} // namespace mqttx::acl
