// SPDX-License-Identifier: Apache-2.0
#include "common/pki/fsck.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/private_file.hpp"
#include "common/io/staged_file.hpp"
#include "common/pki/inventory.hpp"
#include "common/pki/key.hpp"
#include "common/pki/step.hpp"
#include "common/tls/pem.hpp"
#include "common/tls/words.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <set>
#include <system_error>
#include <unordered_set>

namespace mqttx::pki {

namespace {

class Check {
  public:
    explicit Check(const Store& store) : store_{store} {}

    Checkup run() {
        check_journal();
        for (const Entry& entry : entries_) {
            require_new_serial(entry.record);
            if (!entry.is_superseded) {
                check_identity(entry.record);
            }
        }
        check_strangers();
        return std::move(checkup_);
    }

  private:
    void found(std::string path, std::string what, std::string hint = {}) {
        checkup_.found.push_back({std::move(path), std::move(what), std::move(hint)});
    }

    void check_journal() {
        const Journal journal = store_.journal();
        if (!io::exists(journal.path())) {
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
        entries_ = inventory_of(std::move(content.records));
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

    void check_identity(const Record& record) {
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
            found(staged, "waits for its place: the command that made it was interrupted", repair_);
            return;
        }
        check_certificate(files.certificate, record);
        if (!files.chain.empty()) {
            check_certificate(files.chain, record);
        }
        check_key(files.key, record);
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

    /// Files of our kinds that the journal does not know.
    void check_strangers() {
        for (const std::string& folder : store_.folders()) {
            std::error_code fault;
            std::set<std::string> paths;
            for (const auto& file : std::filesystem::directory_iterator{folder, fault}) {
                paths.insert(file.path().string());
            }
            for (const std::string& path : paths) {
                check_stranger(path);
            }
        }
    }

    void check_stranger(const std::string& path) {
        if (expected_.contains(path)) {
            return;
        }
        if (path.ends_with(".new")) {
            found(path, "is left over from an interrupted command", repair_);
            checkup_.found.back().is_leftover = true;
        } else if (path.ends_with(".crt")) {
            found(
                path, "is not in the journal", "somebody put it there, or the journal is another"
            );
        } else if (path.ends_with(".key")) {
            found(path, "belongs to no certificate in the journal");
        }
    }

    static constexpr const char* repair_ = "'mqttx cert fsck --repair' finishes or removes it";

    const Store& store_;
    Checkup checkup_;
    std::vector<Entry> entries_;
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
    const Step finished{store};
    for (const Discrepancy& each : check(store).found) {
        if (each.is_leftover) {
            ::unlink(each.path.c_str());
        }
    }
}

} // namespace mqttx::pki
