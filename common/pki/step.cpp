// SPDX-License-Identifier: Apache-2.0
#include "common/pki/step.hpp"

#include "common/io/new_file.hpp"
#include "common/io/staged_file.hpp"
#include "common/pki/journal.hpp"
#include "common/tls/pem.hpp"

#include <set>

namespace mqttx::pki {

namespace {

/// Whether the record's certificate waits to be published; of another one with the same name
/// nothing is known to the journal.
bool is_waiting(const Files& files, const Record& record) {
    const std::string path = io::staged_path(files.certificate);
    return io::exists(path) &&
           fingerprint_in(io::read_file(path, tls::max_pem_size)) == record.sha256;
}

/// The certificate comes last: while it waits, the change is not finished.
std::vector<std::string> in_order(const Files& files) {
    std::vector<std::string> paths{files.key};
    if (!files.chain.empty()) {
        paths.push_back(files.chain);
    }
    paths.push_back(files.certificate);
    return paths;
}

void finish(const Store& store, const Record& record) {
    const Files files = store.files(record.role, record.name);
    const bool is_made = is_waiting(files, record);
    for (const std::string& path : in_order(files)) {
        is_made ? io::publish_staged(path) : io::drop_staged(path);
    }
    if (is_made) {
        io::sync_folder_of(files.certificate);
    }
}

void sync_folders_of(const std::vector<std::string>& paths) {
    std::set<std::string> folders;
    for (const std::string& path : paths) {
        if (folders.insert(path.substr(0, path.rfind('/'))).second) {
            io::sync_folder_of(path);
        }
    }
}

} // namespace

Step::Step(const Store& store) : store_{store}, lock_{store.lock()} {
    for (const Record& record : store.journal().last_step()) {
        finish(store, record);
    }
}

Step::~Step() {
    for (const std::string& path : staged_) {
        io::drop_staged(path);
    }
}

void Step::stage(const std::string& path, ByteView content, mode_t mode) {
    io::stage_file(path, content, mode);
    staged_.push_back(path);
}

void Step::commit(std::span<const Record> records) {
    sync_folders_of(staged_);
    store_.journal().append(records);
    const std::vector<std::string> paths = std::move(staged_);
    staged_.clear(); // decided: from here on it can only be finished
    for (const Record& record : records) {
        for (const std::string& path : in_order(store_.files(record.role, record.name))) {
            io::publish_staged(path);
        }
    }
    sync_folders_of(paths);
}

void finish_interrupted(const Store& store) {
    for (const Record& record : store.journal().last_step()) {
        if (is_waiting(store.files(record.role, record.name), record)) {
            const Step finished{store};
            return;
        }
    }
}

} // namespace mqttx::pki
