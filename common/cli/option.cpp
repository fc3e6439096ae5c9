// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/option_table.hpp"

#include <algorithm>

namespace mqttx::cli {

namespace {

[[noreturn]] void refuse(std::string what) {
    throw Error{ErrorKind::usage, std::move(what)};
}

} // namespace

const std::string& Option::shown_name() const {
    const auto is_long = [](const std::string& name) { return name.starts_with("--"); };
    const auto found = std::find_if(spec.names.begin(), spec.names.end(), is_long);
    return found != spec.names.end() ? *found : spec.names.front();
}

std::size_t Option::words_taken(std::span<const std::string> words) const {
    return count ? count(words) : spec.values;
}

void Option::set(std::span<const std::string> words, const std::string& origin) {
    if (spec.values == 0) {
        store({});
        note_use({}, origin);
        return;
    }
    for (std::size_t at = 0; at + spec.values <= words.size(); at += spec.values) {
        const auto use = words.subspan(at, spec.values);
        store(use);
        note_use(use, origin);
    }
}

/// A secret is not written down a second time: its copy would not be wiped.
void Option::note_use(std::span<const std::string> words, const std::string& origin) {
    OptionUse use{{}, origin};
    if (spec.kind != ValueKind::secret) {
        use.words.assign(words.begin(), words.end());
    }
    uses.push_back(std::move(use));
}

/// The words of a profile, every use as long as the longest can be.
std::vector<std::string> Option::filled_up(std::span<const std::string> words) const {
    std::vector<std::string> filled;
    while (!words.empty()) {
        const auto taken = words_taken(words);
        if (taken > words.size()) {
            refuse(cat(shown_name(), " takes ", taken, " values each time"));
        }
        filled.insert(
            filled.end(), words.begin(), words.begin() + static_cast<std::ptrdiff_t>(taken)
        );
        filled.resize(filled.size() + spec.values - taken);
        words = words.subspan(taken);
    }
    return filled;
}

void Option::set_default(std::span<const std::string> words, const std::string& origin) {
    const bool is_flag = spec.values == 0;
    const bool is_off = is_flag && words.size() == 1 && words[0] == "false";
    if (is_flag && !is_off && (words.size() != 1 || words[0] != "true")) {
        refuse(cat(shown_name(), " is true or false"));
    }
    if (store_default) {
        store_default(words);
        note_use(words, origin);
    } else if (!given && !is_off) {
        set(is_flag ? std::vector<std::string>{} : filled_up(words), origin);
    }
}

} // namespace mqttx::cli
