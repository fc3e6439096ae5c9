// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/fingerprint.hpp"

#include "common/base/text.hpp"

#include <cstdint>

namespace mqttx::app {

namespace {

std::string fingerprint(const acl::LineIndex& index, const acl::Finding& finding) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::uint64_t hash = 0xCBF29CE484222325U; // FNV-1a
    const auto line = index.line(index.position(finding.span.begin).line);
    for (const char byte : cat(finding.id, '\n', line)) {
        hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
    }
    std::string text;
    for (unsigned shift = 64; shift > 0; shift -= 4) {
        text += digits[(hash >> (shift - 4)) & 15U];
    }
    return text;
}

} // namespace

std::string Fingerprints::next(const acl::Finding& finding) {
    const auto print = fingerprint(index_, finding);
    return cat(print, ':', ++seen_[print]);
}

} // namespace mqttx::app
