// SPDX-License-Identifier: Apache-2.0
#include "common/pki/authority.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/private_file.hpp"
#include "common/pki/name.hpp"
#include "common/pki/step.hpp"
#include "common/tls/pem.hpp"

#include <openssl/x509.h>

namespace mqttx::pki {

namespace {

constexpr mode_t owner_only = 0600;
constexpr mode_t readable = 0644;

/// Key, certificate and files of one identity; `issuer` is null for a root.
Made make(
    const Store& store,
    const Order& order,
    const Keeping& keeping,
    const Issuer* issuer,
    std::time_t now
) {
    const Files files = store.files(order.role, order.common_name);
    const auto require_free = [&] {
        if (!keeping.replace) {
            store.require_absent(files);
        }
    };
    require_free();
    const KeyHandle key = generate_key(keeping.key_type);
    Issued issued = issue(order, key.get(), issuer, now);
    const std::string pem = certificate_pem(issued.certificate.get());
    const Secret key_pem = private_key_pem(key.get(), keeping.key_password);
    CertificateFacts facts = facts_of(issued.certificate.get());
    const Record record = record_of(facts, order.role, order.common_name, now);
    // Only the writing is done under the lock: others need not wait for a large key.
    Step step{store};
    require_free();
    step.stage(files.key, key_pem.expose(), owner_only);
    for (const std::string& path : {files.certificate, files.chain}) {
        if (!path.empty()) {
            step.stage(path, as_bytes(pem), readable);
        }
    }
    step.commit({&record, 1});
    return {files, std::move(facts), std::move(issued.notices)};
}

CertificateHandle read_root(const std::string& path) {
    if (!io::exists(path)) {
        throw Error{
            ErrorKind::local,
            cat("there is no CA: ", in_quotes(path), " does not exist"),
            "make one with 'mqttx cert ca', or name its folder with --dir"};
    }
    return std::move(tls::read_certificates(io::read_file(path, tls::max_pem_size), path).front());
}

} // namespace

Made make_root(const Store& store, const Order& order, const Keeping& keeping, std::time_t now) {
    require_name(order.role, order.common_name);
    return make(store, order, keeping, nullptr, now);
}

Authority::Authority(const Store& store, const std::optional<Secret>& password) : store_{store} {
    finish_interrupted(store);
    const Files files = store.files(Role::root);
    certificate_ = read_root(files.certificate);
    const Secret pem = io::read_private_file(files.key);
    key_ = tls::read_private_key(pem.expose(), password, files.key);
    if (X509_check_private_key(certificate_.get(), key_.get()) != 1) {
        throw Error{
            ErrorKind::local,
            cat("the key ",
                in_quotes(files.key),
                " does not belong to the certificate ",
                in_quotes(files.certificate)),
            "restore the pair that was made together, or make a new CA: 'mqttx cert ca --force'"};
    }
}

Made Authority::make_leaf(const Order& order, const Keeping& keeping, std::time_t now) const {
    require_name(order.role, order.common_name);
    const Issuer issuer{certificate_.get(), key_.get()};
    return make(store_, order, keeping, &issuer, now);
}

} // namespace mqttx::pki
