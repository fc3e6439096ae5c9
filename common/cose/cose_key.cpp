// SPDX-License-Identifier: Apache-2.0
#include "common/cose/cose_key.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/base/utf8.hpp"
#include "common/cose/cbor_reader.hpp"
#include "common/cose/cbor_writer.hpp"
#include "common/keys/curve.hpp"
#include "common/keys/foreign_key.hpp"
#include "common/keys/thumbprint.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace mqttx::cose {

namespace {

using keys::Key;
using keys::KeyType;

namespace label {
constexpr std::int64_t type = 1;
constexpr std::int64_t kid = 2;
constexpr std::int64_t algorithm = 3;
constexpr std::int64_t curve = -1; ///< k of a symmetric key
constexpr std::int64_t k = -1;
constexpr std::int64_t x = -2;
constexpr std::int64_t d = -4;
} // namespace label

constexpr std::int64_t type_pair = 1;
constexpr std::int64_t type_symmetric = 4;
constexpr std::int64_t curve_x25519 = 4;
constexpr std::int64_t curve_ed25519 = 6;
constexpr std::int64_t eddsa = -8;

/// The values of the labels above, as far as they are there and of the type they should have.
struct Members {
    std::optional<std::int64_t> type{};
    std::optional<ByteView> kid{};
    std::optional<std::int64_t> algorithm{};
    std::optional<std::int64_t> curve{};
    std::optional<ByteView> k{};
    std::optional<ByteView> x{};
    std::optional<ByteView> d{};
};

class CoseKeyReader {
  public:
    CoseKeyReader(std::size_t number, std::string_view source)
        : where_{cat("key ", number, " of ", in_quotes(source))} {}

    Key read(cbor::Reader& in);

  private:
    [[noreturn]] void fail(std::string_view fault) const {
        throw Error{ErrorKind::local, cat(where_, ": ", fault)};
    }

    Members read_members(cbor::Reader& in) const;
    [[nodiscard]] Key symmetric(const Members& members) const;
    [[nodiscard]] Key pair(const Members& members) const;

    std::string where_;
};

Members CoseKeyReader::read_members(cbor::Reader& in) const {
    Members members;
    const auto count = in.map();
    if (!count) {
        fail("it is no map");
    }
    for (auto left = *count; left > 0; --left) {
        cbor::Reader name{in.skip()};
        cbor::Reader value{in.skip()};
        switch (name.integer().value_or(0)) {
        case label::type:
            members.type = value.integer();
            break;
        case label::kid:
            members.kid = value.bytes();
            break;
        case label::algorithm:
            members.algorithm = value.integer();
            break;
        case label::curve:
            members.k = value.bytes(); // of whichever type it is
            members.curve = value.integer();
            break;
        case label::x:
            members.x = value.bytes();
            break;
        case label::d:
            members.d = value.bytes();
            break;
        default:
            break;
        }
    }
    return members;
}

Key CoseKeyReader::symmetric(const Members& members) const {
    Key key;
    const auto algorithm =
        members.algorithm ? keys::algorithm_from_number(*members.algorithm) : std::nullopt;
    if (!algorithm) {
        fail(cat("it names none of the algorithms ", keys::algorithm_names()));
    }
    key.algorithm = *algorithm;
    const auto size = keys::sizes_of(*algorithm).key;
    if (!members.k || members.k->size() != size) {
        fail(cat("its k is not ", size, " bytes long"));
    }
    if (!members.kid) {
        fail("it has no kid");
    }
    key.secret = Secret{*members.k};
    return key;
}

Key CoseKeyReader::pair(const Members& members) const {
    Key key;
    if (members.curve != curve_x25519 && members.curve != curve_ed25519) {
        fail("its curve is neither X25519 nor Ed25519");
    }
    key.type = members.curve == curve_x25519 ? KeyType::x25519 : KeyType::ed25519;
    const auto is_fitting = [](const std::optional<ByteView>& bytes) {
        return !bytes || bytes->size() == keys::curve_key_size;
    };
    if (!is_fitting(members.x) || !is_fitting(members.d) || (!members.x && !members.d)) {
        fail("its x or d is not 32 bytes long");
    }
    if (members.d) {
        key.secret = Secret{*members.d};
        const auto point = keys::public_key_of(key.type, key.secret);
        key.public_key.assign(point.begin(), point.end());
        if (members.x && !std::ranges::equal(*members.x, point)) {
            fail("its x and d do not belong together");
        }
    } else {
        key.public_key.assign(members.x->begin(), members.x->end());
    }
    key.kid = keys::kid_of(key);
    return key;
}

Key CoseKeyReader::read(cbor::Reader& in) {
    const auto members = read_members(in);
    if (members.type != type_pair && members.type != type_symmetric) {
        fail("its type is neither a symmetric key nor a key pair of the curves in use");
    }
    Key key = members.type == type_pair ? pair(members) : symmetric(members);
    if (members.kid) {
        key.kid = as_text(*members.kid);
        if (key.kid.empty() || !is_utf8(key.kid)) {
            fail("its kid is no text, as a keyring needs it");
        }
    }
    return key;
}

void write_key(cbor::Writer& out, const Key& key) {
    if (key.type == KeyType::symmetric) {
        out.map(4).integer(label::type).integer(type_symmetric);
        out.integer(label::kid).bytes(as_bytes(key.kid));
        out.integer(label::algorithm).integer(static_cast<std::int64_t>(key.algorithm));
        out.integer(label::k).bytes(key.secret.expose());
        return;
    }
    const bool signs = key.type == KeyType::ed25519;
    out.map(4U + (signs ? 1U : 0U) + (key.secret.empty() ? 0U : 1U));
    out.integer(label::type).integer(type_pair);
    out.integer(label::kid).bytes(as_bytes(key.kid));
    if (signs) {
        out.integer(label::algorithm).integer(eddsa);
    }
    out.integer(label::curve).integer(signs ? curve_ed25519 : curve_x25519);
    out.integer(label::x).bytes(key.public_key);
    if (!key.secret.empty()) {
        out.integer(label::d).bytes(key.secret.expose());
    }
}

} // namespace

keys::JwkSet parse_cose_keys(ByteView bytes, std::string_view source) {
    if (const auto fault = cbor::find_fault(bytes)) {
        throw Error{ErrorKind::local, cat("cannot use ", in_quotes(source), ": ", *fault)};
    }
    keys::JwkSet set;
    cbor::Reader in{bytes};
    const auto count = in.array();
    for (std::uint64_t left = count.value_or(1); left > 0; --left) {
        set.keys.push_back(CoseKeyReader{set.keys.size() + 1, source}.read(in));
    }
    return set;
}

Secret write_cose_keys(const keys::JwkSet& set) {
    Bytes bytes;
    std::size_t most = 16;
    for (const Key& key : set.keys) {
        if (key.type == KeyType::foreign) {
            throw Error{
                ErrorKind::local,
                cat("key ",
                    in_quotes(key.kid),
                    " is of a kind that has no form in COSE here: ",
                    keys::foreign_kind(key).words()),
                "--kid picks another one"};
        }
        most += 128 + key.kid.size();
    }
    bytes.reserve(most); // so that no secret is left behind on growth
    cbor::Writer out{bytes};
    if (set.keys.size() != 1) {
        out.array(set.keys.size());
    }
    for (const Key& key : set.keys) {
        write_key(out, key);
    }
    Secret content{bytes};
    wipe(bytes);
    return content;
}

} // namespace mqttx::cose
