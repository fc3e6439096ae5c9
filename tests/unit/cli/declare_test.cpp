// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/cli/declare.hpp"
#include "tests/unit/cli/process.hpp"

#include <doctest/doctest.h>

#include <ostream>

using namespace mqttx;
using namespace mqttx::cli;

namespace {

enum class Quality { low, high };

/// A command with an option of every kind.
struct Sample {
    Declaration options{};
    bool retain = false;
    int actions = 0;
    std::string text{};
    std::optional<std::string> maybe{};
    std::vector<std::string> topics{};
    std::vector<std::pair<std::string, std::string>> pairs{};
    std::string file{};
    int number = 5;
    std::chrono::milliseconds wait{1};
    std::optional<std::chrono::milliseconds> limit{};
    Quality quality = Quality::low;
    std::optional<Secret> password{};

    Sample() {
        options.flag("-r,--retain", retain, "keep");
        options.flag(
            "-a,--act", [this] { ++actions; }, "act"
        );
        options.text("-m,--message", text, "TEXT", "say");
        options.text("--maybe", maybe, "TEXT", "say perhaps");
        options.texts("-t,--topic", topics, "TOPIC", "name");
        options.pairs("-P,--pair", pairs, "A B", "both");
        options.file("--file", file, "FILE", "read");
        options.number("-n,--number", number, -10, 10, "N", "count");
        options.duration("--wait", wait, "TIME", "wait");
        options.duration("--limit", limit, "TIME", "stop");
        options.choice(
            "--quality", quality, {{"low", Quality::low}, {"high", Quality::high}}, "Q", "choose"
        );
        options.secret("--pw", password, "PASSWORD", "hush");
        options.refused("-S,--srv", true, "use --message");
        options.refused("--websockets", false, "there is no other way");
    }

    Sample& parse(const std::vector<std::string>& words) {
        CHECK_FALSE(options.parse(words));
        return *this;
    }
};

/// "what / hint" of the usage error these words lead to.
std::string fault(const std::vector<std::string>& words) {
    Sample sample;
    try {
        sample.options.parse(words);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::usage);
        return std::string{error.what()} + (error.hint().empty() ? "" : " / " + error.hint());
    }
    return {};
}

} // namespace

TEST_CASE("an option takes exactly its own values, whatever they look like") {
    CHECK(Sample{}.parse({"-m", "-5"}).text == "-5");
    CHECK(Sample{}.parse({"-m", "--"}).text == "--");
    CHECK(Sample{}.parse({"-m", "--retain"}).text == "--retain");
    CHECK(Sample{}.parse({"-m", "-r"}).retain == false);
    CHECK(Sample{}.parse({"-m", "--maybe=1"}).text == "--maybe=1");
    CHECK(Sample{}.parse({"-m", "[a,b]"}).text == "[a,b]");
    CHECK(Sample{}.parse({"-m", "{}"}).text == "{}");
    CHECK(Sample{}.parse({"-m", "[]"}).text == "[]");
    CHECK(Sample{}.parse({"-m", ""}).text.empty());
    CHECK(Sample{}.parse({"-m", "\"a\""}).text == "\"a\"");
    CHECK(Sample{}.parse({"-t", "[a,b]"}).topics == std::vector<std::string>{"[a,b]"});
    CHECK(Sample{}.parse({"-t", "a,b", "-t", "c"}).topics == std::vector<std::string>{"a,b", "c"});
    CHECK(fault({"-t", "a", "b"}) == "stray word 'b' / --help shows how the command is used");
}

TEST_CASE("a value may stand in the option's own word") {
    CHECK(Sample{}.parse({"--message=x=y"}).text == "x=y");
    CHECK(Sample{}.parse({"--message=-r"}).text == "-r");
    CHECK(Sample{}.parse({"-mtext"}).text == "text");
    CHECK(Sample{}.parse({"-m-5"}).text == "-5");
    Sample empty;
    empty.text = "before";
    empty.parse({"--message=", "--retain"});
    CHECK(empty.text.empty());
    CHECK(empty.retain);
    CHECK(
        fault({"--retain=true"}) == "--retain takes no value / --help shows what each option takes"
    );
    CHECK(fault({"--retain="}) == "--retain takes no value / --help shows what each option takes");
}

TEST_CASE("short options stand together, the last may take a value") {
    Sample attached;
    attached.parse({"-ram5"});
    CHECK(attached.retain);
    CHECK(attached.actions == 1);
    CHECK(attached.text == "5");
    CHECK(Sample{}.parse({"-rm", "-a"}).text == "-a");
    CHECK(fault({"-rx"}) == "unknown option -x / --help lists the options");
}

TEST_CASE("of a scalar the last one wins, lists and pairs keep their order") {
    CHECK(Sample{}.parse({"-m", "a", "--message", "b"}).text == "b");
    CHECK(Sample{}.parse({"--wait", "1", "--wait", "2"}).wait.count() == 2000);
    CHECK(Sample{}.parse({"-t", "b", "--topic=a"}).topics == std::vector<std::string>{"b", "a"});
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    CHECK(
        Sample{}.parse({"-P", "a", "--", "--pair", "-r", "d"}).pairs ==
        Pairs{{"a", "--"}, {"-r", "d"}}
    );
    CHECK(Sample{}.parse({"--pair=a", "b"}).pairs == Pairs{{"a", "b"}});
    CHECK(Sample{}.parse({"-Pa", "b"}).pairs == Pairs{{"a", "b"}});
}

TEST_CASE("a missing value is named by its option") {
    CHECK(fault({"-m"}) == "-m needs a value: TEXT / --help shows what each option takes");
    CHECK(
        fault({"-r", "--file"}) ==
        "--file needs a value: FILE / --help shows what each option takes"
    );
    CHECK(fault({"-rm"}) == "-rm needs a value: TEXT / --help shows what each option takes");
    CHECK(fault({"-P", "a"}) == "-P needs 2 values: A B / --help shows what each option takes");
    CHECK(
        fault({"--pair=a"}) == "--pair=a needs 2 values: A B / --help shows what each option takes"
    );
}

TEST_CASE("whole numbers are decimal and within their range") {
    CHECK(Sample{}.parse({"-n", "-10"}).number == -10);
    CHECK(Sample{}.parse({"-n", "007"}).number == 7);
    for (const std::string word :
         {"11", "-11", "0x5", "1e1", "5.0", "", " 5", "5 ", "+5", "five", "99999999999999999999"}) {
        CHECK(
            fault({"-n", word}) ==
            "--number takes a whole number from -10 to 10, not '" + word + "'"
        );
    }
}

TEST_CASE("durations are seconds or carry a unit") {
    const auto milliseconds = [](std::string_view text) {
        const auto duration = parse_duration(text);
        return duration ? duration->count() : -1;
    };
    CHECK(milliseconds("90") == 90'000);
    CHECK(milliseconds("0.5") == 500);
    CHECK(milliseconds("0") == 0);
    CHECK(milliseconds("250ms") == 250);
    CHECK(milliseconds("1.5m") == 90'000);
    CHECK(milliseconds("2h") == 7'200'000);
    CHECK(milliseconds("1d") == 86'400'000);
    CHECK(milliseconds("1w") == 604'800'000);
    for (const auto* bad :
         {"", "s", "-1", "1 s", "1e3", "0x1", "inf", "nan", "1y", "1mm", "1.2.3", "200000w"}) {
        CHECK_MESSAGE(milliseconds(bad) == -1, bad);
    }
    CHECK(Sample{}.parse({"--limit", "3"}).limit->count() == 3000);
    CHECK(
        fault({"--wait", "soon"}) == "--wait takes a duration, not 'soon' / seconds (90, 0.5) or a "
                                     "number with ms, s, m, h, d or w"
    );
}

TEST_CASE("a choice is one of its words") {
    CHECK(Sample{}.parse({"--quality", "high"}).quality == Quality::high);
    CHECK(fault({"--quality", "High"}) == "--quality takes low or high, not 'High'");
}

TEST_CASE("an unknown option is answered with the one probably meant") {
    CHECK(fault({"--mesage", "x"}) == "unknown option --mesage / did you mean --message?");
    CHECK(fault({"--mesage=x"}) == "unknown option --mesage / did you mean --message?");
    CHECK(fault({"--nonsense"}) == "unknown option --nonsense / --help lists the options");
    CHECK(fault({"--srb"}) == "unknown option --srb / --help lists the options"); // --srv is hidden
    CHECK(fault({"-z"}) == "unknown option -z / --help lists the options");
}

TEST_CASE("options that are not offered are refused by name") {
    CHECK(fault({"-S", "x"}) == "--srv is not offered / use --message");
    CHECK(fault({"--websockets"}) == "--websockets is not offered / there is no other way");
    const Sample sample;
    for (const auto& spec : sample.options.option_specs()) {
        CHECK(spec.names.back() != "--srv");
    }
}

TEST_CASE("--help wins over everything that follows it") {
    Sample sample;
    CHECK(sample.options.parse(std::vector<std::string>{"--retain", "--help", "stray"}));
    CHECK_FALSE(sample.retain);
    CHECK(Sample{}.options.parse(std::vector<std::string>{"-h"}));
    CHECK(Sample{}.parse({"-m", "--help"}).text == "--help");
    Declaration with_host;
    std::string host;
    with_host.text("-h,--host", host, "HOST", "connect");
    CHECK_FALSE(with_host.parse(std::vector<std::string>{"-h", "broker"}));
    CHECK(host == "broker");
}

TEST_CASE("operands take the words that are left") {
    Declaration options;
    std::string first;
    std::optional<std::string> second;
    bool flag = false;
    options.operand("FIRST", first, "the first");
    options.optional_operand("SECOND", second, "the second");
    options.flag("--flag", flag, "set");
    SUBCASE("in order, options between them") {
        options.parse(std::vector<std::string>{"a", "--flag", "-"});
        CHECK(first == "a");
        CHECK(second == "-");
        CHECK(flag);
    }
    SUBCASE("behind -- also those that look like options") {
        options.parse(std::vector<std::string>{"--", "--flag", "-x"});
        CHECK(first == "--flag");
        CHECK(second == "-x");
        CHECK_FALSE(flag);
    }
    SUBCASE("a required one must be there") {
        CHECK_THROWS_WITH_AS(options.parse({}), "FIRST is missing: the first", Error);
    }
    SUBCASE("no more than there are") {
        const std::vector<std::string> words{"a", "b", "c"};
        CHECK_THROWS_WITH_AS(options.parse(words), "stray word 'c'", Error);
    }
}

TEST_CASE("the last operand may take many words, or one of a few") {
    Declaration options;
    std::string kind;
    std::vector<std::string> files;
    options.operand_choice("KIND", kind, {"one", "two"}, "which");
    options.operands("FILE", files, "what to read", ValueKind::file);
    options.parse(std::vector<std::string>{"two", "a", "b"});
    CHECK(kind == "two");
    CHECK(files == std::vector<std::string>{"a", "b"});
    const std::vector<std::string> wrong{"three", "a"};
    CHECK_THROWS_WITH_AS(options.parse(wrong), "KIND is one or two, not 'three'", Error);
    const std::vector<std::string> short_of_files{"one"};
    CHECK_THROWS_WITH_AS(options.parse(short_of_files), "FILE is missing: what to read", Error);
}

TEST_CASE("a command after -- is handed over untouched") {
    Declaration options;
    std::vector<std::string> command;
    bool flag = false;
    options.flag("--flag", flag, "set");
    options.command_after_dashes(command, "what to run");
    SUBCASE("with its own options and dashes") {
        options.parse(std::vector<std::string>{"--flag", "--", "sh", "--flag=1", "--", "-c"});
        CHECK(command == std::vector<std::string>{"sh", "--flag=1", "--", "-c"});
        CHECK(flag);
    }
    SUBCASE("or there is none") {
        options.parse({});
        CHECK(command.empty());
        CHECK(options.operand_specs().back().name == "-- CMD [ARG]...");
    }
    SUBCASE("but -- alone is a mistake") {
        const std::vector<std::string> words{"--"};
        CHECK_THROWS_WITH_AS(options.parse(words), "there is no command after --", Error);
    }
}

TEST_CASE("a default yields to the command line") {
    Sample sample;
    sample.parse({"-m", "given", "-t", "given"});
    const std::vector<std::string> one{"8"};
    const std::vector<std::string> two{"a", "b"};
    CHECK(sample.options.given("message"));
    CHECK_FALSE(sample.options.given("number"));
    CHECK(sample.options.set_default("message", one));
    CHECK(sample.options.set_default("topic", two));
    CHECK(sample.options.set_default("number", one));
    CHECK(sample.options.set_default("pair", two));
    CHECK(sample.options.set_default("retain", std::vector<std::string>{"false"}));
    CHECK(sample.options.set_default("act", std::vector<std::string>{"true"}));
    CHECK_FALSE(sample.options.set_default("nonsense", one));
    CHECK_FALSE(sample.options.set_default("srv", one));
    CHECK(sample.text == "given");
    CHECK(sample.topics == std::vector<std::string>{"given"});
    CHECK(sample.number == 8);
    CHECK(sample.pairs.front().second == "b");
    CHECK_FALSE(sample.retain);
    CHECK(sample.actions == 1);
    CHECK_FALSE(sample.options.given("number"));
    CHECK_THROWS_WITH_AS(
        sample.options.set_default("retain", one), "--retain is true or false", Error
    );
}

TEST_CASE("a kept default stands beside the command line") {
    Sample sample;
    std::vector<std::string> kept;
    sample.options.keep_default("topic", [&](const auto& word) { kept.push_back(word); });
    sample.parse({"-t", "given"});
    sample.options.set_default("topic", std::vector<std::string>{"default"});
    CHECK(sample.topics == std::vector<std::string>{"given"});
    CHECK(kept == std::vector<std::string>{"default"});
}

TEST_CASE("steps run in their order, secrets are overwritten before them") {
    Sample sample;
    Process process;
    std::string order;
    sample.options.after_parse([&](Context&) { order += "second"; });
    sample.options.after_parse([&](Context&) { order += " third"; });
    sample.options.first_after_parse([&](Context&) {
        order += process.concealed.empty() ? "early " : "first ";
    });
    sample.parse({"--pw", "hunter2"}).options.finish(process.context);
    CHECK(order == "first second third");
    CHECK(process.concealed == std::vector<std::string>{"hunter2"});
    CHECK(sample.password->expose_text() == "hunter2");
}
