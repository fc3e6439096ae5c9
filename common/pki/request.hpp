// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/bytes.hpp"
#include "common/pki/alternative_name.hpp"
#include "common/pki/authority.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mqttx::pki {

/// What somebody with a key asks a CA for (PKCS#10, RFC 2986). Nothing else of a request is looked
/// at: extensions that would give it more rights are not taken over.
struct Request {
    KeyHandle key; ///< the public half
    std::string subject;
    std::optional<std::string> common_name;
    std::vector<AlternativeName> names;
};

/// Whether bytes are meant to be a request: PEM of that name, or DER that is one.
bool is_request(ByteView bytes);

/// A request in PEM for a key: common name and alternative names.
std::string request_pem(
    const std::string& common_name, const std::vector<AlternativeName>& names, evp_pkey_st* key
);

/// Reads one request in PEM or DER, signed by its own key. Throws Error(local): something else, a
/// signature that is not by the key; Error(usage) for a name that may not be.
Request read_request(ByteView bytes, const std::string& name);

/// A request that was written with its key.
struct RequestFiles {
    std::string request;
    std::string key;
};

/// Makes a key and a request under csr/ of the store. Throws Error(usage) for the names,
/// Error(local) for files that exist.
RequestFiles make_request(
    const Store& store,
    const std::string& common_name,
    const std::vector<AlternativeName>& names,
    const Keeping& keeping
);

/// Finishes or clears away what interrupted make_request left: key and request are changed
/// together. Throws Error(local).
void finish_requests(const Store& store);

} // namespace mqttx::pki
