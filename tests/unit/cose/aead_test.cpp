// SPDX-License-Identifier: Apache-2.0
#include "common/cose/aead.hpp"
#include "common/cose/long_cipher.hpp"

#include <doctest/doctest.h>

#include <ostream>
#include <string_view>

using namespace mqttx;
using namespace mqttx::cose;
using keys::Algorithm;

namespace {

struct Vector {
    Algorithm algorithm;
    std::string_view key;
    std::string_view nonce;
    std::string_view associated_data;
    std::string_view plaintext;
    std::string_view ciphertext;
};

constexpr std::string_view gcm_plaintext = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303"
                                           "d8a318a721c3c0c95956809532fcf0e2449a6b525"
                                           "b16aedf5aa0de657ba637b39";

// McGrew and Viega, "The Galois/Counter Mode of Operation", test cases 4 and 16; RFC 8439 section
// 2.8.2 and appendix A.5; RFC 3610 section 8, packet vector 1.
const Vector vectors[] = {
    {Algorithm::a128gcm,
     "feffe9928665731c6d6a8f9467308308",
     "cafebabefacedbaddecaf888",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     gcm_plaintext,
     "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84a"
     "a051b"
     "a30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47"},
    {Algorithm::a256gcm,
     "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
     "cafebabefacedbaddecaf888",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     gcm_plaintext,
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828"
     "838c5"
     "f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"},
    {Algorithm::chacha20_poly1305,
     "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
     "070000004041424344454647",
     "50515253c0c1c2c3c4c5c6c7",
     "4c616469657320616e642047656e746c656d656e206f662074686520636c617373206f66202739393a20496620492"
     "063"
     "6f756c64206f6666657220796f75206f6e6c79206f6e652074697020666f7220746865206675747572652c2073756"
     "e73"
     "637265656e20776f756c642062652069742e",
     "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da927"
     "28b1a"
     "71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7b"
     "c3ff4"
     "def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691"},
    {Algorithm::chacha20_poly1305,
     "1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0",
     "000000000102030405060708",
     "f33388860000000000004e91",
     "496e7465726e65742d4472616674732061726520647261667420646f63756d656e74732076616c696420666f"
     "722061206d6178696d756d206f6620736978206d6f6e74687320616e64206d61792062652075706461746564"
     "2c207265706c616365642c206f72206f62736f6c65746564206279206f7468657220646f63756d656e747320"
     "617420616e792074696d652e20497420697320696e617070726f70726961746520746f2075736520496e7465"
     "726e65742d447261667473206173207265666572656e6365206d6174657269616c206f7220746f2063697465"
     "207468656d206f74686572207468616e206173202fe2809c776f726b20696e2070726f67726573732e2fe280"
     "9d",
     "64a0861575861af460f062c79be643bd5e805cfd345cf389f108670ac76c8cb24c6cfc18755d43eea09ee94e"
     "382d26b0bdb7b73c321b0100d4f03b7f355894cf332f830e710b97ce98c8a84abd0b948114ad176e008d33bd"
     "60f982b1ff37c8559797a06ef4f0ef61c186324e2b3506383606907b6a7c02b0f9f6157b53c867e4b9166c76"
     "7b804d46a59b5216cde7a4e99040c5a40433225ee282a1b0a06c523eaf4534d7f83fa1155b0047718cbc546a"
     "0d072b04b3564eea1b422273f548271a0bb2316053fa76991955ebd63159434ecebb4e466dae5a1073a67276"
     "27097a1049e617d91d361094fa68f0ff77987130305beaba2eda04df997b714d6c6f2c29a6ad5cb4022b0270"
     "9beead9d67890cbb22392336fea1851f38"},
    {Algorithm::aes_ccm_16_64_128,
     "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf",
     "00000003020100a0a1a2a3a4a5",
     "0001020304050607",
     "08090a0b0c0d0e0f101112131415161718191a1b1c1d1e",
     "588c979a61c663d2f066d0c2c0f989806d5f6b61dac38417e8d12cfdf926e0"}};

} // namespace

TEST_CASE("published vectors, both ways, with one object for several messages") {
    for (const Vector& vector : vectors) {
        const Secret key{*from_hex(vector.key)};
        const auto nonce = *from_hex(vector.nonce);
        const auto associated = *from_hex(vector.associated_data);
        Aead sealing{vector.algorithm, key, Aead::Use::seal};
        Aead opening{vector.algorithm, key, Aead::Use::open};
        CHECK(sealing.sizes().nonce == nonce.size());
        for (int round = 0; round < 2; ++round) {
            Bytes sealed{0xAA};
            sealing.seal(nonce, associated, *from_hex(vector.plaintext), sealed);
            CHECK(to_hex(sealed) == "aa" + std::string{vector.ciphertext});
            const auto opened = opening.open(nonce, associated, ByteView{sealed}.subspan(1));
            REQUIRE(opened);
            CHECK(to_hex(*opened) == vector.plaintext);
        }
    }
}

TEST_CASE("a wrong nonce, other associated data, a changed or cut ciphertext do not open") {
    for (const Vector& vector : vectors) {
        const Secret key{*from_hex(vector.key)};
        auto nonce = *from_hex(vector.nonce);
        const auto associated = *from_hex(vector.associated_data);
        const auto ciphertext = *from_hex(vector.ciphertext);
        Aead opening{vector.algorithm, key, Aead::Use::open};
        for (std::size_t at = 0; at < ciphertext.size(); ++at) {
            auto changed = ciphertext;
            changed[at] ^= 1;
            CHECK_FALSE(opening.open(nonce, associated, changed));
            CHECK_FALSE(opening.open(nonce, associated, ByteView{ciphertext}.first(at)));
        }
        CHECK_FALSE(opening.open(nonce, {}, ciphertext));
        CHECK_FALSE(opening.open(ByteView{nonce}.first(nonce.size() - 1), associated, ciphertext));
        CHECK_FALSE(opening.open({}, associated, ciphertext));
        CHECK(opening.open(nonce, associated, ciphertext));
        nonce[0] ^= 1;
        CHECK_FALSE(opening.open(nonce, associated, ciphertext));
    }
}

TEST_CASE("nothing at all can be sealed too") {
    const Secret key{Bytes(16, 1)};
    Bytes sealed;
    Aead{Algorithm::aes_ccm_16_64_128, key, Aead::Use::seal}.seal(Bytes(13, 2), {}, {}, sealed);
    CHECK(sealed.size() == 8);
    const auto opened =
        Aead{Algorithm::aes_ccm_16_64_128, key, Aead::Use::open}.open(Bytes(13, 2), {}, sealed);
    REQUIRE(opened);
    CHECK(opened->empty());
}

TEST_CASE("the cipher for long messages agrees with the other on messages of every length") {
    for (const auto algorithm :
         {Algorithm::a128gcm,
          Algorithm::a192gcm,
          Algorithm::a256gcm,
          Algorithm::chacha20_poly1305,
          Algorithm::aes_ccm_16_64_128,
          Algorithm::aes_ccm_16_128_128,
          Algorithm::aes_ccm_16_128_256}) {
        CAPTURE(keys::name_of(algorithm));
        const auto sizes = keys::sizes_of(algorithm);
        const Secret key{Bytes(sizes.key, 5)};
        const Bytes nonce(sizes.nonce, 6);
        const Bytes associated(40, 8);
        Aead sealing{algorithm, key, Aead::Use::seal};
        LongCipher long_sealing{algorithm, key, true};
        LongCipher long_opening{algorithm, key, false};
        for (const std::size_t size : {1U, 15U, 16U, 17U, 100U, 4095U}) {
            CAPTURE(size);
            const Bytes plaintext(size, 7);
            Bytes one;
            Bytes other{0xEE}; // appended to
            sealing.seal(nonce, associated, plaintext, one);
            long_sealing.seal(nonce, associated, plaintext, other);
            CHECK(ByteView{other}.subspan(1).size() == one.size());
            CHECK(to_hex(ByteView{other}.subspan(1)) == to_hex(one));
            Bytes opened;
            CHECK(long_opening.open(nonce, associated, one, opened));
            CHECK(opened == plaintext);
            one.back() ^= 1U;
            CHECK_FALSE(long_opening.open(nonce, associated, one, opened));
            CHECK(opened.empty());
        }
    }
}

TEST_CASE(
    "messages go from one cipher to the other where they get long, and none that is changed opens"
) {
    for (const auto algorithm :
         {Algorithm::a256gcm, Algorithm::chacha20_poly1305, Algorithm::aes_ccm_16_64_128}) {
        const auto sizes = keys::sizes_of(algorithm);
        const Secret key{Bytes(sizes.key, 5)};
        const Bytes nonce(sizes.nonce, 6);
        Aead sealing{algorithm, key, Aead::Use::seal};
        Aead opening{algorithm, key, Aead::Use::open};
        for (const std::size_t size :
             {LongCipher::shortest - 1,
              LongCipher::shortest,
              LongCipher::shortest + 1,
              std::size_t{65535}}) {
            CAPTURE(size);
            const Bytes plaintext(size, 7);
            Bytes sealed;
            sealing.seal(nonce, {}, plaintext, sealed);
            CHECK(opening.open(nonce, {}, sealed) == plaintext);
            CHECK_FALSE(opening.open(nonce, as_bytes("x"), sealed));
            for (const std::size_t at : {std::size_t{0}, size / 2, sealed.size() - 1}) {
                sealed[at] ^= 0x10U;
                CHECK_FALSE(opening.open(nonce, {}, sealed));
                sealed[at] ^= 0x10U;
            }
            CHECK(opening.open(nonce, {}, sealed) == plaintext);
        }
    }
}
