// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/io/private_file.hpp"
#include "common/pki/fsck.hpp"
#include "common/pki/identity.hpp"
#include "common/pki/renew.hpp"
#include "common/pki/revoke.hpp"
#include "tests/unit/tls/handshakes.hpp"

#include <doctest/doctest.h>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <functional>
#include <map>

namespace mqttx::pki {

namespace {

using tls::test::TemporaryFolder;
using Verb = std::function<void(const Store&)>;
using Content = std::map<std::string, std::string>;

const std::time_t now = std::time(nullptr);

void make_plant(const Store& store) {
    make_root(store, {.role = Role::root, .common_name = "test CA"}, {}, now);
    const Authority ca{store, std::nullopt};
    ca.make_leaf({.role = Role::client, .common_name = "a"}, {}, now);
    static_cast<void>(publish_lists(store, {}, {}, now));
}

/// Everything in a store but what waits and the lock.
Content content_of(const Store& store) {
    Content content;
    for (const auto& file : std::filesystem::recursive_directory_iterator{store.folder()}) {
        const std::string path = file.path().string();
        if (file.is_regular_file() && !path.ends_with(".new") && !path.ends_with(".lock")) {
            const Bytes bytes = io::read_file(path, 1 << 20);
            content[path.substr(store.folder().size())] = std::string{as_text(bytes)};
        }
    }
    return content;
}

/// Runs the verb in a process in which no file may grow beyond `limit`; whether it succeeded.
bool succeeds_within(const Store& store, const Verb& verb, rlim_t limit) {
    const auto child = ::fork();
    if (child == 0) {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limits{limit, limit};
        ::setrlimit(RLIMIT_FSIZE, &limits);
        int status = 0;
        try {
            verb(store);
        } catch (const Error&) {
            status = 1;
        }
        ::_exit(status);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFEXITED(status));
    return WEXITSTATUS(status) == 0;
}

} // namespace

TEST_CASE("a disk that is full at any byte leaves a store as it was") {
    const auto renew_with = [](bool new_key) {
        return [new_key](const Store& store) {
            RenewOrder order;
            order.name = "a";
            order.new_key = new_key;
            renew(store, order, {}, now);
        };
    };
    const std::map<std::string, Verb> verbs{
        {"renew", renew_with(false)},
        {"rekey", renew_with(true)},
        {"revoke",
         [](const Store& store) { static_cast<void>(revoke(store, {.names = {"a"}}, {}, now)); }},
        {"crl", [](const Store& store) { static_cast<void>(publish_lists(store, {}, {}, now)); }},
        {"client", [](const Store& store) {
             const Authority ca{store, std::nullopt};
             ca.make_leaf({.role = Role::client, .common_name = "b"}, {}, now);
         }}};
    for (const auto& [name, verb] : verbs) {
        CAPTURE(name);
        const TemporaryFolder folder;
        const Store store{folder / "pki"};
        make_plant(store);
        const Content before = content_of(store);
        const rlim_t whole = before.at("/journal.jsonl").size() + 1500;
        std::size_t refused = 0;
        bool is_done = false;
        for (rlim_t limit = 0; limit < whole; limit += 83) {
            CAPTURE(limit);
            is_done = succeeds_within(store, verb, limit);
            if (is_done) {
                break;
            }
            ++refused;
            CHECK(content_of(store) == before);
            CHECK(check(store).found.empty());
        }
        CHECK(refused > 10);
        CHECK((is_done || succeeds_within(store, verb, RLIM_INFINITY)));
        CHECK(content_of(store) != before);
        CHECK(check(store).found.empty());
    }
}

} // namespace mqttx::pki
