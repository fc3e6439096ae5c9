// SPDX-License-Identifier: Apache-2.0
#include "common/cose/p256.hpp"

#include "common/base/handle.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <array>

namespace mqttx::cose {

namespace {

constexpr std::size_t field_size = 32;

using Parameters = Handle<OSSL_PARAM_BLD, &OSSL_PARAM_BLD_free>;
using ParameterList = Handle<OSSL_PARAM, &OSSL_PARAM_free>;
using Context = Handle<EVP_PKEY_CTX, &EVP_PKEY_CTX_free>;
using Key = Handle<EVP_PKEY, &EVP_PKEY_free>;
using Number = Handle<BIGNUM, &BN_clear_free>;

/// The key that the parameters describe; a point that is not on the curve is none.
Key key_from(OSSL_PARAM_BLD* parameters, int selection) {
    const ParameterList list{OSSL_PARAM_BLD_to_param(parameters)};
    const Context context{EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr)};
    EVP_PKEY* key = nullptr;
    if (!list || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, selection, list.get()) != 1) {
        return {};
    }
    return Key{key};
}

Parameters on_curve() {
    Parameters parameters{OSSL_PARAM_BLD_new()};
    OSSL_PARAM_BLD_push_utf8_string(parameters.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
    return parameters;
}

Key private_key_of(const Secret& scalar) {
    const auto bytes = scalar.expose();
    const Number number{BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), BN_secure_new())};
    const auto parameters = on_curve();
    OSSL_PARAM_BLD_push_BN(parameters.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get());
    return key_from(parameters.get(), EVP_PKEY_KEYPAIR);
}

Key public_key_of(const Bytes& point) {
    const auto parameters = on_curve();
    OSSL_PARAM_BLD_push_octet_string(
        parameters.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()
    );
    return key_from(parameters.get(), EVP_PKEY_PUBLIC_KEY);
}

} // namespace

Secret agree_p256(const Secret& private_key, ByteView x, ByteView y, bool y_is_odd) {
    if (x.size() != field_size || (!y.empty() && y.size() != field_size)) {
        return {};
    }
    constexpr std::uint8_t whole = 4;
    constexpr std::uint8_t even = 2;
    Bytes point{y.empty() ? static_cast<std::uint8_t>(even + (y_is_odd ? 1 : 0)) : whole};
    point.insert(point.end(), x.begin(), x.end());
    point.insert(point.end(), y.begin(), y.end());

    // Reading the point refuses what is not on the curve, which would tell about the private key.
    const auto ours = private_key_of(private_key);
    const auto theirs = public_key_of(point);
    const Context agreement{ours ? EVP_PKEY_CTX_new(ours.get(), nullptr) : nullptr};
    std::array<std::uint8_t, field_size> shared{};
    auto size = shared.size();
    const bool agreed = agreement && theirs && EVP_PKEY_derive_init(agreement.get()) == 1 &&
                        EVP_PKEY_derive_set_peer(agreement.get(), theirs.get()) == 1 &&
                        EVP_PKEY_derive(agreement.get(), shared.data(), &size) == 1;
    ERR_clear_error();
    Secret secret{agreed ? ByteView{shared.data(), size} : ByteView{}};
    wipe(shared);
    return secret;
}

} // namespace mqttx::cose
