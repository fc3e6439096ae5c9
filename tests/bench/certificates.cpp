// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/certificates.hpp"

#include "tests/bench/measure.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace mqttx::bench {

namespace {

namespace fs = std::filesystem;

constexpr int few = 100;
constexpr int many = 10'000;
constexpr int rounds = 3;

class Plant {
  public:
    explicit Plant(std::string program) : program_{std::move(program)} {
        std::string name = (fs::temp_directory_path() / "mqttx-bench-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error{"no temporary folder"};
        }
        folder_ = name;
    }

    ~Plant() {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }

    Plant(const Plant&) = delete;
    Plant& operator=(const Plant&) = delete;

    [[nodiscard]] std::string file(const std::string& name) const {
        return (folder_ / name).string();
    }

    /// Runs `mqttx cert WORDS` on the store of this name.
    Cost cert(const std::string& store, const Command& words) {
        Command command{program_, "cert"};
        command.insert(command.end(), words.begin(), words.end());
        command.insert(command.end(), {"--dir", file(store)});
        return checked(run(command));
    }

    Cost shell(const std::string& script) {
        return checked(
            run({"sh", "-c", "cd '" + folder_.string() + "' && exec > log 2>&1 && " + script})
        );
    }

    std::string list_of(const std::string& prefix, int count) const {
        std::string path = file(prefix + ".csv");
        std::ofstream list{path};
        list << "name\n";
        for (int at = 0; at < count; ++at) {
            list << prefix << '-' << at << '\n';
        }
        return path;
    }

    [[nodiscard]] bool is_well() const noexcept { return is_well_; }

  private:
    Cost checked(const Cost& cost) {
        is_well_ = is_well_ && cost.status == 0;
        return cost;
    }

    std::string program_;
    fs::path folder_;
    bool is_well_ = true;
};

/// As the recipes have it: a request with its key, then a signature with the extensions of a
/// client.
constexpr const char* openssl_setup =
    "mkdir openssl && cd openssl && printf 'basicConstraints=critical,CA:FALSE\\n"
    "keyUsage=critical,digitalSignature\\nextendedKeyUsage=clientAuth\\n"
    "authorityKeyIdentifier=keyid\\nsubjectKeyIdentifier=hash\\n' > client.ext && "
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out "
    "ca.crt -subj /CN=ca -days 999";

std::string openssl_loop(int round) {
    return "cd openssl && for n in $(seq " + std::to_string(few) +
           "); do openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout r" +
           std::to_string(round) +
           "-$n.key -out $n.csr -subj /CN=$n && openssl x509 -req -in $n.csr -CA ca.crt -CAkey "
           "ca.key -days 365 -extfile client.ext -out $n.crt || exit 1; done";
}

constexpr const char* easy_rsa = "/usr/share/easy-rsa/easyrsa --batch --pki-dir=easy "
                                 "--use-algo=ec --curve=prime256v1 ";

std::string easy_rsa_setup() {
    return std::string{"EASYRSA=/usr/share/easy-rsa "} + easy_rsa + "init-pki && " + easy_rsa +
           "build-ca nopass";
}

std::string easy_rsa_loop(int round) {
    return "for n in $(seq " + std::to_string(few) + "); do " + easy_rsa + "build-client-full r" +
           std::to_string(round) + "-$n nopass || exit 1; done";
}

void print(const char* name, const Cost& cost, int count) {
    std::printf(
        "%-34s %9.1f %9.1f %12.3f\n", name, cost.wall_ms, cost.cpu_ms, cost.wall_ms / count
    );
    std::fflush(stdout);
}

/// Paired: each round has all three, and their quotients are taken in it.
void compare(Plant& plant) {
    plant.cert("few", {"ca"});
    plant.shell(openssl_setup);
    plant.shell(easy_rsa_setup());
    std::vector<double> to_openssl;
    std::vector<double> to_easy_rsa;
    std::printf("\n%d clients (P-256)%16s %9s %9s %12s\n", few, "", "wall ms", "cpu ms", "ms each");
    for (int round = 0; round < rounds; ++round) {
        const std::string list = plant.list_of("r" + std::to_string(round), few);
        const Cost ours = plant.cert("few", {"client", "--from", list});
        const Cost loop = plant.shell(openssl_loop(round));
        to_openssl.push_back(loop.wall_ms / ours.wall_ms);
        print("mqttx cert client --from", ours, few);
        print("shell loop of openssl", loop, few);
        const Cost easy = plant.shell(easy_rsa_loop(round));
        to_easy_rsa.push_back(easy.wall_ms / ours.wall_ms);
        print("shell loop of easyrsa", easy, few);
    }
    std::printf(
        "openssl takes %.0f times as long (goal 80), easy-rsa %.0f times (goal 300)\n",
        median(to_openssl),
        median(to_easy_rsa)
    );
}

/// The median of several runs.
template <typename Run> double middle(const Run& run) {
    constexpr int times = 11;
    std::vector<double> values;
    for (int at = 0; at < times; ++at) {
        values.push_back(run(at).wall_ms);
    }
    return median(values);
}

void measure_size(Plant& plant, const std::string& store, int count) {
    plant.cert(store, {"ca"});
    const Cost made = plant.cert(store, {"client", "--from", plant.list_of(store, count)});
    const double one = middle([&](int at) {
        return plant.cert(store, {"client", "one-" + std::to_string(at)});
    });
    const double listed = middle([&](int) { return plant.cert(store, {"list"}); });
    std::printf(
        "%9d %14.1f %12.3f %14.2f %12.2f\n", count, made.wall_ms, made.wall_ms / count, one, listed
    );
    std::fflush(stdout);
}

} // namespace

bool measure_certificates(const std::string& program) {
    Plant plant{fs::absolute(program).string()};
    compare(plant);
    std::printf(
        "\n%9s %14s %12s %14s %12s   (goals: 0.4 ms each, one more alike, a list 300 ms)\n",
        "clients",
        "made, ms",
        "ms each",
        "one more, ms",
        "list, ms"
    );
    measure_size(plant, "ten", 10);
    measure_size(plant, "all", many);
    return plant.is_well();
}

} // namespace mqttx::bench
