// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/staged_file.hpp"
#include "common/pki/authority.hpp"
#include "common/pki/fsck.hpp"
#include "common/pki/step.hpp"
#include "tests/unit/tls/handshakes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

namespace mqttx::pki {

namespace {

using tls::test::TemporaryFolder;

const std::time_t now = std::time(nullptr);

void make_ca(const Store& store, bool replace = false) {
    make_root(store, {.role = Role::root, .common_name = "test CA"}, {.replace = replace}, now);
}

Made make_client(const Store& store, const std::string& name, bool replace = false) {
    const Authority ca{store, std::nullopt};
    return ca.make_leaf({.role = Role::client, .common_name = name}, {.replace = replace}, now);
}

std::string content_of(const std::string& path) {
    return io::read_text(path, 65536);
}

/// Puts a published identity back to where it was between the journal's record and its places.
void interrupt_before_publication(const std::vector<std::string>& waiting) {
    for (const std::string& path : waiting) {
        std::filesystem::rename(path, io::staged_path(path));
    }
}

std::vector<std::string> faults_of(const Store& store) {
    std::vector<std::string> faults;
    for (const Discrepancy& each : check(store).found) {
        faults.push_back(cat(each.path.substr(store.folder().size() + 1), ' ', each.what));
    }
    std::sort(faults.begin(), faults.end());
    return faults;
}

using Faults = std::vector<std::string>;

} // namespace

TEST_CASE("a change that was decided is finished by whoever comes next") {
    const TemporaryFolder folder;
    const Store store{folder / "pki"};
    make_ca(store);
    const Files files = make_client(store, "a").files;
    const std::string old_key = content_of(files.key);
    const std::vector<std::vector<std::string>> interruptions{
        {files.key, files.chain, files.certificate},
        {files.chain, files.certificate},
        {files.certificate}};
    std::string key;
    std::string certificate;
    const auto replace = [&] {
        make_client(store, "a", true);
        key = content_of(files.key);
        certificate = content_of(files.certificate);
    };
    for (const auto& waiting : interruptions) {
        replace();
        CHECK(key != old_key);
        interrupt_before_publication(waiting);
        CAPTURE(waiting.size());
        CHECK(check(store).found.size() == 1);
        make_client(store, cat("b", waiting.size()));
        CHECK(content_of(files.key) == key);
        CHECK(content_of(files.certificate) == certificate);
        CHECK(faults_of(store).empty());
    }
    replace();
    interrupt_before_publication(interruptions.front());
    repair(store);
    CHECK(content_of(files.key) == key);
    CHECK(faults_of(store).empty());
}

TEST_CASE("a CA that was replaced half is whole for the next that signs with it") {
    const TemporaryFolder folder;
    const Store store{folder / "pki"};
    make_ca(store);
    const std::string old_certificate = content_of(store.files(Role::root).certificate);
    make_ca(store, true);
    const Files files = store.files(Role::root);
    interrupt_before_publication({files.certificate});
    io::write_file(files.certificate, as_bytes(old_certificate), {});
    CHECK_NOTHROW(make_client(store, "a"));
    CHECK(content_of(files.certificate) != old_certificate);
}

TEST_CASE("a change that was not decided leaves what was there") {
    const TemporaryFolder folder;
    const Store store{folder / "pki"};
    make_ca(store);
    const Files files = make_client(store, "a").files;
    const std::string key = content_of(files.key);
    {
        Step step{store};
        step.stage(files.key, as_bytes("x"), 0600);
        CHECK(io::exists(io::staged_path(files.key)));
    }
    CHECK_FALSE(io::exists(io::staged_path(files.key)));

    // The same, killed: nobody removed anything.
    io::stage_file(files.key, as_bytes("half a k"), 0600);
    io::stage_file(files.certificate, as_bytes("-----BEGIN CERT"), 0644);
    CHECK(
        faults_of(store) ==
        Faults{
            "client/a.crt.new is left over from an interrupted command",
            "client/a.key.new is left over from an interrupted command"}
    );
    repair(store);
    CHECK(faults_of(store).empty());
    CHECK(content_of(files.key) == key);
}

TEST_CASE("a check names what does not agree") {
    const TemporaryFolder folder;
    const Store store{folder / "pki"};
    make_ca(store);
    const Files a = make_client(store, "a").files;
    const Files b = make_client(store, "b").files;
    CHECK(check(store).certificates == 3);
    CHECK(faults_of(store).empty());

    std::filesystem::copy_file(b.key, a.key, std::filesystem::copy_options::overwrite_existing);
    std::filesystem::permissions(a.key, std::filesystem::perms{0644});
    std::filesystem::rename(b.certificate, folder / "pki/client/c.crt");
    std::filesystem::remove(folder / "pki/client/b.key");
    std::filesystem::copy_file(a.chain, b.chain, std::filesystem::copy_options::overwrite_existing);
    const Faults faults = faults_of(store);
    REQUIRE(faults.size() == 6);
    CHECK(faults[0] == "client/a.key does not belong to its certificate");
    CHECK(faults[1] == "client/a.key is open to others");
    CHECK(faults[2].starts_with("client/b.chain.crt is not the certificate that was issued"));
    CHECK(faults[3].starts_with("client/b.crt is missing: it was issued on "));
    CHECK(faults[4] == "client/b.key is missing: the certificate is of no use without it");
    CHECK(faults[5] == "client/c.crt is not in the journal");

    std::filesystem::remove(folder / "pki/journal.jsonl");
    CHECK(check(store).certificates == 0);
    CHECK(faults_of(store).size() > 4);
    CHECK_THROWS_AS(check(Store{folder / "nowhere"}), Error);
}

} // namespace mqttx::pki
