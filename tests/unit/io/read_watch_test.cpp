// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/io/file.hpp"
#include "common/io/read_watch.hpp"

#include <doctest/doctest.h>

#include <poll.h>
#include <unistd.h>

#include <filesystem>
#include <string>

using namespace mqttx;
using namespace mqttx::io;

namespace {

/// A file in a folder of its own, which goes with it.
class TemporaryFile {
  public:
    TemporaryFile() {
        std::string pattern = std::filesystem::temp_directory_path() / "mqttx-read-XXXXXX";
        folder_ = ::mkdtemp(pattern.data());
        write();
    }

    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    ~TemporaryFile() { std::filesystem::remove_all(folder_); }

    void write() const { write_file(path(), as_bytes("text"), {.replace = true}); }

    [[nodiscard]] std::string path() const { return folder_ + "/file"; }

  private:
    std::string folder_;
};

} // namespace

TEST_CASE("a file that is read is noticed, one that is written or replaced is not") {
    const TemporaryFile file;
    ReadWatch watch{::getpid()};
    watch.add(file.path());
    CHECK_FALSE(watch.was_read());
    file.write();
    CHECK_FALSE(watch.was_read());
    read_file(file.path(), 100); // another file by now
    CHECK_FALSE(watch.was_read());

    watch.add(file.path());
    read_file(file.path(), 100);
    pollfd waited{watch.descriptor(), POLLIN, 0};
    CHECK(::poll(&waited, 1, 0) == 1);
    CHECK(watch.was_read());
    CHECK_FALSE(watch.was_read());
}

TEST_CASE("root is told whether the process reads the file or another one does") {
    const TemporaryFile file;
    ReadWatch watch{::getppid()};
    watch.add(file.path());
    read_file(file.path(), 100);
    CHECK(watch.was_read() != watch.knows_reader());
}

TEST_CASE("what is not there cannot be watched") {
    ReadWatch watch{::getpid()};
    CHECK_THROWS_AS(watch.add("/nowhere/at/all"), Error);
}
