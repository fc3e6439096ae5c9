// SPDX-License-Identifier: Apache-2.0
#include "common/pki/step.hpp"

#include "common/base/text.hpp"
#include "common/io/new_file.hpp"
#include "common/io/staged_file.hpp"
#include "common/pki/digest.hpp"
#include "common/pki/journal.hpp"
#include "common/tls/pem.hpp"

#include <unordered_set>

namespace mqttx::pki {

namespace {

/// The files an event names, and how the one that is published last is known: while it waits, the
/// change is not finished.
struct Places {
    std::vector<std::string> paths;
    bool is_list = false;
};

Places places_of(const Store& store, const Record& record) {
    const Files files = store.files(record.role, record.name);
    Places places{{files.key}};
    if (!files.chain.empty()) {
        places.paths.push_back(files.chain);
    }
    places.paths.push_back(files.certificate);
    return places;
}

Places places_of(const Store&, const Revocation&) {
    return {};
}

Places places_of(const Store& store, const Publication& publication) {
    return {{store.all_lists(), store.list({publication.role, publication.name})}, true};
}

Places places_of(const Store& store, const Event& event) {
    return std::visit([&](const auto& each) { return places_of(store, each); }, event);
}

const std::string& fingerprint_of(const Event& event) {
    return std::visit([](const auto& each) -> const std::string& { return each.sha256; }, event);
}

/// Whether what the event made waits to be published; of another file with the same name nothing
/// is known to the journal.
bool is_waiting(const Places& places, const Event& event) {
    if (places.paths.empty()) {
        return false;
    }
    const std::string path = io::staged_path(places.paths.back());
    if (!io::exists(path)) {
        return false;
    }
    constexpr std::size_t largest_list = std::size_t{1} << 28U;
    const Bytes content = io::read_file(path, places.is_list ? largest_list : tls::max_pem_size);
    return (places.is_list ? sha256_text(content) : fingerprint_in(content)) ==
           fingerprint_of(event);
}

/// What of the step waits takes its place; what does not is of another step, which was not decided.
/// First the one, then the other: two events may be of one place, the later with the files.
void finish(const Store& store, const std::vector<Event>& step) {
    for (const Event& event : step) {
        if (const Places places = places_of(store, event); is_waiting(places, event)) {
            for (const std::string& path : places.paths) {
                io::publish_staged(path);
            }
            io::sync_folder_of(places.paths.back());
        }
    }
    for (const Event& event : step) {
        for (const std::string& path : places_of(store, event).paths) {
            io::drop_staged(path);
        }
    }
}

/// Entries below: a folder's own name is an entry of the one above it.
void sync_folders(const std::set<std::string>& folders, const Store& store) {
    for (const std::string& folder : folders) {
        io::sync_folder_of(cat(folder, "/."));
    }
    io::sync_folder_of(store.journal().path());
}

} // namespace

Step::Step(const Store& store, io::Sync sync) : store_{store}, lock_{store.lock()}, sync_{sync} {
    finish(store, store.journal().last_step());
}

Step::~Step() {
    for (const std::string& path : staged_) {
        io::drop_staged(path);
    }
}

void Step::stage(const std::string& path, ByteView content, mode_t mode) {
    constexpr mode_t owner_only = 0700;
    {
        const std::lock_guard guard{mutex_};
        if (folders_.insert(io::folder_of(path)).second) {
            io::make_folder(io::folder_of(path), owner_only);
        }
        staged_.push_back(path);
    }
    io::stage_file(path, content, mode, sync_);
}

void Step::commit(std::span<const Event> events) {
    if (sync_ == io::Sync::later) {
        io::sync_file_system_of(store_.journal().path());
    } else {
        sync_folders(folders_, store_);
    }
    store_.journal().append(events);
    const std::vector<std::string> staged = std::move(staged_);
    staged_.clear(); // decided: from here on it can only be finished
    std::unordered_set<std::string> published;
    for (const Event& event : events) {
        Places places = places_of(store_, event);
        for (std::string& path : places.paths) {
            io::publish_staged(path);
            published.insert(std::move(path));
        }
    }
    for (const std::string& path : staged) {
        if (!published.contains(path)) {
            io::drop_staged(path); // what no event names: of a row that failed half-way
        }
    }
    sync_folders(folders_, store_);
}

void finish_interrupted(const Store& store) {
    for (const Event& event : store.journal().last_step()) {
        if (is_waiting(places_of(store, event), event)) {
            const Step finished{store};
            return;
        }
    }
}

} // namespace mqttx::pki
