// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/io/file.hpp"
#include "common/io/private_file.hpp"
#include "common/keys/key_file.hpp"
#include "common/keys/password_line.hpp"
#include "common/lab/broker.hpp"
#include "common/lab/folder.hpp"
#include "common/lab/ports.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <ostream>

using namespace mqttx;
using namespace mqttx::lab;

namespace {

std::string parent() {
    return std::filesystem::temp_directory_path().string();
}

} // namespace

TEST_CASE("a temporary folder is ours alone and goes, unless it is kept") {
    std::string path;
    {
        const auto folder = Folder::temporary(parent());
        path = folder.path();
        CHECK(std::filesystem::status(path).permissions() == std::filesystem::perms::owner_all);
    }
    CHECK_FALSE(std::filesystem::exists(path));
    {
        auto folder = Folder::temporary(parent());
        folder.keep();
        path = folder.path();
    }
    CHECK(std::filesystem::remove(path));
}

TEST_CASE("a named folder is new or empty, and stays") {
    const auto outer = Folder::temporary(parent());
    const auto path = outer.path() + "/lab";
    CHECK(Folder::named(path).path() == path);
    CHECK(std::filesystem::exists(path));
    CHECK(Folder::named(path).path() == path);
    io::write_file(path + "/something", {}, {});
    CHECK_THROWS_AS(Folder::named(path), Error);
    CHECK_THROWS_AS(Folder::named(outer.path() + "/a\nb"), Error);
    CHECK_THROWS_AS(Folder::temporary(outer.path() + "/missing"), Error);
}

TEST_CASE("a lab's folder holds everything, and a broker runs on it") {
    const auto folder = Folder::temporary(parent());
    const Layout layout{.folder = folder.path(), .port = find_free_ports(2), .plugin = {}};
    write_identities(layout);
    write_settings(layout);

    const auto set = keys::read_key_file(layout.keyring());
    REQUIRE(set.keys.size() == 1);
    CHECK(set.keys[0].covers("home/kitchen"));
    CHECK_FALSE(set.keys[0].covers("street"));

    auto password = io::read_private_file(layout.password_of(writing_user));
    io::drop_final_newline(password);
    const auto lines = io::read_file(layout.passwords(), 1 << 16);
    const auto first = as_text(lines).substr(0, as_text(lines).find('\n'));
    CHECK(keys::password_line_matches(first, writing_user, password));

    const auto start = Broker::start(
        {.program = find_broker({}, ""),
         .configuration = layout.configuration(),
         .log = layout.log(),
         .ports = {layout.port, layout.password_port()}}
    );
    CHECK(start.broker.has_value());
}

TEST_CASE("a path is quoted in the profiles") {
    const Layout layout{.folder = "/tmp/a \"b\"", .port = 1883};
    CHECK(profile_file(layout).find(R"("/tmp/a \"b\"/pki/ca.crt")") != std::string::npos);
}
