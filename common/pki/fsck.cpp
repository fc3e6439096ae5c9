// SPDX-License-Identifier: Apache-2.0
#include "common/pki/fsck.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/private_file.hpp"
#include "common/io/staged_file.hpp"
#include "common/pki/chain.hpp"
#include "common/pki/digest.hpp"
#include "common/pki/inventory.hpp"
#include "common/pki/key.hpp"
#include "common/pki/request.hpp"
#include "common/pki/step.hpp"
#include "common/pki/strangers.hpp"
#include "common/tls/pem.hpp"
#include "common/tls/words.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <unordered_set>

namespace mqttx::pki {

namespace {

class Check {
  public:
    explicit Check(const Store& store) : store_{store} {}

    Checkup run() {
        check_journal();
        for (const Entry& entry : inventory_.certificates) {
            require_new_serial(entry.record);
            if (!entry.is_superseded) {
                check_identity(entry);
            }
        }
        check_lists();
        find_strangers(store_, expected_, checkup_.found);
        return std::move(checkup_);
    }

  private:
    void found(std::string path, std::string what, std::string hint = {}) {
        checkup_.found.push_back({std::move(path), std::move(what), std::move(hint)});
    }

    void check_journal() {
        const Journal journal = store_.journal();
        if (!io::exists(journal.path()) && has_certificates(store_)) {
            found(journal.path(), "is missing: nobody knows what was issued");
        }
        JournalContent content = journal.read();
        for (const Damage& damage : content.damages) {
            found(
                cat(journal.path(), ':', damage.line),
                damage.what,
                "restore the file from a copy; what was issued stays valid"
            );
        }
        if (content.is_torn) {
            found(
                journal.path(),
                "ends in a line that an interrupted command began",
                "nothing is lost: the next command cuts it off"
            );
        }
        inventory_ = inventory_of(std::move(content.events));
    }

    void require_new_serial(const Record& record) {
        if (!serials_.insert(cat(record.issuer_key_id, ':', record.serial)).second) {
            found(
                store_.journal().path(),
                cat("has the serial number ", record.serial, " twice"),
                "make the later certificate anew with --force"
            );
        }
    }

    void check_identity(const Entry& entry) {
        const Record& record = entry.record;
        if (record.sha256.empty()) {
            return; // taken over by its serial number alone: it has no files
        }
        ++checkup_.certificates;
        const Files files = store_.files(record.role, record.name);
        for (const std::string& path : {files.certificate, files.key, files.chain}) {
            expected_.insert(path);
        }
        const std::string staged = io::staged_path(files.certificate);
        if (io::exists(staged) &&
            fingerprint_in(io::read_file(staged, tls::max_pem_size)) == record.sha256) {
            for (const std::string& path : {files.certificate, files.key, files.chain}) {
                expected_.insert(cat(path, ".new"));
            }
            found(
                staged, "waits for its place: the command that made it was interrupted", repair_hint
            );
            return;
        }
        check_certificate(files.certificate, record);
        if (!files.chain.empty()) {
            check_certificate(files.chain, record);
            check_chain(files.chain, record);
        }
        if (io::exists(files.key) || must_have_key(entry)) {
            check_key(files.key, record);
        }
    }

    /// A root that lets others sign may have its key elsewhere.
    [[nodiscard]] bool must_have_key(const Entry& entry) const {
        return entry.has_key && (entry.record.role != Role::root || store_.intermediates().empty());
    }

    void check_lists() {
        std::string all;
        for (const ListEntry& list : inventory_.lists) {
            all += check_list(list);
        }
        for (const Entry* authority : authorities_of(inventory_)) {
            check_unlisted(authority->record);
        }
        const std::string path = store_.all_lists();
        expected_.insert(path);
        if (!inventory_.lists.empty() && text_in(path) != all) {
            found(path, "is not what the lists of the CAs are together", lists_anew_);
        }
    }

    void check_unlisted(const Record& authority) {
        for (const Revocation& revocation : inventory_.unlisted) {
            if (revocation.issuer_key_id == authority.key_id) {
                found(
                    store_.list({authority.role, authority.name}),
                    cat("is missing, though ", in_quotes(revocation.name), " is revoked"),
                    lists_anew_
                );
                return;
            }
        }
    }

    /// The content of the list, empty where it is not there.
    std::string check_list(const ListEntry& list) {
        const Publication& publication = list.publication;
        const std::string path = store_.list({publication.role, publication.name});
        expected_.insert(path);
        const std::string staged = io::staged_path(path);
        if (io::exists(staged) && sha256_text(as_bytes(text_in(staged))) == publication.sha256) {
            expected_.insert(staged);
            expected_.insert(io::staged_path(store_.all_lists()));
            found(
                staged, "waits for its place: the command that made it was interrupted", repair_hint
            );
            return {};
        }
        std::string text = text_in(path);
        if (text.empty()) {
            found(path, "is missing: a broker that checks lists refuses everybody", lists_anew_);
        } else if (sha256_text(as_bytes(text)) != publication.sha256) {
            found(
                path,
                cat("is not the list that was written last (number ", publication.number, ')'),
                lists_anew_
            );
        } else if (list.is_behind) {
            found(path, "does not name what was revoked since", lists_anew_);
        }
        return text;
    }

    static std::string text_in(const std::string& path) {
        constexpr std::size_t largest = std::size_t{1} << 28U;
        return io::exists(path) ? io::read_text(path, largest) : std::string{};
    }

    void check_certificate(const std::string& path, const Record& record) {
        if (!io::exists(path)) {
            found(
                path,
                cat("is missing: it was issued on ", tls::time_text(record.time)),
                "restore it, or make it anew with --force"
            );
        } else if (fingerprint_in(io::read_file(path, tls::max_pem_size)) != record.sha256) {
            found(
                path,
                cat("is not the certificate that was issued last under this name (serial ",
                    record.serial,
                    ')'),
                "restore it, or make it anew with --force"
            );
        }
    }

    void check_chain(const std::string& path, const Record& record) {
        if (!chains_) {
            chains_.emplace(store_);
        }
        if (io::exists(path) && !chains_->is_present(text_in(path), record.issuer_key_id)) {
            found(path, "lacks the present certificate of a CA above it", repair_hint);
        }
    }

    void check_key(const std::string& path, const Record& record) {
        struct stat status {};

        if (::stat(path.c_str(), &status) != 0) {
            found(path, "is missing: the certificate is of no use without it");
            return;
        }
        if ((status.st_mode & (S_IRWXO | S_IWGRP)) != 0) {
            found(path, "is open to others", cat("chmod 600 ", path));
        }
        if (const auto pin = pin_in(path); pin && *pin != record.pin) {
            found(path, "does not belong to its certificate", "make both anew with --force");
        }
    }

    /// The pin of an unencrypted key; none where it cannot be told.
    static std::optional<std::string> pin_in(const std::string& path) {
        if (::access(path.c_str(), R_OK) != 0) {
            return std::nullopt;
        }
        const Secret pem = io::read_private_file(path, io::PrivatePolicy::lax);
        return key_pin_in(pem.expose());
    }

    static constexpr const char* lists_anew_ = "'mqttx cert crl' writes the lists anew";

    const Store& store_;
    std::optional<Chains> chains_; ///< read when they are needed
    Checkup checkup_;
    Inventory inventory_;
    std::unordered_set<std::string> serials_;
    std::unordered_set<std::string> expected_;
};

} // namespace

Checkup check(const Store& store) {
    if (!io::exists(store.folder())) {
        throw Error{
            ErrorKind::local,
            cat("there is no PKI: ", in_quotes(store.folder()), " does not exist"),
            "name its folder with --dir"};
    }
    return Check{store}.run();
}

void repair(const Store& store) {
    {
        const Step finished{store};
        store.journal().drop_torn();
        finish_requests(store);
        for (const Discrepancy& each : check(store).found) {
            if (each.is_leftover) {
                ::unlink(each.path.c_str());
            }
        }
    }
    refresh_chains(store, inventory_of(store.journal().read().events));
}

} // namespace mqttx::pki
