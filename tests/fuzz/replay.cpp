// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target over the files of the folders named on the command line, and then over as many
// mutations of them as were asked for, the same ones each time; a crash or a sanitizer report
// fails.
//
// usage: TARGET [--mutations COUNT] [--seed NUMBER] FOLDER..
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;

std::vector<Input> read_folder(const char* folder) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end()); // the order of a folder is nobody's promise
    std::vector<Input> inputs;
    for (const auto& path : paths) {
        std::ifstream file{path, std::ios::binary};
        inputs.emplace_back(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{});
    }
    return inputs;
}

/// Changes inputs a little, by chance that is the same in every run.
class Mutator {
  public:
    explicit Mutator(unsigned seed) : random_{seed} {}

    Input mutated(const std::vector<Input>& seeds) {
        auto input = seeds[below(seeds.size())];
        for (auto times = 1 + below(4); times > 0; --times) {
            change(input, seeds[below(seeds.size())]);
        }
        return input;
    }

  private:
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

    std::uint8_t byte() {
        constexpr std::uint8_t telling[] = {0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF};
        return below(2) == 0 ? telling[below(std::size(telling))]
                             : static_cast<std::uint8_t>(random_());
    }

    void change(Input& input, const Input& other) {
        const auto from = static_cast<std::ptrdiff_t>(below(input.size() + 1));
        const auto rest = static_cast<std::ptrdiff_t>(input.size()) - from;
        const auto count = std::min<std::ptrdiff_t>(
            rest, 1 + static_cast<std::ptrdiff_t>(below(below(4) == 0 ? 64 : 4))
        );
        const auto at = input.begin() + from;
        switch (below(6)) {
        case 0: // one bit
            if (rest > 0) {
                *at ^= static_cast<std::uint8_t>(1U << below(8));
            }
            break;
        case 1: // one byte
            if (rest > 0) {
                *at = byte();
            }
            break;
        case 2:
            input.insert(at, byte());
            break;
        case 3:
            input.erase(at, at + count);
            break;
        case 4: { // the same once more
            const Input piece{at, at + count};
            input.insert(at, piece.begin(), piece.end());
            break;
        }
        default: // the end of another one
            input.erase(at, input.end());
            input.insert(
                input.end(),
                other.begin() + static_cast<std::ptrdiff_t>(below(other.size() + 1)),
                other.end()
            );
        }
    }

    std::mt19937 random_;
};

void run(const Input& input) {
    LLVMFuzzerTestOneInput(input.data(), input.size());
}

} // namespace

int main(int argc, char** argv) {
    std::vector<Input> inputs;
    long mutations = 0;
    unsigned seed = 1;
    for (int at = 1; at < argc; ++at) {
        if (std::string_view{argv[at]} == "--mutations" && at + 1 < argc) {
            mutations = std::atol(argv[++at]);
        } else if (std::string_view{argv[at]} == "--seed" && at + 1 < argc) {
            seed = static_cast<unsigned>(std::atol(argv[++at]));
        } else {
            const auto folder = read_folder(argv[at]);
            inputs.insert(inputs.end(), folder.begin(), folder.end());
        }
    }
    std::for_each(inputs.begin(), inputs.end(), run);
    Mutator mutator{seed};
    for (long count = 0; count < mutations && !inputs.empty(); ++count) {
        run(mutator.mutated(inputs));
    }
    std::printf("%zu inputs replayed, %ld mutated\n", inputs.size(), mutations);
    return inputs.empty() ? 1 : 0;
}
