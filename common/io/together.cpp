// SPDX-License-Identifier: Apache-2.0
#include "common/io/together.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/new_file.hpp"
#include "common/io/staged_file.hpp"

#include <algorithm>

namespace mqttx::io {

namespace {

bool is_waiting(const std::string& path) {
    return exists(staged_path(path));
}

/// The entries of the folders, each once.
void sync_folders(const std::vector<std::string>& paths) {
    std::string last;
    for (const std::string& path : paths) {
        if (const std::string folder = folder_of(path); folder != last) {
            sync_folder_of(path);
            last = folder;
        }
    }
}

void publish(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
        publish_staged(path);
    }
    sync_folders(paths);
}

} // namespace

void require_free(const std::string& path) {
    if (exists(path)) {
        throw Error{
            ErrorKind::local, cat(in_quotes(path), " exists already"), "--force replaces it"};
    }
}

Together::Together(std::vector<std::string> paths)
    : paths_{std::move(paths)}, lock_{folder_of(paths_.front())} {
    if (is_waiting(paths_.front())) {
        drop();
    } else if (std::any_of(paths_.begin(), paths_.end(), is_waiting)) {
        publish(paths_);
    }
}

Together::~Together() {
    if (!is_decided_) {
        drop();
    }
}

void Together::stage(const std::string& path, ByteView content, WriteOptions options) {
    if (!options.replace) {
        require_free(path);
    }
    stage_file(path, content, options.mode);
}

void Together::commit() {
    sync_folders(paths_);
    publish_staged(paths_.front());
    is_decided_ = true;
    publish(paths_);
}

/// The first goes last: as long as it waits, the others do not look decided.
void Together::drop() noexcept {
    for (auto path = paths_.rbegin(); path != paths_.rend(); ++path) {
        drop_staged(*path);
    }
}

} // namespace mqttx::io
