// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/io/staged_file.hpp"
#include "common/io/together.hpp"
#include "tests/unit/tls/handshakes.hpp"

#include <doctest/doctest.h>

#include <filesystem>

namespace mqttx::io {

namespace {

using tls::test::TemporaryFolder;
using Paths = std::vector<std::string>;

Paths paths_in(const TemporaryFolder& folder) {
    return {folder / "key", folder / "list", folder / "certificate"};
}

std::string text_of(const std::string& path) {
    return exists(path) ? read_text(path, 100) : std::string{"none"};
}

void write_both(const Paths& paths, std::string_view text, bool replace) {
    Together files{paths};
    files.stage(paths[0], as_bytes(text), {.mode = 0600, .replace = replace});
    files.stage(paths[2], as_bytes(text), {.replace = replace});
    files.commit();
}

void stage_alone(const std::string& path, std::string_view text) {
    stage_file(path, as_bytes(text), 0600);
}

} // namespace

TEST_CASE("files that belong together take their places, and others are not replaced unasked") {
    const TemporaryFolder folder;
    const Paths paths = paths_in(folder);
    write_both(paths, "old", false);
    CHECK(text_of(paths[0]) == "old");
    CHECK(text_of(paths[1]) == "none");
    CHECK(text_of(paths[2]) == "old");
    CHECK(
        std::filesystem::status(paths[0]).permissions() ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
    );
    CHECK_THROWS_WITH_AS(
        write_both(paths, "new", false), ("'" + paths[0] + "' exists already").c_str(), Error
    );
    CHECK(text_of(paths[0]) == "old");
    CHECK_FALSE(exists(staged_path(paths[0])));
    write_both(paths, "new", true);
    CHECK(text_of(paths[0]) == "new");
    CHECK(text_of(paths[2]) == "new");
}

TEST_CASE("what was not decided is cleared away, what was is finished") {
    const TemporaryFolder folder;
    const Paths paths = paths_in(folder);
    write_both(paths, "old", false);

    // Killed before the first file took its place.
    for (const std::string& path : paths) {
        stage_alone(path, "new");
    }
    { const Together cleared{paths}; }
    CHECK(text_of(paths[0]) == "old");
    CHECK(text_of(paths[2]) == "old");

    // Killed while the files were staged.
    stage_alone(paths[0], "ne");
    { const Together cleared{paths}; }
    CHECK(text_of(paths[0]) == "old");

    // Killed behind the first.
    write_file(paths[0], as_bytes("new"), {.replace = true});
    stage_alone(paths[2], "new");
    { const Together finished{paths}; }
    CHECK(text_of(paths[2]) == "new");
    CHECK(text_of(paths[1]) == "none");
    for (const std::string& path : paths) {
        CHECK_FALSE(exists(staged_path(path)));
    }
}

} // namespace mqttx::io
