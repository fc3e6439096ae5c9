// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target over the files of the folders named on the command line; a crash or a
// sanitizer report fails.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
    int replayed = 0;
    for (int at = 1; at < argc; ++at) {
        for (const auto& entry : std::filesystem::directory_iterator{argv[at]}) {
            std::ifstream file{entry.path(), std::ios::binary};
            const std::vector<char> content{std::istreambuf_iterator<char>{file}, {}};
            LLVMFuzzerTestOneInput(
                reinterpret_cast<const std::uint8_t*>(content.data()), content.size()
            );
            ++replayed;
        }
    }
    std::printf("%d inputs replayed\n", replayed);
    return replayed == 0 ? 1 : 0;
}
