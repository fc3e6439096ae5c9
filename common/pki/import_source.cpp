// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/pki/import.hpp"

namespace mqttx::pki {

namespace {

std::optional<std::string> if_there(std::string path) {
    return io::exists(path) ? std::optional{std::move(path)} : std::nullopt;
}

void require_there(const std::string& path, std::string_view kind) {
    if (!io::exists(path)) {
        throw Error{
            ErrorKind::local,
            cat("this is no folder of ", kind, ": ", in_quotes(path), " does not exist"),
            "a lone CA is taken over with --cert and --key"};
    }
}

} // namespace

Source easy_rsa_source(const std::string& folder) {
    const std::string base = io::exists(cat(folder, "/ca.crt")) ? folder : cat(folder, "/pki");
    Source source{cat(base, "/ca.crt"), cat(base, "/private/ca.key")};
    require_there(source.certificate, "easy-rsa");
    source.index = if_there(cat(base, "/index.txt"));
    source.list = if_there(cat(base, "/crl.pem"));
    source.certificates = {
        cat(base, "/certs_by_serial"), cat(base, "/issued"), cat(base, "/revoked/certs_by_serial")};
    source.keys = cat(base, "/private");
    return source;
}

Source openssl_ca_source(const std::string& folder) {
    Source source{cat(folder, "/cacert.pem"), cat(folder, "/private/cakey.pem")};
    require_there(source.certificate, "openssl ca");
    source.index = if_there(cat(folder, "/index.txt"));
    source.list = if_there(cat(folder, "/crl.pem"));
    source.list_number = if_there(cat(folder, "/crlnumber"));
    source.certificates = {cat(folder, "/newcerts"), cat(folder, "/certs")};
    source.keys = cat(folder, "/private");
    return source;
}

} // namespace mqttx::pki
