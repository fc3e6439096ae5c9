// SPDX-License-Identifier: Apache-2.0
#include "common/pki/chain.hpp"

#include "common/base/text.hpp"
#include "common/io/new_file.hpp"
#include "common/io/staged_file.hpp"
#include "common/pki/certificate.hpp"
#include "common/pki/digest.hpp"
#include "common/tls/pem.hpp"

#include <openssl/x509v3.h>

#include <algorithm>
#include <vector>

namespace mqttx::pki {

namespace {

bool is_issued_by(const X509* subject, const X509* issuer) {
    return X509_check_issued(const_cast<X509*>(issuer), const_cast<X509*>(subject)) == X509_V_OK;
}

std::vector<tls::CertificateHandle> intermediates_of(const Store& store) {
    std::vector<tls::CertificateHandle> all;
    for (const std::string& name : store.intermediates()) {
        const std::string path = store.files(Role::intermediate, name).certificate;
        const Bytes pem = io::read_file(path, tls::max_pem_size);
        if (fingerprint_in(pem)) {
            all.push_back(std::move(tls::read_certificates(pem, path).front()));
        }
    }
    return all;
}

std::string chain_among(const std::vector<tls::CertificateHandle>& others, const X509* first) {
    std::string chain = certificate_pem(first);
    const X509* at = first;
    for (std::size_t steps = 0; steps < others.size(); ++steps) {
        const auto above = std::find_if(others.begin(), others.end(), [at](const auto& other) {
            return X509_cmp(other.get(), at) != 0 && is_issued_by(at, other.get());
        });
        if (above == others.end()) {
            break;
        }
        at = above->get();
        chain += certificate_pem(at);
    }
    return chain;
}

} // namespace

std::string chain_from(const Store& store, const X509* first) {
    return chain_among(intermediates_of(store), first);
}

Chains::Chains(const Store& store) {
    const auto all = intermediates_of(store);
    for (const auto& each : all) {
        chains_[facts_of(each.get()).subject_key_id] = chain_among(all, each.get());
    }
}

std::string Chains::above(const std::string& issuer_key_id) const {
    const auto found = chains_.find(issuer_key_id);
    return found == chains_.end() ? std::string{} : found->second;
}

bool Chains::is_present(std::string_view chain_file, const std::string& issuer_key_id) const {
    return chain_file.ends_with(above(issuer_key_id));
}

std::size_t refresh_chains(const Store& store, const Inventory& inventory) {
    constexpr mode_t readable = 0644;
    const io::FileLock lock = store.lock();
    const Chains chains{store};
    std::vector<std::string> stale;
    for (const Entry& entry : inventory.certificates) {
        const Record& record = entry.record;
        const Files files = store.files(record.role, record.name);
        if (entry.is_superseded || files.chain.empty() || !io::exists(files.chain) ||
            !io::exists(files.certificate)) {
            continue;
        }
        const std::string chain = io::read_text(files.chain, tls::max_pem_size);
        const std::string own = io::read_text(files.certificate, tls::max_pem_size);
        if (!chains.is_present(chain, record.issuer_key_id) &&
            fingerprint_in(as_bytes(own)) == record.sha256) {
            const std::string above = chains.above(record.issuer_key_id);
            io::stage_file(files.chain, as_bytes(cat(own, above)), readable, io::Sync::later);
            stale.push_back(files.chain);
        }
    }
    if (!stale.empty()) {
        io::sync_file_system_of(stale.front());
    }
    for (const std::string& path : stale) {
        io::publish_staged(path);
    }
    return stale.size();
}

} // namespace mqttx::pki
