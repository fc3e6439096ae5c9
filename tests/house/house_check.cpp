// SPDX-License-Identifier: Apache-2.0
//
// Reads every source file and says where the rules of the house (rules.hpp) are broken.
//
// usage: house_check ROOT

#include "tests/house/rules.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <regex>
#include <set>

namespace {

namespace fs = std::filesystem;
using namespace mqttx::house;
using Lines = std::vector<std::string>;

int faults = 0;

void fault(const std::string& path, std::size_t line, const std::string& rule) {
    std::cout << path << ':' << line << ": " << rule << '\n';
    ++faults;
}

Lines read(const fs::path& path) {
    std::ifstream file{path};
    Lines lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
    }
    return lines;
}

/// The line without its comment; "//" inside an address is none.
std::string code_of(const std::string& line) {
    auto at = line.find("//");
    while (at != std::string::npos && at > 0 && (line[at - 1] == ':' || line[at - 1] == '"')) {
        at = line.find("//", at + 2);
    }
    return line.substr(0, at);
}

bool is_at(const std::string& path, const std::vector<std::string>& places) {
    return std::any_of(places.begin(), places.end(), [&](const auto& place) {
        return path.starts_with(place);
    });
}

void check_reserved(const std::string& path, const Lines& lines) {
    static const auto searched = [] {
        std::vector<std::regex> expressions;
        for (const auto& entry : reserved) {
            expressions.emplace_back(entry.pattern, std::regex::optimize);
        }
        return expressions;
    }();
    for (std::size_t line = 0; line < lines.size(); ++line) {
        const auto code = code_of(lines[line]);
        for (std::size_t at = 0; at < reserved.size(); ++at) {
            if (!is_at(path, reserved[at].places) && std::regex_search(code, searched[at])) {
                fault(path, line + 1, reserved[at].rule);
            }
        }
    }
}

/// The folder of common/ a path lies in, or none.
std::string folder_of(const std::string& path) {
    constexpr std::string_view common = "common/";
    if (!path.starts_with(common)) {
        return {};
    }
    return path.substr(common.size(), path.find('/', common.size()) - common.size());
}

void check_floors(const std::string& path, const Lines& lines) {
    static const std::regex include{R"re(^#include "((common|apps)/[^"]+)")re"};
    const auto folder = folder_of(path);
    if (folder.empty()) {
        return;
    }
    if (!floors.contains(folder)) {
        fault(path, 1, "the folder has no floor in tests/house/rules.hpp");
        return;
    }
    const auto& below = floors.at(folder);
    for (std::size_t at = 0; at < lines.size(); ++at) {
        std::smatch match;
        if (!std::regex_search(lines[at], match, include)) {
            continue;
        }
        const auto other = folder_of(match[1]);
        if (other != folder && std::find(below.begin(), below.end(), other) == below.end()) {
            fault(path, at + 1, "common/" + folder + " may not include " + match[1].str());
        }
    }
}

void check_size(const std::string& path, std::size_t lines) {
    const auto exception =
        std::find_if(long_files.begin(), long_files.end(), [&](const auto& file) {
            return file.path == path;
        });
    const auto limit = path.starts_with("tests/") ? longest_test : longest_file;
    if (exception == long_files.end()) {
        if (lines > limit) {
            fault(path, lines, "longer than " + std::to_string(limit) + " lines: split it by noun");
        }
    } else if (lines > exception->lines) {
        fault(path, lines, "longer than tests/house/rules.hpp allows it to be");
    } else if (lines <= limit) {
        fault(path, lines, "no longer a long file: take it off the list in tests/house/rules.hpp");
    }
}

void check_form(const std::string& path, const Lines& lines) {
    if (lines.empty() || lines[0] != "// SPDX-License-Identifier: Apache-2.0") {
        fault(path, 1, "the first line is // SPDX-License-Identifier: Apache-2.0");
    }
    if (path.ends_with(".hpp") &&
        std::find(lines.begin(), lines.end(), "#pragma once") == lines.end()) {
        fault(path, 1, "a header says #pragma once");
    }
    static const std::regex vague{R"((^|/)(utils?|core|helpers?|misc)([./]))"};
    if (std::regex_search(path, vague)) {
        fault(path, 1, "a name says what is inside: no util, core, helper or misc");
    }
}

void check(const fs::path& root, const fs::path& file) {
    const auto path = fs::relative(file, root).generic_string();
    const auto lines = read(file);
    check_form(path, lines);
    check_size(path, lines.size());
    check_floors(path, lines);
    if (!path.starts_with("tests/house/")) { // it names what it looks for
        check_reserved(path, lines);
    }
}

/// A sentence without what is different each time it is said: names in quotes, numbers, alerts.
std::string without_names(const std::string& sentence) {
    static const std::regex name{
        R"('[^']*'|[0-9]+|(DNS|IP):[^ ,)]+|, '?[A-Za-z]+:.*|\(alert [a-z_]+\))"};
    return std::regex_replace(sentence, name, "_");
}

/// TLS tells its causes apart: so many sentences end with status 5 in the stories about it, and
/// each of them says in the next line what to do.
void check_tls_causes(const fs::path& root) {
    constexpr std::size_t least = 14;
    const std::string error = "! mqttx: error: ";
    std::set<std::string> causes;
    for (const auto& entry : fs::directory_iterator{root / "tests/broker"}) {
        const auto name = entry.path().filename().string();
        const auto lines = name.starts_with("tls-") ? read(entry.path()) : Lines{};
        for (std::size_t at = 0; at + 2 < lines.size(); ++at) {
            const bool is_hint = lines[at + 1].starts_with("! mqttx: hint: ");
            if (!lines[at].starts_with(error) || lines[at + (is_hint ? 2 : 1)] != "? 5") {
                continue;
            }
            if (!is_hint) {
                fault("tests/broker/" + name, at + 1, "a TLS fault says what to do about it");
            }
            causes.insert(without_names(lines[at].substr(error.size())));
        }
    }
    if (causes.size() < least) {
        fault("tests/broker", 1, "TLS tells " + std::to_string(causes.size()) + " causes apart");
    }
    std::cout << causes.size() << " causes of TLS\n";
}

} // namespace

int main(int argc, char** argv) {
    const fs::path root = argc > 1 ? argv[1] : ".";
    std::size_t files = 0;
    for (const auto* folder : {"apps", "common", "tests"}) {
        for (const auto& entry : fs::recursive_directory_iterator{root / folder}) {
            const auto kind = entry.path().extension();
            if (kind == ".hpp" || kind == ".cpp") {
                ++files;
                check(root, entry.path());
            }
        }
    }
    for (const auto& file : long_files) {
        if (!fs::exists(root / file.path)) {
            fault(file.path, 1, "listed as a long file and not there");
        }
    }
    check_tls_causes(root);
    std::cout << files << " files, " << faults << " faults\n";
    return faults == 0 && files > 0 ? 0 : 1;
}
