// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/io/file.hpp"
#include "common/keys/generate.hpp"
#include "common/keys/key_change.hpp"
#include "common/keys/key_file.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <filesystem>
#include <ostream>
#include <string>

using namespace mqttx;
using namespace mqttx::keys;

namespace {

/// A folder of its own that goes with the test.
class Folder {
  public:
    Folder() {
        std::string pattern = std::filesystem::temp_directory_path() / "mqttx-keys-XXXXXX";
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    ~Folder() { std::filesystem::remove_all(path_); }

    [[nodiscard]] std::string file(const char* name) const { return path_ / name; }

    [[nodiscard]] std::size_t entries() const {
        const std::filesystem::directory_iterator begin{path_};
        return static_cast<std::size_t>(std::distance(begin, std::filesystem::directory_iterator{})
        );
    }

  private:
    std::filesystem::path path_;
};

const std::string public_set =
    R"({"keys":[{"kty":"OKP","crv":"X25519","kid":"x","x":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"}]})";

} // namespace

TEST_CASE("keys are added to a file that is private and alone in its folder") {
    const Folder folder;
    const auto path = folder.file("keyring.jwks");
    auto key = generate_symmetric(Algorithm::a256gcm);
    const auto kid = key.kid;
    update_key_file(path, [&](JwkSet& set) { add_key(set, std::move(key)); });
    update_key_file(path, [](JwkSet& set) {
        add_key(set, generate_symmetric(Algorithm::a128gcm));
    });
    const auto set = read_key_file(path);
    REQUIRE(set.keys.size() == 2);
    CHECK(set.keys[0].kid == kid);
    CHECK(std::filesystem::status(path).permissions() == std::filesystem::perms{0600});
    CHECK(folder.entries() == 1);
}

TEST_CASE("a change that fails leaves the file as it was") {
    const Folder folder;
    const auto path = folder.file("keyring.jwks");
    update_key_file(path, [](JwkSet& set) {
        add_key(set, generate_symmetric(Algorithm::a256gcm));
    });
    const auto before = io::read_file(path, 10'000);
    CHECK_THROWS_AS(
        update_key_file(
            path,
            [](JwkSet& set) {
                Key twin = generate_symmetric(Algorithm::a256gcm);
                twin.kid = set.keys.front().kid;
                add_key(set, std::move(twin));
            }
        ),
        Error
    );
    CHECK(io::read_file(path, 10'000) == before);
}

TEST_CASE("a file with secrets must be private, one without need not") {
    const Folder folder;
    const auto path = folder.file("keyring.jwks");
    update_key_file(path, [](JwkSet& set) {
        add_key(set, generate_symmetric(Algorithm::a256gcm));
    });
    REQUIRE(::chmod(path.c_str(), 0644) == 0);
    CHECK_THROWS_AS(load_keyring({path}), Error);
    CHECK(load_keyring({path}, io::PrivatePolicy::lax).keys().size() == 1);
    const auto open_path = folder.file("public.jwks");
    io::write_file(open_path, as_bytes(public_set), {.mode = 0644});
    CHECK(load_keyring({open_path}).keys().size() == 1);
}

TEST_CASE("the same file named twice gives each key once") {
    const Folder folder;
    const auto path = folder.file("keyring.jwks");
    update_key_file(path, [](JwkSet& set) {
        add_key(set, generate_symmetric(Algorithm::a256gcm));
    });
    CHECK(load_keyring({path, path}).keys().size() == 1);
    CHECK_THROWS_AS(load_keyring({folder.file("missing.jwks")}), Error);
}
