// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/staged_file.hpp"
#include "common/pki/fsck.hpp"
#include "common/pki/identity.hpp"
#include "common/pki/renew.hpp"
#include "common/pki/revoke.hpp"
#include "common/tls/pem.hpp"
#include "tests/unit/tls/handshakes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

namespace mqttx::pki {

namespace {

using tls::test::TemporaryFolder;

const std::time_t now = std::time(nullptr);

/// A store with a CA and the clients a and b.
struct Plant {
    Plant() {
        make_root(store, {.role = Role::root, .common_name = "test CA"}, {}, now);
        make("a");
        make("b");
    }

    void make(const std::string& name) const {
        const Authority ca{store, std::nullopt};
        ca.make_leaf({.role = Role::client, .common_name = name}, {}, now);
    }

    [[nodiscard]] Revoked revoke(const std::string& name, Reason reason) const {
        return pki::revoke(store, {.names = {name}, .reason = reason}, {}, now);
    }

    [[nodiscard]] Made renew(const std::string& name, bool new_key = false) const {
        RenewOrder order;
        order.name = name;
        order.new_key = new_key;
        return pki::renew(store, order, {}, now);
    }

    [[nodiscard]] ListFacts list() const {
        const std::string path = store.list({Role::root});
        const auto lists = tls::read_revocation_lists(io::read_file(path, 1 << 20), path);
        REQUIRE(lists.size() == 1);
        return facts_of(lists.front().get());
    }

    [[nodiscard]] std::size_t faults() const { return check(store).found.size(); }

    TemporaryFolder folder;
    Store store{folder / "pki"};
};

std::string content_of(const std::string& path) {
    return io::read_text(path, 1 << 20);
}

} // namespace

TEST_CASE("a list names what was revoked, with a growing number") {
    const Plant plant;
    const Revoked first = plant.revoke("a", Reason::key_compromise);
    REQUIRE(first.now.size() == 1);
    REQUIRE(first.lists.size() == 1);
    ListFacts list = plant.list();
    CHECK(list.version == 2);
    CHECK(list.number == "1");
    CHECK(list.authority_key_id == first.now.front().issuer_key_id);
    CHECK(list.this_update == now - 300);
    CHECK(list.next_update == now + 30 * 86'400);
    REQUIRE(list.revoked.size() == 1);
    CHECK(list.revoked.front().serial == first.now.front().serial);
    CHECK(list.revoked.front().reason == "keyCompromise");

    const Revoked second = plant.revoke(plant.renew("b").certificate.serial, Reason::unspecified);
    CHECK(second.now.size() == 1); // by serial number: the certificate before stays
    list = plant.list();
    CHECK(list.number == "2");
    CHECK(list.revoked.size() == 2);
    CHECK(content_of(plant.store.all_lists()) == content_of(plant.store.list({Role::root})));
    CHECK(plant.faults() == 0);

    const Revoked again = plant.revoke("b", Reason::superseded);
    CHECK(again.now.size() == 1);
    CHECK(again.earlier.size() == 1);
    CHECK(plant.list().revoked.size() == 3);
}

TEST_CASE("an empty list has no entries, and none is written while one is good") {
    const Plant plant;
    CHECK(publish_lists(plant.store, {}, {}, now).front().is_written);
    CHECK(plant.list().revoked.empty());
    PublishOrder order;
    order.renew_if = 10 * 86'400;
    CHECK_FALSE(publish_lists(plant.store, order, {}, now).front().is_written);
    CHECK(publish_lists(plant.store, order, {}, now + 20 * 86'400).front().is_written);
    CHECK(plant.list().number == "2");
    std::filesystem::remove(plant.store.list({Role::root}));
    CHECK(publish_lists(plant.store, order, {}, now).front().is_written);
    CHECK(plant.list().number == "3");

    order.dry_run = true;
    order.renew_if.reset();
    publish_lists(plant.store, order, {}, now);
    CHECK(plant.list().number == "3");
    CHECK(plant.faults() == 0);
}

TEST_CASE("what is revoked without a list is found, and listed later") {
    const Plant plant;
    RevokeOrder order;
    order.user = "a";
    order.publish = false;
    CHECK(revoke(plant.store, order, {}, now).lists.empty());
    CHECK(plant.faults() == 1);
    publish_lists(plant.store, {}, {}, now);
    CHECK(plant.faults() == 0);
    order.user = "b";
    static_cast<void>(revoke(plant.store, order, {}, now));
    CHECK(read_inventory(plant.store).lists.front().is_behind);
    PublishOrder due;
    due.renew_if = 0;
    CHECK(publish_lists(plant.store, due, {}, now).front().is_written);
    CHECK(plant.list().revoked.size() == 2);
}

TEST_CASE("a list that was decided takes its place with whoever comes next") {
    const Plant plant;
    static_cast<void>(plant.revoke("a", Reason::unspecified));
    const std::vector<std::string> paths{plant.store.all_lists(), plant.store.list({Role::root})};
    const std::string list = content_of(paths[1]);
    for (const std::size_t published : {0U, 1U}) {
        for (std::size_t at = published; at < paths.size(); ++at) {
            std::filesystem::rename(paths[at], io::staged_path(paths[at]));
        }
        CHECK(plant.faults() > 0);
        repair(plant.store);
        CHECK(plant.faults() == 0);
        CHECK(content_of(paths[1]) == list);
    }
}

TEST_CASE("renewal keeps key and names, a new key keeps the names alone") {
    const Plant plant;
    const Files files = plant.store.files(Role::client, "a");
    const std::string key = content_of(files.key);
    const Made renewed = plant.renew("a");
    CHECK(content_of(files.key) == key);
    const Made rekeyed = plant.renew("client/a", true);
    CHECK(content_of(files.key) != key);
    CHECK(rekeyed.certificate.names == renewed.certificate.names);
    CHECK(rekeyed.certificate.pin != renewed.certificate.pin);
    CHECK(rekeyed.certificate.serial != renewed.certificate.serial);
    CHECK(plant.faults() == 0);

    static_cast<void>(plant.revoke("a", Reason::key_compromise));
    CHECK_THROWS_AS(static_cast<void>(plant.renew("a")), Error);
    CHECK_NOTHROW(static_cast<void>(plant.renew("a", true)));
    CHECK_THROWS_AS(static_cast<void>(plant.renew("root", true)), Error);
    CHECK_THROWS_AS(static_cast<void>(plant.renew("nobody")), Error);
}

TEST_CASE("a renewed root is the issuer of all that was signed before") {
    const Plant plant;
    const Made root = plant.renew("root");
    CHECK(root.certificate.path_length == 1);
    for (const Entry& entry : read_inventory(plant.store).certificates) {
        CHECK_FALSE(entry.is_orphaned);
    }
    plant.make("c");
    CHECK(plant.faults() == 0);
    CHECK_THROWS_AS(static_cast<void>(plant.revoke("root", Reason::unspecified)), Error);
}

TEST_CASE("a revocation without the CA's key changes nothing") {
    const Plant plant;
    std::filesystem::remove(plant.store.files(Role::root).key);
    const std::string journal = content_of(plant.store.journal().path());
    CHECK_THROWS_AS(static_cast<void>(plant.revoke("a", Reason::unspecified)), Error);
    CHECK(content_of(plant.store.journal().path()) == journal);
    CHECK_FALSE(io::exists(plant.store.list({Role::root})));
}

} // namespace mqttx::pki
