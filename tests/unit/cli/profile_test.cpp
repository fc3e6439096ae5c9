// SPDX-License-Identifier: Apache-2.0
#include "common/cli/declare.hpp"
#include "common/cli/profile.hpp"
#include "common/cli/profile_file.hpp"
#include "tests/unit/cli/process.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ostream>

using namespace mqttx;
using namespace mqttx::cli;

namespace {

namespace fs = std::filesystem;

/// A configuration file in a folder of its own.
struct Config {
    fs::path folder;
    std::string path;

    explicit Config(const std::string& text, mode_t mode = 0644) {
        auto pattern = (fs::temp_directory_path() / "profile.XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
        fs::create_directory(folder / "mqttx");
        path = folder / "mqttx" / "config.toml";
        std::ofstream{path} << text;
        ::chmod(path.c_str(), mode);
    }

    ~Config() { fs::remove_all(folder); }

    Config(const Config&) = delete;
    Config& operator=(const Config&) = delete;
};

Runner other_command(Declaration& options) {
    auto text = std::make_shared<std::string>();
    options.text("--qos-of-others", *text, "N", "not ours");
    return [text](Context&) { return ExitCode::ok; };
}

constexpr std::array table{
    Command{.name = "other", .summary = "another", .declare = other_command}};

/// A command with a profile.
struct Sample {
    Declaration options{};
    std::string host = "localhost";
    int port = 0;
    bool tls = false;
    std::chrono::milliseconds wait{};
    std::string cafile{};
    std::string capath{};
    std::optional<std::string> url{};
    std::vector<std::string> topics{};
    std::vector<std::pair<std::string, std::string>> maps{};
    std::optional<Secret> password{};
    std::string seen_by_step{};
    Process process{};

    Sample() {
        options.text("-h,--host", host, "HOST", "host");
        options.number("-p,--port", port, 1, 65535, "N", "port");
        options.flag("--tls", tls, "tls");
        options.flag("--insecure", tls, "insecure");
        options.duration("--wait", wait, "TIME", "wait");
        options.file("--cafile", cafile, "FILE", "CA");
        options.folder("--capath", capath, "DIR", "CAs");
        options.text("--url", url, "URL", "url");
        options.texts("--topic", topics, "TOPIC", "topic");
        options.pairs("--topic-map", maps, "A B", "map");
        options.secret("--pw", password, "PASSWORD", "secret");
        options.after_parse([this](Context&) { seen_by_step = host; });
        profile_options(options);
        process.context.commands = table;
    }

    Sample& with(const Config& config, const std::vector<std::string>& words = {"--profile", "p"}) {
        process.variables["XDG_CONFIG_HOME"] = config.folder;
        options.parse(words);
        options.finish(process.context);
        return *this;
    }
};

/// "kind what / hint" of the error a profile leads to; the file's path is written FILE.
std::string fault(const std::string& text, mode_t mode = 0644) {
    const Config config{text, mode};
    Sample sample;
    try {
        sample.with(config);
    } catch (const Error& error) {
        auto said = std::string{error.what()} + " / " + error.hint();
        for (auto at = said.find(config.path); at != std::string::npos;
             at = said.find(config.path)) {
            said.replace(at, config.path.size(), "FILE");
        }
        return (error.kind() == ErrorKind::usage ? "usage: " : "local: ") + said;
    }
    return {};
}

} // namespace

TEST_CASE("a profile stands in for what the command line does not say") {
    const Config config{R"([profile.p]
host = "broker.example"
port = 8883
tls = true
wait = 1.5
topic = ["a", "b"]
topic-map = [["a", "b"], ["c", "d"]]
qos-of-others = 2
[profile.q]
host = "other.example"
)"};
    Sample sample;
    sample.with(config, {"--profile", "p", "--port", "99"});
    CHECK(sample.host == "broker.example");
    CHECK(sample.port == 99);
    CHECK(sample.tls);
    CHECK(sample.wait.count() == 1500);
    CHECK(sample.topics == std::vector<std::string>{"a", "b"});
    CHECK(sample.maps == std::vector<std::pair<std::string, std::string>>{{"a", "b"}, {"c", "d"}});
    CHECK(sample.seen_by_step == "broker.example");
}

TEST_CASE("MQTTX_PROFILE names a profile, the command line another") {
    const Config config{"[profile.p]\nhost = \"one\"\n[profile.q]\nhost = \"two\"\n"};
    Sample by_variable;
    by_variable.process.variables["MQTTX_PROFILE"] = "q";
    CHECK(by_variable.with(config, {}).host == "two");
    Sample by_option;
    by_option.process.variables["MQTTX_PROFILE"] = "q";
    CHECK(by_option.with(config).host == "one");
}

TEST_CASE("MQTTX_CONFIG names another file") {
    const Config config{"[profile.p]\nhost = \"one\"\n"};
    const Config other{"[profile.p]\nhost = \"other\"\n"};
    Sample sample;
    sample.process.variables["MQTTX_CONFIG"] = other.path;
    CHECK(sample.with(config).host == "other");
    Sample none;
    none.process.variables["MQTTX_CONFIG"] = "";
    CHECK_THROWS_WITH_AS(
        none.with(config), "there is no profile 'p': no configuration file is named", Error
    );
}

TEST_CASE("without a profile's name nothing is read") {
    const Config broken{"this is no TOML"};
    Sample sample;
    CHECK_NOTHROW(sample.with(broken, {}));
    sample.process.variables["MQTTX_PROFILE"] = "";
    CHECK_NOTHROW(sample.with(broken, {}));
    CHECK(sample.host == "localhost");
}

TEST_CASE("the command line replaces what says the same in another way") {
    const Config config{"[profile.p]\ncafile = \"ca.crt\"\nurl = \"mqtts://one\"\n"};
    Sample sample;
    sample.with(config, {"--profile", "p", "--capath", "/etc/ssl", "--url", "mqtt://two"});
    CHECK(sample.cafile.empty());
    CHECK(sample.url == "mqtt://two");
    Sample contradiction;
    CHECK_THROWS_WITH_AS(
        contradiction.with(config, {"--profile", "p", "--host", "two"}),
        "the profile's url and --host or --port name different places",
        Error
    );
}

TEST_CASE("paths are relative to the file's folder, other values are not touched") {
    const Config config{
        "[profile.p]\ncafile = \"pki/ca.crt\"\ncapath = \"/etc/ssl\"\nhost = \"h\"\n"};
    Sample sample;
    sample.with(config);
    CHECK(sample.cafile == (config.folder / "mqttx/pki/ca.crt").string());
    CHECK(sample.capath == "/etc/ssl");
    CHECK(sample.host == "h");
    const Config input{"[profile.p]\ncafile = \"-\"\n"};
    CHECK(Sample{}.with(input).cafile == "-");
}

TEST_CASE("a profile that is not there is a mistake, and those there are named") {
    CHECK(
        fault("[profile.home]\n[profile.lab]\n") ==
        "usage: there is no profile 'p' in FILE / it has: home, lab"
    );
    CHECK(fault("") == "usage: there is no profile 'p' in FILE / begin it with [profile.p]");
    Sample nowhere;
    nowhere.process.variables["MQTTX_CONFIG"] = "/nonexistent/config.toml";
    nowhere.options.parse(std::vector<std::string>{"--profile", "p"});
    CHECK_THROWS_WITH_AS(
        nowhere.options.finish(nowhere.process.context),
        "cannot read the configuration file '/nonexistent/config.toml': no such file or directory",
        Error
    );
}

TEST_CASE("a file that others can write is not obeyed") {
    CHECK(
        fault("[profile.p]\n", 0664) ==
        "local: configuration file 'FILE' can be written by others / chmod go-w FILE"
    );
    CHECK(
        fault("[profile.p]\n", 0646).starts_with("local: configuration file 'FILE' can be written")
    );
    CHECK(fault("[profile.p]\n", 0600).empty());
}

TEST_CASE("a profile holds no secret and lowers no guard") {
    CHECK(
        fault("[profile.p]\npw = \"hunter2\"\n") ==
        "local: FILE:2:1: a profile holds no secret: pw / password-file or password-env say where "
        "the password is"
    );
    CHECK(fault("[profile.p]\npassword = \"hunter2\"\n").find("hunter2") == std::string::npos);
    CHECK(fault("[profile.p]\npsk = \"00\"\n").starts_with("local: FILE:2:1: a profile holds no"));
    CHECK(
        fault("[profile.p]\ninsecure = true\n") ==
        "local: FILE:2:1: a profile does not lower the verification: insecure / give --insecure on "
        "the command line"
    );
    CHECK(fault("[profile.p]\ninsecure-skip-verify = true\n").starts_with("local: FILE:2:1: a prof")
    );
    CHECK(
        fault("[profile.p]\nurl = \"mqtts://me:hunter2@host/a@b\"\n") ==
        "local: FILE:2:1: a profile holds no secret: the password in url / use password-file"
    );
    CHECK(fault("[profile.p]\nurl = \"mqtts://me@host:8883/a:b@c\"\n").empty());
}

TEST_CASE("a key that no command has is a mistake, one that another has is not") {
    CHECK(
        fault("[profile.p]\n\n  qos-of-other = 2\n") ==
        "local: FILE:3:3: no command has the option 'qos-of-other' / did you mean "
        "'qos-of-others'?"
    );
    CHECK(fault("[profile.p]\nqos-of-others = 2\n").empty());
}

TEST_CASE("a bad value is named with its place in the file") {
    CHECK(
        fault("[profile.p]\nport = 70000\n") ==
        "local: FILE:2:1: --port takes a whole number from 1 to 65535, not '70000' / "
    );
    CHECK(
        fault("[profile.p]\nhost = [\"a\", \"b\"]\n") == "local: FILE:2:1: host takes one value / "
    );
    CHECK(fault("[profile.p]\ntls = 1\n") == "local: FILE:2:1: --tls is true or false / ");
    CHECK(
        fault("[profile.p]\ntopic-map = [\"a\"]\n") ==
        "local: FILE:2:1: topic-map takes 2 values each time / "
    );
    CHECK(fault("[profile.p]\nport = 2026-01-01\n").starts_with("local: FILE:2:8: this is no value")
    );
}

TEST_CASE("a file that is not of the right form is refused with line and column") {
    CHECK(fault("[profile.p]\nhost = \n").starts_with("local: FILE:2:"));
    CHECK(fault("[profile.p]\nhost = \"a\"\nhost = \"b\"\n").starts_with("local: FILE:3:"));
    CHECK(fault("host = \"a\"\n")
              .starts_with("local: FILE:1:1: unknown table or key 'host' / the file"));
    CHECK(fault("[profile]\np = 1\n").starts_with("local: FILE:2:1: 'p' is no table"));
    CHECK(fault("profile = 1\n").starts_with("local: FILE:1:1: 'profile' is no table"));
}

TEST_CASE("numbers keep their digits") {
    const auto value = [](const std::string& text) {
        return parse_profiles("[profile.p]\nx = " + text + "\n", "f")
            .at("p")
            .front()
            .values.front();
    };
    CHECK(value("5") == "5");
    CHECK(value("-1") == "-1");
    CHECK(value("0.1") == "0.1");
    CHECK(value("1e3") == "1000");
    CHECK(value("true") == "true");
    CHECK(value("'a b'") == "a b");
}
