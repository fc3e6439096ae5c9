// SPDX-License-Identifier: Apache-2.0
#include "common/base/secret.hpp"
#include "common/cli/complete.hpp"
#include "common/cli/declare.hpp"

#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <ostream>

using namespace mqttx;
using namespace mqttx::cli;

namespace {

struct Options {
    bool retain = false;
    int qos = 0;
    int when = 0;
    std::string folder;
    std::string file;
    std::optional<Secret> password;
    std::vector<std::pair<std::string, std::string>> pairs;
    std::string operand;
    std::vector<std::string> files;
    std::vector<std::string> command;
};

Runner publish(Declaration& declaration) {
    auto options = std::make_shared<Options>();
    declaration.flag("-r,--retain", options->retain, "keep it");
    declaration.number("-q,--qos", options->qos, 0, 2, "N", "quality");
    declaration.choice("--when", options->when, {{"now", 0}, {"never", 1}}, "WHEN", "time");
    declaration.folder("--dir", options->folder, "DIR", "place");
    declaration.file("-f,--file", options->file, "FILE", "content");
    declaration.secret("--pw", options->password, "PASSWORD", "secret");
    declaration.pairs("--pair", options->pairs, "A B", "two");
    declaration.refused("--srv", false, "no");
    return [options](Context&) { return ExitCode::ok; };
}

Runner check(Declaration& declaration) {
    auto options = std::make_shared<Options>();
    declaration.flag("--strict", options->retain, "mind more");
    declaration.operand_choice("KIND", options->operand, {"lint", "list"}, "which");
    declaration.operands("FILE", options->files, "files", ValueKind::file);
    return [options](Context&) { return ExitCode::ok; };
}

constexpr std::array verbs{
    Command{.name = "check", .summary = "check it", .declare = check},
    Command{.name = "change", .summary = "change it", .declare = publish},
    Command{.name = "chide", .summary = "old name", .declare = publish, .hidden = true},
};

constexpr std::array table{
    Command{.name = "pub", .summary = "publish", .declare = publish},
    Command{.name = "acl", .summary = "permissions", .verbs = verbs, .default_verb = "change"},
    Command{.name = "old", .summary = "gone", .declare = publish, .hidden = true},
};

/// The candidates and the paths wanted, in one line: "a b :files".
std::string offered(const std::vector<std::string>& words) {
    const auto completion = complete(words, table);
    std::string text;
    for (const auto& candidate : completion.candidates) {
        text += candidate.word + ' ';
    }
    constexpr std::array paths{":none", ":files", ":dirs"};
    return text + paths[static_cast<std::size_t>(completion.paths)];
}

} // namespace

TEST_CASE("the first word is a command") {
    CHECK(offered({""}) == "pub acl completion help :none");
    CHECK(offered({}) == "pub acl completion help :none");
    CHECK(offered({"p"}) == "pub :none");
    CHECK(offered({"o"}) == ":none");
    CHECK(offered({"--"}) == "--help --version :none");
    CHECK(offered({"nonsense", ""}) == ":none");
}

TEST_CASE("a group's next word is a verb, or an option of the usual one") {
    CHECK(offered({"acl", ""}) == "check change :none");
    CHECK(offered({"acl", "chec"}) == "check :none");
    CHECK(offered({"acl", "--w"}) == "--when :none");
    CHECK(offered({"acl", "--when", "n"}) == "now never :none");
    CHECK(offered({"acl", "nonsense", ""}) == ":none");
    CHECK(offered({"acl", "chide", "--ret"}) == "--retain :none");
}

TEST_CASE("options are offered by their long names") {
    CHECK(offered({"pub", "--re"}) == "--retain :none");
    CHECK(offered({"pub", "-"}) == "--retain --qos --when --dir --file --pw --pair --help :none");
    CHECK(offered({"pub", "-q"}) == "-q :none");
    CHECK(offered({"pub", ""}) == "--retain --qos --when --dir --file --pw --pair --help :none");
    CHECK(offered({"pub", "--srv"}) == ":none");
    CHECK(
        complete(std::vector<std::string>{"pub", "--qos"}, table).candidates.front() ==
        Candidate{"--qos", "quality"}
    );
}

TEST_CASE("an option's value is completed by its kind") {
    CHECK(offered({"pub", "--when", ""}) == "now never :none");
    CHECK(offered({"pub", "--when", "ne"}) == "never :none");
    CHECK(offered({"pub", "--dir", "x"}) == ":dirs");
    CHECK(offered({"pub", "-f", ""}) == ":files");
    CHECK(offered({"pub", "-rf", ""}) == ":files");
    CHECK(offered({"pub", "--qos", ""}) == "0 1 2 :none");
    CHECK(offered({"pub", "-rq1"}) == "-rq1 :none");
    CHECK(offered({"pub", "--pw", "-"}) == ":none");
    CHECK(offered({"pub", "--pair", "a", ""}) == ":none");
    CHECK(offered({"pub", "--pair", "a", "b", "--wh"}) == "--when :none");
    CHECK(offered({"pub", "--file", "--when", "--wh"}) == "--when :none");
}

TEST_CASE("a value in the option's own word keeps the option before it") {
    CHECK(offered({"pub", "--when="}) == "--when=now --when=never :none");
    CHECK(offered({"pub", "--when=ne"}) == "--when=never :none");
    CHECK(offered({"pub", "--file=x"}) == ":files");
    CHECK(offered({"pub", "--retain=x"}) == ":none");
    CHECK(offered({"pub", "--nonsense=x"}) == ":none");
}

TEST_CASE("operands are completed by their place") {
    CHECK(offered({"acl", "check", "l"}) == "lint list :none");
    CHECK(offered({"acl", "check", "--strict", "lis"}) == "list :none");
    CHECK(offered({"acl", "check", "lint", ""}) == ":files");
    CHECK(offered({"acl", "check", "lint", "a", "b", ""}) == ":files");
    CHECK(offered({"acl", "check", "lint", "--", "-"}) == ":files");
}

TEST_CASE("help completes the names, completion the shells") {
    CHECK(offered({"help", "a"}) == "acl :none");
    CHECK(offered({"help", "acl", ""}) == "check change :none");
    CHECK(offered({"help", "pub", ""}) == ":none");
    CHECK(offered({"help", "acl", "check", ""}) == ":none");
    CHECK(offered({"completion", ""}) == "bash zsh fish :none");
}

TEST_CASE("the answer is a line a candidate and the paths last") {
    CHECK(
        to_lines({{{"--qos", "quality"}, {"now", ""}}, Completion::Paths::files}) ==
        "--qos\tquality\nnow\n:files\n"
    );
    CHECK(to_lines({}) == ":none\n");
    CHECK(to_lines({{}, Completion::Paths::folders}) == ":dirs\n");
}
