// SPDX-License-Identifier: Apache-2.0
#include "common/pki/verify.hpp"

#include "common/tls/certificate_text.hpp"
#include "common/tls/openssl.hpp"

#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <exception>

namespace mqttx::pki {

namespace {

using tls::require;
using StoreHandle = Handle<X509_STORE, &X509_STORE_free>;
using ContextHandle = Handle<X509_STORE_CTX, &X509_STORE_CTX_free>;

void free_stack(STACK_OF(X509) * stack) noexcept {
    sk_X509_free(stack); // the certificates belong to others
}

using Stack = Handle<STACK_OF(X509), &free_stack>;

/// What the library reports, fault by fault.
struct Faults {
    std::vector<tls::VerifyFault> all;
    std::time_t at = 0;
    std::exception_ptr failure;
};

int take_fault(int is_good, X509_STORE_CTX* context) noexcept {
    if (is_good == 0) {
        auto* faults = static_cast<Faults*>(X509_STORE_CTX_get_app_data(context));
        try {
            faults->all.push_back(tls::describe_fault(context));
            faults->all.back().checked_at = faults->at;
        } catch (...) {
            faults->failure = std::current_exception();
        }
    }
    X509_STORE_CTX_set_error(context, X509_V_OK);
    return 1; // go on: every fault is wanted
}

StoreHandle store_of(const Trust& trust) {
    StoreHandle store{X509_STORE_new()};
    require(store != nullptr, "making a certificate store");
    for (const auto& root : trust.roots) {
        require(X509_STORE_add_cert(store.get(), root.get()) == 1, "trusting a certificate");
    }
    for (const auto& list : trust.lists) {
        require(X509_STORE_add_crl(store.get(), list.get()) == 1, "taking a revocation list");
    }
    return store;
}

void set_host(X509_VERIFY_PARAM* parameters, const std::string& host) {
    X509_VERIFY_PARAM_set_hostflags(
        parameters, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS
    );
    if (X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str()) != 1) {
        require(
            X509_VERIFY_PARAM_set1_host(parameters, host.c_str(), host.size()) == 1,
            "setting the host name"
        );
    }
    tls::drop_errors();
}

void set_parameters(X509_STORE_CTX* context, const Trust& trust, const VerifyOrder& order) {
    constexpr int bits_112 = 2; // RSA from 2048 on, no SHA-1
    X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_time(parameters, order.at);
    X509_VERIFY_PARAM_set_auth_level(parameters, bits_112);
    unsigned long flags = X509_V_FLAG_CHECK_SS_SIGNATURE;
    if (order.strict) {
        flags |= X509_V_FLAG_X509_STRICT;
    }
    if (!trust.lists.empty()) {
        flags |= X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL;
    }
    X509_VERIFY_PARAM_set_flags(parameters, flags);
    if (order.purpose != Purpose::any) {
        X509_VERIFY_PARAM_set_purpose(
            parameters,
            order.purpose == Purpose::server ? X509_PURPOSE_SSL_SERVER : X509_PURPOSE_SSL_CLIENT
        );
    }
    if (order.host) {
        set_host(parameters, *order.host);
    }
}

/// What only says again that a chain is not whole.
bool is_echo(const tls::VerifyFault& fault, const std::vector<tls::VerifyFault>& all) {
    return std::any_of(all.begin(), all.end(), [&](const tls::VerifyFault& other) {
        if (&other == &fault) {
            return false;
        }
        const bool is_same = other.code == fault.code && other.depth == fault.depth;
        const bool is_chain = other.code == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
                              other.code == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT ||
                              other.code == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT;
        const bool is_second = fault.code == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE ||
                               fault.code == X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER;
        return (is_same && &other < &fault) || (is_chain && is_second);
    });
}

std::vector<std::string> subjects_of(X509_STORE_CTX* context) {
    std::vector<std::string> subjects;
    STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context);
    for (int at = 0; at < sk_X509_num(chain); ++at) {
        subjects.push_back(tls::name_text(X509_get_subject_name(sk_X509_value(chain, at))));
    }
    return subjects;
}

} // namespace

Verification verify(x509_st* certificate, const Trust& trust, const VerifyOrder& order) {
    tls::drop_errors();
    const StoreHandle store = store_of(trust);
    const Stack between{sk_X509_new_null()};
    require(between != nullptr, "making a list of certificates");
    for (const auto& each : trust.between) {
        require(sk_X509_push(between.get(), each.get()) > 0, "adding a certificate");
    }
    const ContextHandle context{X509_STORE_CTX_new()};
    require(
        context && X509_STORE_CTX_init(context.get(), store.get(), certificate, between.get()) == 1,
        "preparing a verification"
    );
    Faults faults;
    faults.at = order.at;
    set_parameters(context.get(), trust, order);
    X509_STORE_CTX_set_app_data(context.get(), &faults);
    X509_STORE_CTX_set_verify_cb(context.get(), &take_fault);
    const int result = X509_verify_cert(context.get());
    if (faults.failure) {
        std::rethrow_exception(faults.failure);
    }
    Verification verification;
    verification.chain = subjects_of(context.get());
    for (const tls::VerifyFault& fault : faults.all) {
        if (!is_echo(fault, faults.all)) {
            verification.findings.push_back(explain(fault, order));
        }
    }
    std::stable_sort(
        verification.findings.begin(),
        verification.findings.end(),
        [](const auto& left, const auto& right) { return left.depth < right.depth; }
    );
    // What stops the library without a word of its own must not pass for good.
    require(result == 1 || !faults.all.empty(), "verifying a certificate");
    tls::drop_errors();
    return verification;
}

} // namespace mqttx::pki
