// SPDX-License-Identifier: Apache-2.0
#include "common/pki/import.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/private_file.hpp"
#include "common/pki/certificate.hpp"
#include "common/pki/digest.hpp"
#include "common/pki/import_history.hpp"
#include "common/pki/revocation_list.hpp"
#include "common/pki/step.hpp"
#include "common/tls/openssl.hpp"
#include "common/tls/pem.hpp"

#include <openssl/x509v3.h>

namespace mqttx::pki {

namespace {

constexpr mode_t owner_only = 0600;
constexpr mode_t readable = 0644;

class Import {
  public:
    Import(
        const Store& store,
        const Source& source,
        const std::optional<Secret>& password,
        std::time_t now,
        bool dry_run
    )
        : store_{store}, source_{source}, now_{now}, dry_run_{dry_run},
          key_pem_{io::read_private_file(source.key, io::PrivatePolicy::lax)} {
        const Bytes pem = io::read_file(source.certificate, tls::max_pem_size);
        certificate_ = std::move(read_certificates(pem, source.certificate).front());
        key_ = tls::read_private_key(key_pem_.expose(), password, source.key);
        require_pair();
        root_ = record_of(facts_of(certificate_.get()), Role::root, {}, now);
        root_.cause = Cause::import;
        root_.name = root_.common_name.value_or(root_.subject);
        root_.issuer_key_id = root_.key_id;
        root_.is_history_known = source.index.has_value() || source.list.has_value();
    }

    Imported run() {
        history_ = read_history(source_, root_, key_.get(), now_);
        imported_.notices = history_->notices;
        write();
        imported_.authority = root_.subject;
        return std::move(imported_);
    }

  private:
    void require_pair() const {
        if (X509_check_ca(certificate_.get()) == 0) {
            throw Error{
                ErrorKind::local,
                cat(in_quotes(source_.certificate), " is not the certificate of a CA")};
        }
        if (X509_check_private_key(certificate_.get(), key_.get()) != 1) {
            tls::drop_errors();
            throw Error{
                ErrorKind::local,
                cat("the key ",
                    in_quotes(source_.key),
                    " does not belong to ",
                    in_quotes(source_.certificate))};
        }
    }

    void write() {
        std::vector<Event> events;
        for (const Issue* issue : history_->order) {
            events.emplace_back(issue->record);
        }
        events.insert(events.begin(), root_);
        if (!dry_run_) {
            step_.emplace(store_);
            store_.journal().drop_torn(); // an import that was interrupted is none
        }
        if (io::exists(store_.journal().path()) ||
            io::exists(store_.files(Role::root).certificate)) {
            throw Error{
                ErrorKind::local,
                cat("there is a PKI in ", in_quotes(store_.folder()), " already"),
                "name another folder with --dir"};
        }
        stage_files();
        for (const Issue* issue : history_->order) {
            if (issue->revocation) {
                events.emplace_back(*issue->revocation);
            }
        }
        if (root_.is_history_known) {
            events.emplace_back(stage_list());
        }
        if (step_) {
            step_->commit(events);
        }
    }

    void stage(const std::string& path, ByteView content, mode_t mode) {
        if (step_) {
            step_->stage(path, content, mode);
        }
    }

    void stage_files() {
        const Files files = store_.files(Role::root);
        stage(files.key, key_pem_.expose(), owner_only);
        stage(files.certificate, as_bytes(certificate_pem(certificate_.get())), readable);
        for (const auto& [place, issue] : history_->newest) {
            ++imported_.certificates;
            if (issue->pem.empty()) {
                continue;
            }
            const Files its = store_.files(place.first, place.second);
            stage(its.certificate, as_bytes(issue->pem), readable);
            if (!its.chain.empty()) {
                stage(its.chain, as_bytes(issue->pem), readable);
            }
            stage_key(its.key, issue->record);
        }
    }

    void stage_key(const std::string& to, const Record& record) {
        const std::string from = source_.keys ? cat(*source_.keys, '/', record.name, ".key") : "";
        if (from.empty() || !io::exists(from)) {
            return;
        }
        const Secret pem = io::read_private_file(from, io::PrivatePolicy::lax);
        const auto pin = key_pin_in(pem.expose());
        if (pin && *pin != record.pin) {
            imported_.notices.push_back(cat(in_quotes(from), " is of another certificate: left out")
            );
            return;
        }
        stage(to, pem.expose(), owner_only);
        ++imported_.keys;
    }

    Publication stage_list() {
        ListOrder order;
        for (const Issue* issue : history_->order) {
            if (issue->revocation) {
                order.revoked.push_back(*issue->revocation);
            }
        }
        order.number = history_->next_number;
        const std::string pem = revocation_list_pem(order, {certificate_.get(), key_.get()}, now_);
        const std::string path = store_.list({Role::root, root_.name});
        stage(path, as_bytes(pem), readable);
        stage(store_.all_lists(), as_bytes(pem), readable);
        imported_.revoked = order.revoked.size();
        imported_.list_number = order.number;
        constexpr std::time_t day = 86'400;
        return {
            .time = now_,
            .role = Role::root,
            .name = root_.name,
            .issuer_key_id = root_.key_id,
            .number = order.number,
            .entries = order.revoked.size(),
            .next_update = now_ + list_days * day,
            .sha256 = sha256_text(as_bytes(pem))};
    }

    const Store& store_;
    const Source& source_;
    std::time_t now_;
    bool dry_run_;
    std::optional<Step> step_; ///< none in a dry run
    Secret key_pem_;
    CertificateHandle certificate_;
    KeyHandle key_;
    Record root_;
    std::unique_ptr<History> history_;
    Imported imported_;
};

} // namespace

Imported import_authority(
    const Store& store,
    const Source& source,
    const std::optional<Secret>& password,
    std::time_t now,
    bool dry_run
) {
    return Import{store, source, password, now, dry_run}.run();
}

} // namespace mqttx::pki
