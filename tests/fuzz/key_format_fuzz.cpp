// SPDX-License-Identifier: Apache-2.0
// Bytes are refused with Error, or the keys in them are written as COSE and read again the same.
#include "apps/mqttx/keygen/key_format.hpp"
#include "common/base/error.hpp"
#include "common/cose/cose_key.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace mqttx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    keys::JwkSet set;
    try {
        set = app::keygen::parse_keys({data, size}, "input", {});
    } catch (const Error&) {
        return 0;
    }
    const auto is_foreign = [](const keys::Key& key) { return key.type == keys::KeyType::foreign; };
    if (std::ranges::any_of(set.keys, is_foreign)) {
        return 0;
    }
    const auto again = cose::parse_cose_keys(cose::write_cose_keys(set).expose(), "output");
    const auto is_same = [](const keys::Key& one, const keys::Key& other) {
        return one.kid == other.kid && one.is_same_key(other);
    };
    if (!std::ranges::equal(set.keys, again.keys, is_same)) {
        std::abort();
    }
    return 0;
}
