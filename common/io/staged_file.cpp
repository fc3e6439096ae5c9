// SPDX-License-Identifier: Apache-2.0
#include "common/io/staged_file.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/new_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace mqttx::io {

std::string staged_path(const std::string& target) {
    return cat(behind_link(target), ".new");
}

void stage_file(const std::string& target, ByteView content, mode_t mode, Sync sync) {
    NewFile file = NewFile::at(staged_path(target), behind_link(target), mode);
    sync == Sync::now ? file.fill(content) : file.write(content);
    file.keep();
}

void publish_staged(const std::string& target) {
    const std::string place = behind_link(target);
    if (::rename(cat(place, ".new").c_str(), place.c_str()) != 0 && errno != ENOENT) {
        throw Error{
            ErrorKind::local,
            cat("cannot write ", in_quotes(target), ": ", system_error_text(errno))};
    }
}

void drop_staged(const std::string& target) noexcept {
    ::unlink(staged_path(target).c_str());
}

} // namespace mqttx::io
