// SPDX-License-Identifier: Apache-2.0
#include "common/pki/authority.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/private_file.hpp"
#include "common/pki/chain.hpp"
#include "common/pki/name.hpp"
#include "common/pki/step.hpp"
#include "common/tls/certificate_text.hpp"
#include "common/tls/pem.hpp"

#include <openssl/x509v3.h>

#include <algorithm>

namespace mqttx::pki {

namespace {

constexpr mode_t owner_only = 0600;
constexpr mode_t readable = 0644;
constexpr std::string_view root_word = "root";

/// Certificate and files of one identity; `authority` is null for a root.
Made write(
    const Store& store, const Signing& signing, const Authority* authority, std::time_t now
) {
    const Order& order = signing.order;
    const Files files = store.files(order.role, signing.name);
    const auto require_free = [&] {
        if (!signing.replace) {
            store.require_absent(files);
        }
    };
    require_free();
    const Issuer issuer = authority == nullptr ? Issuer{} : authority->issuer();
    Issued issued = issue(order, signing.key, authority == nullptr ? nullptr : &issuer, now);
    const std::string pem = certificate_pem(issued.certificate.get());
    CertificateFacts facts = facts_of(issued.certificate.get());
    Record record = record_of(facts, order.role, signing.name, now);
    record.cause = signing.cause;
    if (!signing.dry_run) {
        // Only the writing is done under the lock: others need not wait for a large key.
        Step step{store};
        require_free();
        if (signing.key_pem != nullptr) {
            step.stage(files.key, signing.key_pem->expose(), owner_only);
        }
        step.stage(files.certificate, as_bytes(pem), readable);
        if (!files.chain.empty()) {
            step.stage(files.chain, as_bytes(cat(pem, authority->chain())), readable);
        }
        const Event event{std::move(record)};
        step.commit({&event, 1});
    }
    return {files, std::move(facts), std::move(issued.notices)};
}

Made make(
    const Store& store,
    const Order& order,
    const Keeping& keeping,
    const Authority* authority,
    std::time_t now
) {
    require_name(order.role, order.common_name);
    if (!keeping.replace) {
        store.require_absent(store.files(order.role, order.common_name));
    }
    const KeyHandle key = generate_key(keeping.key_type);
    const Secret key_pem = private_key_pem(key.get(), keeping.key_password);
    return write(
        store,
        {.order = order,
         .name = order.common_name,
         .key = key.get(),
         .key_pem = &key_pem,
         .replace = keeping.replace,
         .dry_run = keeping.dry_run},
        authority,
        now
    );
}

CertificateHandle read_authority(const std::string& path) {
    if (!io::exists(path)) {
        throw Error{
            ErrorKind::local,
            cat("there is no CA: ", in_quotes(path), " does not exist"),
            "make one with 'mqttx cert ca', or name its folder with --dir"};
    }
    return std::move(tls::read_certificates(io::read_file(path, tls::max_pem_size), path).front());
}

Secret read_key_file(const Files& files) {
    if (!io::exists(files.key)) {
        throw Error{
            ErrorKind::local,
            cat("the CA's key is not here: ", in_quotes(files.key), " does not exist"),
            "bring it for this command, or let another CA sign with --ca NAME"};
    }
    return io::read_private_file(files.key);
}

std::optional<std::string> common_name_of(const X509* certificate) {
    return tls::common_name(X509_get_subject_name(certificate));
}

} // namespace

Made make_root(const Store& store, const Order& order, const Keeping& keeping, std::time_t now) {
    finish_interrupted(store);
    return make(store, order, keeping, nullptr, now);
}

Identity choose_authority(const Store& store, const std::optional<std::string>& asked) {
    const auto names = store.intermediates();
    if (asked == root_word || (!asked && names.empty())) {
        return {Role::root};
    }
    if (asked) {
        if (std::find(names.begin(), names.end(), *asked) != names.end()) {
            return {Role::intermediate, *asked};
        }
        throw Error{
            ErrorKind::usage,
            cat("there is no intermediate CA ", in_quotes(*asked)),
            "--ca takes 'root' or the name of one; 'mqttx cert list' shows them"};
    }
    if (names.size() > 1) {
        throw Error{
            ErrorKind::usage,
            cat("which CA shall sign: ", in_quotes(names[0]), ", ", in_quotes(names[1]), ", ..."),
            cat("name it with --ca ", names[0], ", or --ca ", root_word)};
    }
    return {Role::intermediate, names.front()};
}

Authority::Authority(
    const Store& store, const std::optional<Secret>& password, const std::optional<Identity>& which
)
    : Authority{
          store,
          password,
          (finish_interrupted(store), which ? *which : choose_authority(store, std::nullopt)),
          Locked{}} {}

Authority::Authority(
    const Store& store, const std::optional<Secret>& password, const Identity& which, Locked
)
    : store_{store}, identity_{which} {
    const Files files = store.files(identity_);
    certificate_ = read_authority(files.certificate);
    const Secret pem = read_key_file(files);
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
    if (identity_.role == Role::root) {
        identity_.name = common_name_of(certificate_.get()).value_or("");
    } else {
        chain_ = chain_from(store, certificate_.get());
    }
}

Made Authority::make_leaf(const Order& order, const Keeping& keeping, std::time_t now) const {
    return make(store_, order, keeping, this, now);
}

Made Authority::sign(const Signing& signing, std::time_t now) const {
    return write(store_, signing, signing.order.role == Role::root ? nullptr : this, now);
}

Record Authority::stage(
    Step& step, const Order& order, KeyMaker& keys, bool replace, std::time_t now
) const {
    require_name(order.role, order.common_name);
    const Files files = store_.files(order.role, order.common_name);
    if (!replace) {
        store_.require_absent(files);
    }
    const KeyHandle key = keys.make();
    const Secret key_pem = private_key_pem(key.get(), {});
    const Issuer by = issuer();
    const Issued issued = issue(order, key.get(), &by, now, Use::writing);
    const std::string pem = certificate_pem(issued.certificate.get());
    step.stage(files.key, key_pem.expose(), owner_only);
    step.stage(files.certificate, as_bytes(pem), readable);
    step.stage(files.chain, as_bytes(cat(pem, chain_)), readable);
    return record_of(
        facts_of(issued.certificate.get(), key.get()), order.role, order.common_name, now
    );
}

} // namespace mqttx::pki
