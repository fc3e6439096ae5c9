// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/file.hpp"
#include "common/pki/inventory.hpp"
#include "common/pki/journal.hpp"
#include "tests/unit/tls/handshakes.hpp"

#include <doctest/doctest.h>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace mqttx::pki {

namespace {

using tls::test::TemporaryFolder;

Record sample(std::string name) {
    return {
        .time = 1'700'000'000,
        .role = Role::client,
        .name = name,
        .subject = cat("CN=", name),
        .common_name = name,
        .serial = cat("40", name.size()),
        .not_before = 1'700'000'000,
        .not_after = 1'800'000'000,
        .names = {"DNS:a", "IP:::1"},
        .key = "P-256",
        .key_id = "aa",
        .issuer_key_id = "bb",
        .sha256 = "cc",
        .pin = "dd="};
}

void append(const Journal& journal, const Record& record) {
    const Event event{record};
    journal.append({&event, 1});
}

std::vector<std::string> names_in(const std::vector<Event>& events) {
    std::vector<std::string> names;
    for (const Event& event : events) {
        names.push_back(std::visit([](const auto& each) { return each.name; }, event));
    }
    return names;
}

std::string text_of(const Journal& journal) {
    return io::read_text(journal.path(), 1 << 24);
}

void write(const Journal& journal, std::string_view text) {
    io::write_file(journal.path(), as_bytes(text), {.mode = 0600, .replace = true});
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("a record is read as it was written, whatever its name holds") {
    Record record = sample("sensor \"1\"\n\xC3\xA9");
    record.common_name = std::nullopt;
    const auto read = parse_record(to_json(record));
    REQUIRE(read);
    CHECK(read->name == record.name);
    CHECK_FALSE(read->common_name);
    CHECK(read->names == record.names);
    CHECK(read->not_after == record.not_after);
    CHECK(to_json(*read) == to_json(record));
    CHECK_FALSE(parse_record("{}"));
    CHECK_FALSE(parse_record("[1"));
    CHECK_FALSE(parse_record(R"({"event":"issue","role":7})"));
}

TEST_CASE("what was revoked and listed is read as it was written") {
    const Event revocation{Revocation{
        .time = 1'700'000'000,
        .role = Role::server,
        .name = "b",
        .serial = "40aa",
        .issuer_key_id = "bb",
        .sha256 = "cc",
        .reason = Reason::key_compromise}};
    const Event list{Publication{
        .time = 1'700'000'000,
        .role = Role::intermediate,
        .name = "plant",
        .issuer_key_id = "bb",
        .number = 18'000'000'000'000'000'000U,
        .entries = 2,
        .next_update = 1'800'000'000,
        .sha256 = "dd"}};
    Record renewed = sample("a");
    renewed.cause = Cause::renew;
    for (const Event& event : {revocation, list, Event{renewed}}) {
        const auto read = parse_event(to_json(event));
        REQUIRE(read);
        CHECK(read->index() == event.index());
        CHECK(to_json(*read) == to_json(event));
    }
    CHECK_FALSE(parse_event(R"({"event":"revoke"})"));
    CHECK_FALSE(parse_event(R"({"event":"crl","number":-1})"));
    CHECK_FALSE(parse_event("7"));
}

TEST_CASE("a journal grows, and tells what was changed in it") {
    const TemporaryFolder folder;
    const Journal journal{folder / "journal.jsonl"};
    CHECK(journal.read().events.empty());
    CHECK(journal.last_step().empty());
    for (const char* name : {"a", "b", "c"}) {
        append(journal, sample(name));
    }
    CHECK(names_in(journal.read_whole()) == Names{"a", "b", "c"});
    CHECK(names_in(journal.last_step()) == Names{"c"});

    struct stat status {};

    REQUIRE(::stat(journal.path().c_str(), &status) == 0);
    CHECK((status.st_mode & 07777U) == 0600);

    const std::string whole = text_of(journal);
    std::string changed = whole;
    changed.replace(changed.find("CN=b"), 4, "CN=x");
    write(journal, changed);
    CHECK(journal.read().damages.size() == 1);
    CHECK(journal.read().damages.front().line == 2);
    CHECK_THROWS_AS(static_cast<void>(journal.read_whole()), Error);

    // A line that is gone shows in the next one.
    std::string shorter = whole;
    shorter.erase(0, shorter.find('\n') + 1);
    write(journal, shorter);
    REQUIRE(journal.read().damages.size() == 1);
    CHECK(journal.read().damages.front().line == 1);
}

TEST_CASE("what an interrupted step left behind counts not and is cut off by the next") {
    const TemporaryFolder folder;
    const Journal journal{folder / "journal.jsonl"};
    append(journal, sample("a"));
    const std::string before = text_of(journal);
    const std::array<Event, 2> two{sample("b"), sample("c")};
    journal.append(two);
    const std::string after = text_of(journal);
    CHECK(names_in(journal.last_step()) == Names{"b", "c"});
    for (std::size_t size = before.size(); size < after.size(); ++size) {
        write(journal, after.substr(0, size));
        CAPTURE(size);
        CHECK(names_in(journal.read_whole()) == Names{"a"});
        CHECK(names_in(journal.last_step()) == Names{"a"});
        CHECK(journal.read().is_torn == (size > before.size()));
    }
    append(journal, sample("d"));
    CHECK(names_in(journal.read_whole()) == Names{"a", "d"});
}

TEST_CASE("the last step is found however long its lines are") {
    const TemporaryFolder folder;
    const Journal journal{folder / "journal.jsonl"};
    std::vector<Event> many;
    for (int at = 0; at < 40; ++at) {
        many.emplace_back(sample(cat(std::string(1000, 'n'), at)));
    }
    append(journal, sample("a"));
    journal.append(many);
    CHECK(journal.last_step().size() == 40);
    append(journal, sample(std::string(50000, 'x')));
    append(journal, sample("z"));
    CHECK(names_in(journal.last_step()) == Names{"z"});
    CHECK(journal.read_whole().size() == 43);
}

TEST_CASE("a full disk leaves the journal as it was") {
    const TemporaryFolder folder;
    const Journal journal{folder / "journal.jsonl"};
    append(journal, sample("a"));
    const std::string before = text_of(journal);
    // A limit on the size of files stands for the full disk: write() then fails half-way.
    const auto child = ::fork();
    if (child == 0) {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{before.size() + 100, before.size() + 100};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        int status = 1;
        try {
            append(journal, sample("b"));
        } catch (const Error& error) {
            status = error.kind() == ErrorKind::local ? 0 : 2;
        }
        ::_exit(status);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(WEXITSTATUS(status) == 0);
    CHECK(text_of(journal) == before);
}

TEST_CASE("an inventory knows what was replaced and whose CA is gone") {
    Record root = sample("CA");
    root.role = Role::root;
    root.key_id = root.issuer_key_id = "k1";
    Record first = sample("s");
    first.issuer_key_id = "k1";
    const Record second = first;
    Record server = first;
    server.role = Role::server;
    const auto states = [](const std::vector<Record>& records, std::time_t now) {
        std::vector<std::string> all;
        std::vector<Event> events{records.begin(), records.end()};
        for (const Entry& entry : inventory_of(std::move(events)).certificates) {
            all.emplace_back(state_of(entry, now));
        }
        return all;
    };
    CHECK(
        states({root, first, second, server}, 1'750'000'000) ==
        Names{"valid", "superseded", "valid", "valid"}
    );
    CHECK(states({root, server}, 1'800'000'001) == Names{"expired", "expired"});
    CHECK(states({root, server}, 1'699'999'999) == Names{"not yet", "not yet"});
    Record other = root;
    other.name = "another CA";
    other.key_id = other.issuer_key_id = "k2";
    CHECK(states({root, server, other}, 1'750'000'000) == Names{"superseded", "orphaned", "valid"});
}

} // namespace mqttx::pki
