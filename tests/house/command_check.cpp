// SPDX-License-Identifier: Apache-2.0
//
// Walks every listed command and verb: its help is what tests/scripts/help holds, its options are
// declared in full, and it has a manual page; the page about permission files holds every lint rule
// with its examples. With UPDATE=1 in the environment help texts and rules are written anew.
//
// usage: command_check ROOT

#include "apps/mqttx/commands.hpp"
#include "common/acl/lint_rules.hpp"
#include "common/cli/command_tree.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/help.hpp"
#include "common/cli/internal.hpp"
#include "common/cli/program.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>

namespace {

namespace fs = std::filesystem;
using namespace mqttx;
using cli::Command;

class Check {
  public:
    explicit Check(fs::path root) : root_{std::move(root)} {
        const char* const update = std::getenv("UPDATE");
        update_ = update != nullptr && std::string_view{update} == "1";
    }

    int run() {
        check_help("mqttx", cli::overview(app::commands()));
        expected_pages_.insert("mqttx.1.in");
        for (const auto& table : {app::commands(), cli::internal_commands()}) {
            for (const auto* command : cli::listed(table)) {
                check_command(*command);
            }
        }
        check_files(
            "tests/scripts/help", ".txt", expected_help_, "has no help text, run with UPDATE=1"
        );
        check_files("man", ".1.in", expected_pages_, "has no manual page: write its prose");
        check_rules();
        return faults_ == 0 ? 0 : 1;
    }

  private:
    void fault(const std::string& where, const std::string& what) {
        std::cout << where << ": " << what << '\n';
        ++faults_;
    }

    void check_command(const Command& command) {
        const std::string name{command.name};
        expected_pages_.insert("mqttx-" + name + ".1.in");
        if (command.verbs.empty()) {
            check_leaf(command, name, name);
            return;
        }
        check_help(name, cli::group_help(command, name));
        for (const auto* verb : cli::listed(command.verbs)) {
            const std::string verb_name{verb->name};
            check_leaf(*verb, name + ' ' + verb_name, name + '-' + verb_name);
        }
    }

    void check_leaf(const Command& command, const std::string& path, const std::string& file) {
        cli::Declaration declaration;
        const auto runner = command.declare(declaration);
        check_help(file, cli::command_help(declaration, command, path));
        std::set<std::string> names{"--help"};
        for (const auto& option : declaration.option_specs()) {
            check_option(path + ' ' + option.names.back(), option);
            for (const auto& name : option.names) {
                if (!names.insert(name).second) {
                    fault(path, name + " is declared twice");
                }
            }
        }
    }

    void check_option(const std::string& where, const cli::OptionSpec& option) {
        const auto is_long = [](const auto& name) { return name.starts_with("--"); };
        if (std::none_of(option.names.begin(), option.names.end(), is_long)) {
            fault(where, "has no long name");
        }
        if (option.section.empty()) {
            fault(where, "stands in no section");
        }
        if (option.description.empty() || option.description.ends_with('.')) {
            fault(where, "needs a description without a full stop");
        }
        const auto blanks = std::count(option.value_name.begin(), option.value_name.end(), ' ');
        const auto words = option.value_name.empty() ? 0 : blanks + 1;
        const bool fits = option.values < 2 ? (words > 0) == (option.values > 0) : words > 1;
        if (!fits) {
            fault(where, "its value name does not fit the number of its values");
        }
    }

    /// The program may have been built under another name; lines then wrap elsewhere.
    void check_help(const std::string& name, const std::string& text) {
        expected_help_.insert(name + ".txt");
        const auto path = root_ / "tests/scripts/help" / (name + ".txt");
        if (update_) {
            std::ofstream{path, std::ios::binary} << text;
        }
        std::ifstream file{path, std::ios::binary};
        const std::string golden{std::istreambuf_iterator<char>{file}, {}};
        if (file.is_open() && golden != text && cli::program_name == "mqttx") {
            fault(path, "is not what --help prints; if it should, run with UPDATE=1");
        }
    }

    /// The files of a folder are those expected, no more and no less.
    void check_files(
        const std::string& folder,
        const std::string& ending,
        const std::set<std::string>& expected,
        const std::string& missing
    ) {
        std::set<std::string> there;
        for (const auto& entry : fs::directory_iterator{root_ / folder}) {
            if (const std::string name = entry.path().filename(); name.ends_with(ending)) {
                there.insert(name);
            }
        }
        for (const auto& name : expected) {
            if (!there.contains(name)) {
                fault(folder + '/' + name, "is missing: the command " + missing);
            }
        }
        for (const auto& name : there) {
            if (!expected.contains(name)) {
                fault(folder + '/' + name, "belongs to no command");
            }
        }
    }

    /// Text for roff that is printed as it is, whatever a line begins with.
    static std::string roff(std::string_view text) {
        std::string escaped;
        bool line_begins = true;
        for (const char byte : text) {
            if (line_begins && (byte == '.' || byte == '\'')) {
                escaped += "\\&";
            }
            line_begins = byte == '\n';
            escaped += byte == '\\' ? "\\e" : byte == '-' ? "\\-" : std::string{byte};
        }
        return escaped;
    }

    static std::string rule_entry(const acl::LintRule& rule) {
        constexpr std::array severities{"error", "warning", "info"};
        return ".TP\n.BR " + std::string{rule.id} + " \" (" +
               severities.at(static_cast<std::size_t>(rule.severity)) + "): " + roff(rule.title) +
               "\"\n" + roff(rule.why) + "\n.nf\nBad:\n" + roff(rule.bad) + "\nGood:\n" +
               roff(rule.good) + "\n.fi\n";
    }

    /// The rules stand between two comments of the page.
    void check_rules() {
        const auto path = root_ / "man/mqttx-acl.1.in";
        std::ifstream file{path, std::ios::binary};
        const std::string page{std::istreambuf_iterator<char>{file}, {}};
        const std::string first = ".\\\" lint rules begin\n";
        const auto begin = page.find(first);
        const auto end = page.find(".\\\" lint rules end\n");
        if (begin == std::string::npos || end == std::string::npos) {
            fault(path, "has no place for the lint rules");
            return;
        }
        std::string wanted = page.substr(0, begin + first.size());
        for (const auto& rule : acl::lint_rules()) {
            wanted += rule_entry(rule);
        }
        wanted += page.substr(end);
        if (update_) {
            std::ofstream{path, std::ios::binary} << wanted;
        } else if (wanted != page) {
            fault(path, "does not hold the lint rules as they are, run with UPDATE=1");
        }
    }

    fs::path root_;
    bool update_ = false;
    int faults_ = 0;
    std::set<std::string> expected_help_;
    std::set<std::string> expected_pages_;
};

} // namespace

int main(int argc, char** argv) {
    return Check{argc > 1 ? argv[1] : "."}.run();
}
