// SPDX-License-Identifier: Apache-2.0
#include "common/tls/pem.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/tls/openssl.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <utility>

namespace mqttx::tls {

namespace {

/// One "-----BEGIN label-----" block, decoded. Its bytes may be a key: they are wiped.
struct Block {
    std::string label;
    std::uint8_t* data = nullptr;
    long size = 0;

    Block(std::string label_, std::uint8_t* data_, long size_)
        : label{std::move(label_)}, data{data_}, size{size_} {}

    Block(Block&& other) noexcept
        : label{std::move(other.label)}, data{std::exchange(other.data, nullptr)},
          size{other.size} {}

    Block(const Block&) = delete;
    Block& operator=(const Block&) = delete;
    Block& operator=(Block&&) = delete;

    ~Block() { OPENSSL_clear_free(data, static_cast<std::size_t>(size)); }
};

/// Whether the reader met the end of the text, and not damage.
bool ended_well() {
    const unsigned long error = ERR_peek_last_error();
    return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

std::vector<Block> read_blocks(ByteView pem, const std::string& name) {
    drop_errors();
    const BioHandle memory = open_memory(pem);
    std::vector<Block> blocks;
    char* label = nullptr;
    char* header = nullptr;
    std::uint8_t* data = nullptr;
    long size = 0;
    while (PEM_read_bio(memory.get(), &label, &header, &data, &size) == 1) {
        const Handle<char, &free_buffer> own_label{label};
        const Handle<char, &free_buffer> own_header{header};
        blocks.emplace_back(label, data, size);
    }
    if (!ended_well()) {
        throw Error{
            ErrorKind::local,
            cat(in_quotes(name),
                " is damaged after ",
                blocks.size(),
                " PEM blocks: ",
                take_error_text())};
    }
    drop_errors();
    return blocks;
}

std::string describe_label(const std::string& label) {
    if (label.ends_with("PRIVATE KEY")) {
        return "a private key";
    }
    if (label.ends_with("PUBLIC KEY")) {
        return "a public key";
    }
    if (label.ends_with("CERTIFICATE REQUEST")) {
        return "a certificate request";
    }
    if (label.ends_with("CERTIFICATE")) {
        return "a certificate";
    }
    return label == "X509 CRL" ? "a revocation list" : cat("a PEM block ", in_quotes(label));
}

/// The file is PEM or not, and holds something else than what was looked for.
Error nothing_found(
    ByteView bytes,
    const std::vector<Block>& blocks,
    const std::string& name,
    std::string_view wanted
) {
    if (!blocks.empty()) {
        return {
            ErrorKind::local,
            cat(in_quotes(name), " holds ", describe_label(blocks.front().label), ", not ", wanted
            )};
    }
    if (bytes.empty()) {
        return {ErrorKind::local, cat(in_quotes(name), " is empty: ", wanted, " was expected")};
    }
    constexpr std::uint8_t der_sequence = 0x30;
    if (bytes.front() == der_sequence && as_text(bytes).find("-----BEGIN") == std::string::npos) {
        return {
            ErrorKind::local,
            cat(in_quotes(name), " is not PEM (it looks like DER)"),
            "convert it: openssl x509 (or pkey) -inform DER -in FILE -out FILE.pem"};
    }
    return {ErrorKind::local, cat(in_quotes(name), " is not PEM: ", wanted, " was expected")};
}

struct PasswordRequest {
    const std::optional<Secret>* password;
    bool asked = false;
};

/// Stands where OpenSSL would otherwise open /dev/tty.
int give_password(char* buffer, int size, int /*writing*/, void* request_pointer) noexcept {
    auto* request = static_cast<PasswordRequest*>(request_pointer);
    request->asked = true;
    const auto& password = *request->password;
    if (!password || password->size() > static_cast<std::size_t>(size)) {
        return -1;
    }
    std::copy_n(password->expose_text().begin(), password->size(), buffer);
    return static_cast<int>(password->size());
}

Error passphrase_refused(const PasswordRequest& request, const std::string& name) {
    if (!*request.password) {
        return {
            ErrorKind::local,
            cat("the private key ", in_quotes(name), " is encrypted"),
            "give its passphrase with --key-password-file, --key-password-fd or "
            "--key-password-env"};
    }
    return {
        ErrorKind::local,
        cat("the passphrase given for the private key ", in_quotes(name), " is wrong")};
}

Error key_refused(ByteView pem, const PasswordRequest& request, const std::string& name) {
    if (request.asked) {
        return passphrase_refused(request, name);
    }
    const std::string reason = take_error_text();
    const std::string_view text = as_text(pem);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && text[first] == '{') {
        return {
            ErrorKind::local,
            cat(in_quotes(name), " is JSON, not a PEM private key"),
            "a payload keyring (JWK Set) is given with --keyring"};
    }
    const std::vector<Block> blocks = read_blocks(pem, name);
    const bool has_key = std::any_of(blocks.begin(), blocks.end(), [](const Block& block) {
        return block.label.ends_with("PRIVATE KEY");
    });
    if (has_key) {
        return {
            ErrorKind::local, cat("the private key ", in_quotes(name), " is damaged: ", reason)};
    }
    return nothing_found(pem, blocks, name, "a private key");
}

} // namespace

std::vector<CertificateHandle> read_certificates(ByteView pem, const std::string& name) {
    const std::vector<Block> blocks = read_blocks(pem, name);
    std::vector<CertificateHandle> certificates;
    for (const Block& block : blocks) {
        if (block.label != PEM_STRING_X509 && block.label != PEM_STRING_X509_OLD) {
            continue;
        }
        const std::uint8_t* position = block.data;
        CertificateHandle certificate{d2i_X509(nullptr, &position, block.size)};
        if (certificate == nullptr || position != block.data + block.size) {
            throw Error{
                ErrorKind::local,
                cat("certificate ",
                    certificates.size() + 1,
                    " in ",
                    in_quotes(name),
                    " is damaged: ",
                    take_error_text())};
        }
        certificates.push_back(std::move(certificate));
    }
    if (certificates.empty()) {
        throw nothing_found(pem, blocks, name, "a certificate");
    }
    return certificates;
}

std::vector<RevocationListHandle> read_revocation_lists(ByteView pem, const std::string& name) {
    const std::vector<Block> blocks = read_blocks(pem, name);
    std::vector<RevocationListHandle> lists;
    for (const Block& block : blocks) {
        if (block.label != PEM_STRING_X509_CRL) {
            continue;
        }
        const std::uint8_t* position = block.data;
        RevocationListHandle list{d2i_X509_CRL(nullptr, &position, block.size)};
        if (list == nullptr) {
            throw Error{
                ErrorKind::local,
                cat("the revocation list in ", in_quotes(name), " is damaged: ", take_error_text()
                )};
        }
        lists.push_back(std::move(list));
    }
    if (lists.empty()) {
        throw nothing_found(pem, blocks, name, "a revocation list");
    }
    return lists;
}

KeyHandle
read_private_key(ByteView pem, const std::optional<Secret>& password, const std::string& name) {
    drop_errors();
    const BioHandle memory = open_memory(pem);
    PasswordRequest request{&password};
    KeyHandle key{PEM_read_bio_PrivateKey(memory.get(), nullptr, &give_password, &request)};
    if (key == nullptr) {
        throw key_refused(pem, request, name);
    }
    drop_errors();
    return key;
}

KeyHandle
read_private_key_der(ByteView der, const std::optional<Secret>& password, const std::string& name) {
    drop_errors();
    const BioHandle memory = open_memory(der);
    KeyHandle key{d2i_PrivateKey_bio(memory.get(), nullptr)};
    if (key == nullptr) { // encrypted, perhaps: then it is an EncryptedPrivateKeyInfo (RFC 5958)
        const BioHandle again = open_memory(der);
        PasswordRequest request{&password};
        key.reset(d2i_PKCS8PrivateKey_bio(again.get(), nullptr, &give_password, &request));
        if (key == nullptr && request.asked) {
            throw passphrase_refused(request, name);
        }
    }
    if (key == nullptr) {
        throw Error{
            ErrorKind::local,
            cat(in_quotes(name), " holds no private key in DER"),
            "a key in PEM (with BEGIN in its first line) needs no --keyform"};
    }
    drop_errors();
    return key;
}

} // namespace mqttx::tls
