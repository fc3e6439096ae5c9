// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/payload.hpp"

#include "common/cose/receiver.hpp"
#include "common/cose/sealer.hpp"
#include "common/keys/keyring.hpp"
#include "tests/bench/measure.hpp"

#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

namespace mqttx::bench {

namespace {

constexpr std::int64_t now = 1'800'000'000;
constexpr std::string_view topic = "plant/line1/temp";
constexpr int rounds = 21;

keys::Keyring ring_of(keys::Algorithm algorithm, bool is_constrained) {
    keys::Key key;
    key.algorithm = algorithm;
    key.kid = "k2345678";
    key.secret = Secret{Bytes(keys::sizes_of(algorithm).key, 7)};
    key.topics = {"plant/#"};
    key.policy.freshness_waived = is_constrained;
    std::vector<keys::Key> keys;
    keys.push_back(std::move(key));
    keys::Keyring ring;
    ring.add(std::move(keys), "bench");
    return ring;
}

/// Microseconds a message, the median of some rounds of so many: sealed, then opened.
bool measure_one(const char* name, keys::Algorithm algorithm, std::size_t size, int count) {
    const auto ring = ring_of(algorithm, false);
    const auto& key = ring.keys().front();
    const Bytes payload(size, 'x');
    cose::Sealer sealer;
    cose::Receiver receiver{ring, {}};
    std::vector<double> sealing;
    std::vector<double> opening;
    bool all_open = true;
    std::vector<Bytes> envelopes(static_cast<std::size_t>(count));
    for (int round = 0; round < rounds; ++round) {
        const auto start = now_ms();
        for (auto& envelope : envelopes) {
            envelope = sealer.seal(key, topic, payload, now);
        }
        const auto middle = now_ms();
        for (const auto& envelope : envelopes) {
            all_open = receiver.receive({topic, envelope}, now).is_opened() && all_open;
        }
        sealing.push_back(1000 * (middle - start) / count);
        opening.push_back(1000 * (now_ms() - middle) / count);
    }
    const auto speed = [&](double microseconds) {
        return static_cast<double>(size) / microseconds / 1000;
    };
    const auto seal = median(sealing);
    const auto open = median(opening);
    std::printf("%-34s %9.2f %9.2f %9.2f %9.2f\n", name, seal, open, speed(seal), speed(open));
    return all_open;
}

bool measure_overhead(const char* name, bool is_constrained, std::size_t most) {
    const auto ring = ring_of(
        is_constrained ? keys::Algorithm::aes_ccm_16_64_128 : keys::Algorithm::a256gcm,
        is_constrained
    );
    constexpr std::size_t size = 20;
    const auto envelope = cose::Sealer{}.seal(ring.keys().front(), topic, Bytes(size, 'x'), now);
    const auto overhead = envelope.size() - size;
    std::printf("%-34s %9zu bytes on top of 20, at most %zu\n", name, overhead, most);
    return overhead <= most;
}

} // namespace

bool measure_payload() {
    constexpr std::size_t small = 20;
    constexpr std::size_t large = 16'384;
    std::printf("\nenvelopes, in memory, median of %d rounds\n", rounds);
    std::printf("%-34s %9s %9s %9s %9s\n", "", "seal us", "open us", "seal GB/s", "open GB/s");
    bool all_well = true;
    for (const auto& [name, algorithm] :
         {std::pair{"A256GCM", keys::Algorithm::a256gcm},
          std::pair{"A128GCM", keys::Algorithm::a128gcm},
          std::pair{"ChaCha20/Poly1305", keys::Algorithm::chacha20_poly1305},
          std::pair{"AES-CCM-16-64-128", keys::Algorithm::aes_ccm_16_64_128}}) {
        const auto named = std::string{name};
        all_well =
            measure_one((named + ", 20 bytes").c_str(), algorithm, small, 10'000) && all_well;
        all_well = measure_one((named + ", 16 KiB").c_str(), algorithm, large, 64) && all_well;
    }
    all_well = measure_overhead("default", false, 72) && all_well;
    return measure_overhead("constrained", true, 42) && all_well;
}

} // namespace mqttx::bench
