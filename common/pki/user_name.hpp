// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/tls/handles.hpp"

#include <string>

namespace mqttx::pki {

/// The user names that Mosquitto takes from a client's certificate, byte for byte.
struct UserNames {
    std::string identity;       ///< use_identity_as_username: the first common name
    std::string identity_fault; ///< why it takes none and refuses the client; empty: it takes it
    std::string subject;        ///< use_subject_as_username: the subject as RFC 2253 writes it
};

UserNames user_names_of(const x509_st* certificate);

} // namespace mqttx::pki
