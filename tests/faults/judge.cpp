// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/judge.hpp"

#include <algorithm>
#include <set>
#include <string_view>

namespace mqttx::faults {

namespace {

using Paths = std::vector<std::string>;

std::size_t count(std::string_view text, std::string_view word) {
    std::size_t found = 0;
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        ++found;
    }
    return found;
}

bool is_whole_pem(std::string_view text) {
    return count(text, "-----BEGIN ") > 0 && text.ends_with("-----\n") &&
           count(text, "-----BEGIN ") == count(text, "-----END ");
}

/// One DER value and nothing behind it.
bool is_whole_der(std::string_view bytes) {
    const auto at = [&](std::size_t index) {
        return static_cast<std::size_t>(static_cast<unsigned char>(bytes[index]));
    };
    if (bytes.size() < 4 || at(0) != 0x30) {
        return false;
    }
    if (at(1) < 0x80) {
        return bytes.size() == at(1) + 2;
    }
    return at(1) == 0x81 ? bytes.size() == at(2) + 3
                         : at(1) == 0x82 && bytes.size() == at(2) * 256 + at(3) + 4;
}

bool is_whole(const std::string& path, const std::string& content, const Tree& after) {
    const auto ends = [&](std::string_view ending) { return path.ends_with(ending); };
    if (ends(".der") || ends(".p12")) {
        return is_whole_der(content);
    }
    if (ends(".conf")) {
        const auto found = after.find(path);
        return found != after.end() && found->second == content;
    }
    if (ends(".jsonl")) {
        return content.ends_with("}\n");
    }
    return is_whole_pem(content);
}

const std::string* at(const Tree& tree, const std::string& path) {
    const auto found = tree.find(path);
    return found == tree.end() ? nullptr : &found->second;
}

bool is_same(const std::string* one, const std::string* other) {
    return one == nullptr ? other == nullptr : other != nullptr && *one == *other;
}

std::set<std::string> all_paths(const Tree& one, const Tree& two, const Tree& three) {
    std::set<std::string> paths;
    for (const Tree* tree : {&one, &two, &three}) {
        for (const auto& [path, content] : *tree) {
            paths.insert(path);
        }
    }
    std::erase_if(paths, [](const std::string& path) { return path.ends_with(".lock"); });
    return paths;
}

/// What an undisturbed run changes, and which of it has changed.
struct Changes {
    std::set<std::string> wanted;
    std::set<std::string> made;
    Paths strays;
};

Changes changes_of(const Tree& now, const Tree& before, const Tree& after) {
    Changes changes;
    for (const std::string& path : all_paths(now, before, after)) {
        const std::string* old = at(before, path);
        const std::string* here = at(now, path);
        if (is_same(old, at(after, path))) {
            if (!is_same(old, here)) {
                changes.strays.push_back(path);
            }
            continue;
        }
        changes.wanted.insert(path);
        if (!is_same(old, here)) {
            changes.made.insert(path);
        }
    }
    return changes;
}

} // namespace

bool is_in_the_making(const std::string& path) {
    return path.ends_with(".new") || path.find(".tmp") != std::string::npos ||
           path.ends_with(".lock") || path.find(".new/") != std::string::npos;
}

Paths halves(const Tree& now, const Tree& before, const Tree& after) {
    Paths found;
    for (const auto& [path, content] : now) {
        // The last line of a journal may be half: it counts not.
        const bool is_exempt = is_in_the_making(path) || path.ends_with("journal.jsonl");
        if (!is_exempt && !is_same(&content, at(before, path)) && !is_whole(path, content, after)) {
            found.push_back(path);
        }
    }
    return found;
}

Progress progress_of(const Tree& now, const Tree& before, const Tree& after, Paths& strays) {
    Changes changes = changes_of(now, before, after);
    strays = std::move(changes.strays);
    return changes.made.empty()             ? Progress::none
           : changes.made == changes.wanted ? Progress::done
                                            : Progress::part;
}

Paths torn_groups(const Tree& now, const Tree& before, const Tree& after) {
    const Changes changes = changes_of(now, before, after);
    std::map<std::string, std::set<bool>> groups;
    for (const std::string& path : changes.wanted) {
        const auto name = path.rfind('/') + 1;
        groups[path.substr(0, path.find('.', name))].insert(changes.made.contains(path));
    }
    Paths torn;
    for (const auto& [name, states] : groups) {
        if (states.size() > 1) {
            torn.push_back(name);
        }
    }
    return torn;
}

} // namespace mqttx::faults
