// SPDX-License-Identifier: Apache-2.0
#include "common/pki/request.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/new_file.hpp"
#include "common/io/together.hpp"
#include "common/pki/extension.hpp"
#include "common/pki/name.hpp"
#include "common/tls/certificate_text.hpp"
#include "common/tls/openssl.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <set>
#include <system_error>

namespace mqttx::pki {

namespace {

using tls::require;
using RequestHandle = Handle<X509_REQ, &X509_REQ_free>;

void free_extensions(STACK_OF(X509_EXTENSION) * extensions) noexcept {
    sk_X509_EXTENSION_pop_free(extensions, &X509_EXTENSION_free);
}

using Extensions = Handle<STACK_OF(X509_EXTENSION), &free_extensions>;

void set_subject(X509_REQ* request, const std::string& common_name) {
    const ByteView bytes = as_bytes(common_name);
    const Handle<X509_NAME, &X509_NAME_free> name{X509_NAME_new()};
    require(
        name &&
            X509_NAME_add_entry_by_NID(
                name.get(),
                NID_commonName,
                V_ASN1_UTF8STRING,
                bytes.data(),
                static_cast<int>(bytes.size()),
                -1,
                0
            ) == 1 &&
            X509_REQ_set_subject_name(request, name.get()) == 1,
        "setting the subject"
    );
}

void add_names(X509_REQ* request, const std::vector<AlternativeName>& names) {
    if (names.empty()) {
        return;
    }
    // A certificate that is never signed carries them: the extension is the same in both.
    const CertificateHandle carrier{X509_new()};
    require(carrier != nullptr, "making a certificate");
    add_alternative_names(carrier.get(), names);
    const Extensions extensions{sk_X509_EXTENSION_new_null()};
    X509_EXTENSION* extension = X509_EXTENSION_dup(X509_get_ext(carrier.get(), 0));
    require(
        extensions && extension != nullptr &&
            sk_X509_EXTENSION_push(extensions.get(), extension) > 0 &&
            X509_REQ_add_extensions(request, extensions.get()) == 1,
        "adding alternative names"
    );
}

RequestHandle read_der(ByteView der) {
    const std::uint8_t* position = der.data();
    RequestHandle request{d2i_X509_REQ(nullptr, &position, static_cast<long>(der.size()))};
    return position == der.data() + der.size() ? std::move(request) : nullptr;
}

RequestHandle read_either(ByteView bytes) {
    constexpr std::uint8_t der_sequence = 0x30;
    if (!bytes.empty() && bytes.front() == der_sequence) {
        return read_der(bytes);
    }
    const tls::BioHandle in = tls::open_memory(bytes);
    return RequestHandle{PEM_read_bio_X509_REQ(in.get(), nullptr, nullptr, nullptr)};
}

std::vector<AlternativeName> names_in(X509_REQ* request, const std::string& source) {
    const Extensions extensions{X509_REQ_get_extensions(request)};
    const CertificateHandle carrier{X509_new()};
    require(carrier != nullptr, "making a certificate");
    for (int at = 0; at < sk_X509_EXTENSION_num(extensions.get()); ++at) {
        X509_EXTENSION* extension = sk_X509_EXTENSION_value(extensions.get(), at);
        if (OBJ_obj2nid(X509_EXTENSION_get_object(extension)) == NID_subject_alt_name) {
            require(X509_add_ext(carrier.get(), extension, -1) == 1, "reading alternative names");
        }
    }
    const auto texts = tls::alternative_names(carrier.get());
    if (texts.empty() && X509_get_ext_count(carrier.get()) > 0) {
        throw Error{
            ErrorKind::local, cat(in_quotes(source), " has alternative names nobody can read")};
    }
    std::vector<AlternativeName> names;
    for (const std::string& text : texts) {
        if (text.find(':') == std::string::npos) {
            throw Error{
                ErrorKind::usage,
                cat(in_quotes(source), " asks for a kind of alternative name that is not given"),
                "DNS names, addresses, URIs and mail addresses are; --san gives others instead"};
        }
        names.push_back(parse_alternative_name(text));
    }
    return names;
}

RequestFiles files_of(const Store& store, const std::string& name) {
    RequestFiles files{store.request(name), store.request(name)};
    files.key.replace(files.key.size() - 3, 3, "key");
    return files;
}

} // namespace

std::string request_pem(
    const std::string& common_name, const std::vector<AlternativeName>& names, evp_pkey_st* key
) {
    tls::drop_errors();
    const RequestHandle request{X509_REQ_new()};
    require(
        request && X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) == 1, "making a request"
    );
    set_subject(request.get(), common_name);
    require(X509_REQ_set_pubkey(request.get(), key) == 1, "setting the public key");
    add_names(request.get(), names);
    require(X509_REQ_sign(request.get(), key, signature_hash(key)) > 0, "signing the request");
    const tls::BioHandle out = tls::new_secret_memory();
    require(PEM_write_bio_X509_REQ(out.get(), request.get()) == 1, "writing a request");
    return std::string{as_text(tls::content(out.get()))};
}

bool is_request(ByteView bytes) {
    const bool is_named = as_text(bytes).find("CERTIFICATE REQUEST-----") != std::string_view::npos;
    constexpr std::uint8_t der_sequence = 0x30;
    const bool is_der = !bytes.empty() && bytes.front() == der_sequence;
    tls::drop_errors();
    const bool is_one = is_named || (is_der && read_der(bytes) != nullptr);
    tls::drop_errors();
    return is_one;
}

Request read_request(ByteView bytes, const std::string& name) {
    tls::drop_errors();
    const RequestHandle request = read_either(bytes);
    tls::drop_errors();
    if (request == nullptr) {
        throw Error{
            ErrorKind::local,
            cat(in_quotes(name), " is no certificate request"),
            "'mqttx cert csr NAME' makes one"};
    }
    EVP_PKEY* key = X509_REQ_get0_pubkey(request.get());
    if (key == nullptr || X509_REQ_verify(request.get(), key) != 1) {
        tls::drop_errors();
        throw Error{
            ErrorKind::local,
            cat("the request ", in_quotes(name), " is not signed by the key it is for"),
            "whoever sent it need not have the key; make the request again"};
    }
    Request read;
    read.subject = tls::name_text(X509_REQ_get_subject_name(request.get()));
    read.common_name = tls::common_name(X509_REQ_get_subject_name(request.get()));
    read.names = names_in(request.get(), name);
    require(EVP_PKEY_up_ref(key) == 1, "keeping a key");
    read.key = KeyHandle{key};
    return read;
}

RequestFiles make_request(
    const Store& store,
    const std::string& common_name,
    const std::vector<AlternativeName>& names,
    const Keeping& keeping
) {
    require_name(Role::server, common_name);
    if (!keeping.dry_run) {
        finish_requests(store);
    }
    const RequestFiles files = files_of(store, common_name);
    const auto require_free = [&] {
        if (!keeping.replace) {
            store.require_absent({files.request, files.key, {}});
        }
    };
    require_free();
    const KeyHandle key = generate_key(keeping.key_type);
    const Secret key_pem = private_key_pem(key.get(), keeping.key_password);
    const std::string pem = request_pem(common_name, names, key.get());
    if (keeping.dry_run) {
        require_free();
        return files;
    }
    const io::FileLock lock = store.lock();
    constexpr mode_t folder_mode = 0700;
    constexpr mode_t owner_only = 0600;
    io::make_folder(io::folder_of(files.request), folder_mode);
    io::Together both{{files.key, files.request}};
    require_free();
    both.stage(files.key, key_pem.expose(), {.mode = owner_only, .replace = true});
    both.stage(files.request, as_bytes(pem), {.replace = true});
    both.commit();
    return files;
}

void finish_requests(const Store& store) {
    constexpr std::string_view waiting = ".new";
    std::set<std::string> names;
    std::error_code fault;
    for (const auto& file : std::filesystem::directory_iterator{store.request_folder(), fault}) {
        const std::string name = file.path().filename().string();
        if (name.ends_with(".csr.new") || name.ends_with(".key.new")) {
            names.insert(name.substr(0, name.size() - waiting.size() - 4));
        }
    }
    for (const std::string& name : names) {
        const RequestFiles files = files_of(store, name);
        const io::Together finished{{files.key, files.request}};
    }
}

} // namespace mqttx::pki
