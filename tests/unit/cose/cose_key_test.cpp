// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/cose/cose_key.hpp"
#include "common/keys/generate.hpp"
#include "common/keys/key_change.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string>

using namespace mqttx;
using namespace mqttx::cose;

namespace {

std::string fault_of(const char* digits) {
    try {
        parse_cose_keys(*from_hex(digits), "key");
    } catch (const Error& fault) {
        CHECK(fault.kind() == ErrorKind::local);
        return fault.what();
    }
    return "accepted";
}

} // namespace

TEST_CASE("one key is a COSE_Key, several are a COSE_KeySet, and both are read again") {
    keys::JwkSet set;
    set.keys.push_back(keys::generate_pair(keys::KeyType::x25519));
    const auto one = write_cose_keys(set);
    CHECK(one.expose()[0] == 0xa5);
    CHECK(parse_cose_keys(one.expose(), "key").keys.at(0).secret.equals(set.keys[0].secret));

    set.keys.push_back(keys::generate_pair(keys::KeyType::ed25519));
    keys::drop_private_half(set.keys[1]);
    set.keys.push_back(keys::generate_symmetric(keys::Algorithm::aes_ccm_16_64_128));
    const auto again = parse_cose_keys(write_cose_keys(set).expose(), "key");
    REQUIRE(again.keys.size() == 3);
    for (std::size_t at = 0; at < 3; ++at) {
        CHECK(again.keys[at].kid == set.keys[at].kid);
        CHECK(again.keys[at].is_same_key(set.keys[at]));
    }
}

TEST_CASE("a key of the wrong shape is refused") {
    CHECK(fault_of("a0").find("its type") != std::string::npos);
    CHECK(fault_of("01").find("no map") != std::string::npos);
    CHECK(fault_of("a10102").find("its type") != std::string::npos); // EC2
    CHECK(fault_of("a201012001").find("neither X25519") != std::string::npos);
    CHECK(fault_of("a201012004").find("32 bytes") != std::string::npos);
    CHECK(fault_of("a3010120042141aa").find("32 bytes") != std::string::npos);
    CHECK(fault_of("a10104").find("none of the algorithms") != std::string::npos);
    CHECK(fault_of("a201040302").find("none of the algorithms") != std::string::npos);
    CHECK(fault_of("a2010403182a").find("none of the algorithms") != std::string::npos);
    CHECK(fault_of("a3010403012041aa").find("not 16 bytes") != std::string::npos);
    CHECK(
        fault_of("a30104030120500102030405060708090a0b0c0d0e0f10").find("no kid") !=
        std::string::npos
    );
    CHECK(
        fault_of("a40104024003012050"
                 "0102030405060708090a0b0c0d0e0f10")
            .find("its kid is no text") != std::string::npos
    );
    CHECK(fault_of("a201040104").find("twice") != std::string::npos);
    CHECK(fault_of("bf0104ff").find("indefinite") != std::string::npos);
    CHECK(fault_of("9affffffff").find("cut short") != std::string::npos);
}
