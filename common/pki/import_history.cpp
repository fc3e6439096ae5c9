// SPDX-License-Identifier: Apache-2.0
#include "common/pki/import_history.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/pki/certificate.hpp"
#include "common/pki/index_file.hpp"
#include "common/pki/revocation_list.hpp"
#include "common/tls/openssl.hpp"
#include "common/tls/pem.hpp"

#include <openssl/x509.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <filesystem>
#include <set>
#include <tuple>

namespace mqttx::pki {

namespace {

constexpr std::size_t largest = std::size_t{1} << 28U;

/// A name that files can have without a second thought.
bool is_plain(std::string_view name) {
    constexpr std::size_t longest = 64;
    return !name.empty() && name.size() <= longest && name.front() != '-' && name.front() != '.' &&
           !name.ends_with(".chain") &&
           std::all_of(name.begin(), name.end(), [](unsigned char each) {
               return std::isalnum(each) != 0 ||
                      std::string_view{" ._@-"}.find(static_cast<char>(each)) !=
                          std::string_view::npos;
           });
}

class Reader {
  public:
    Reader(const Source& source, const Record& root, EVP_PKEY* key, std::time_t now)
        : source_{source}, root_{root}, key_{key}, now_{now}, history_{new History},
          issues_{history_->issues}, notices_{history_->notices} {}

    std::unique_ptr<History> run() {
        for (const std::string& folder : source_.certificates) {
            read_folder(folder);
        }
        read_index();
        read_list();
        name_all();
        history_->next_number = next_number();
        return std::move(history_);
    }

  private:
    void read_folder(const std::string& folder) {
        std::error_code fault;
        std::set<std::string> paths;
        for (const auto& file : std::filesystem::directory_iterator{folder, fault}) {
            const std::string path = file.path().string();
            if (path.ends_with(".crt") || path.ends_with(".pem")) {
                paths.insert(path);
            }
        }
        for (const std::string& path : paths) {
            read_certificate(path);
        }
    }

    void read_certificate(const std::string& path) {
        const auto all = read_certificates(io::read_file(path, tls::max_pem_size), path);
        const x509_st* certificate = all.front().get();
        const CertificateFacts facts = facts_of(certificate);
        if (facts.sha256 == root_.sha256 || issues_.contains(facts.serial)) {
            return;
        }
        if (X509_verify(all.front().get(), key_) != 1) {
            tls::drop_errors();
            notices_.push_back(cat(in_quotes(path), " is not signed by this CA: left out"));
            return;
        }
        const auto& usages = facts.extended_usages;
        const bool is_server =
            std::find(usages.begin(), usages.end(), "serverAuth") != usages.end();
        const Role role = facts.is_ca ? Role::intermediate
                          : is_server ? Role::server
                                      : Role::client;
        Issue issue;
        issue.record = record_of(facts, role, {}, facts.not_before.value_or(now_));
        issue.record.cause = Cause::import;
        issue.record.issuer_key_id = root_.key_id;
        issue.pem = certificate_pem(certificate);
        issues_.emplace(facts.serial, std::move(issue));
    }

    /// Of what has no certificate here, as much is known as the index says.
    Issue& issue_of(const std::string& serial) {
        Issue& issue = issues_[serial];
        if (issue.record.serial.empty()) {
            issue.record.cause = Cause::import;
            issue.record.serial = serial;
            issue.record.issuer_key_id = root_.key_id;
        }
        return issue;
    }

    void revoke(Issue& issue, std::time_t time, Reason reason) {
        Revocation revocation;
        revocation.time = time;
        revocation.serial = issue.record.serial;
        revocation.issuer_key_id = root_.key_id;
        revocation.sha256 = issue.record.sha256;
        revocation.reason = reason;
        issue.revocation = revocation;
    }

    void read_index() {
        if (!source_.index) {
            return;
        }
        const IndexContent index = parse_index(io::read_text(*source_.index, largest));
        if (index.bad_line) {
            throw Error{
                ErrorKind::local,
                cat(*source_.index, ':', *index.bad_line, " is no line of an index"),
                "without it nobody knows what was revoked; restore it from a copy"};
        }
        std::size_t place = 0;
        for (const IndexRow& row : index.rows) {
            Issue& issue = issue_of(row.serial);
            issue.place = ++place;
            if (issue.pem.empty()) {
                issue.record.not_after = row.not_after;
                issue.record.time = std::min(now_, row.not_after);
                issue.record.subject = cat("CN=", row.common_name);
                issue.record.common_name = row.common_name;
            }
            if (row.revoked) {
                revoke(issue, *row.revoked, row.reason);
            }
        }
    }

    void read_list() {
        if (!source_.list) {
            return;
        }
        const auto lists =
            tls::read_revocation_lists(io::read_file(*source_.list, largest), *source_.list);
        if (X509_CRL_verify(lists.front().get(), key_) != 1) {
            tls::drop_errors();
            throw Error{
                ErrorKind::local,
                cat("the list ", in_quotes(*source_.list), " is not signed by this CA")};
        }
        const ListFacts facts = facts_of(lists.front().get());
        for (const ListFacts::Entry& entry : facts.revoked) {
            Issue& issue = issue_of(entry.serial);
            if (!issue.revocation) {
                const auto reason = reason_named(entry.reason);
                revoke(issue, entry.time.value_or(now_), reason.value_or(Reason::unspecified));
            }
        }
        const std::string number = facts.number.value_or("0");
        std::from_chars(number.data(), number.data() + number.size(), number_);
    }

    std::uint64_t next_number() const {
        std::uint64_t next = 0;
        if (source_.list_number) {
            constexpr std::size_t short_file = 4096;
            constexpr int hexadecimal = 16;
            const std::string text = io::read_text(*source_.list_number, short_file);
            std::from_chars(text.data(), text.data() + text.size(), next, hexadecimal);
        }
        return std::max(next, number_ + 1);
    }

    /// The newest of a name has its files, the others are before it in the journal.
    void name_all() {
        for (auto& [serial, issue] : issues_) {
            const std::string name = issue.record.common_name.value_or("");
            issue.record.name = is_plain(name) ? name : cat("serial-", serial);
            if (issue.revocation) {
                issue.revocation->name = issue.record.name;
                issue.revocation->role = issue.record.role;
            }
            history_->order.push_back(&issue);
        }
        std::stable_sort(
            history_->order.begin(),
            history_->order.end(),
            [](const Issue* left, const Issue* right) {
                // What is known by its number alone comes first: it must not take anybody's files.
                const auto rank = [](const Issue* issue) {
                    return std::tuple{!issue->pem.empty(), issue->record.not_before, issue->place};
                };
                return rank(left) < rank(right);
            }
        );
        for (const Issue* issue : history_->order) {
            history_->newest[{issue->record.role, issue->record.name}] = issue;
        }
    }

    const Source& source_;
    const Record& root_;
    EVP_PKEY* key_;
    std::time_t now_;
    std::unique_ptr<History> history_;
    std::map<std::string, Issue>& issues_;
    std::vector<std::string>& notices_;
    std::uint64_t number_ = 0;
};

} // namespace

std::unique_ptr<History>
read_history(const Source& source, const Record& root, evp_pkey_st* key, std::time_t now) {
    return Reader{source, root, key, now}.run();
}

} // namespace mqttx::pki
