// SPDX-License-Identifier: Apache-2.0
#include "common/keys/credential_file.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/base/utf8.hpp"
#include "common/io/file.hpp"
#include "common/io/new_file.hpp"

#include <sys/stat.h>

#include <algorithm>

namespace mqttx::keys {

namespace {

constexpr std::size_t largest_file = 64UL * 1024 * 1024;

/// The content of a file, or nothing of one that is not there.
Secret content_of(const std::string& path) {
    if (!io::exists(path)) {
        return {};
    }
    auto bytes = io::read_file(path, largest_file);
    Secret content{bytes};
    wipe(bytes);
    return content;
}

mode_t mode_of(const std::string& path) {
    struct stat status {};

    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0600U;
}

bool is_line_of(std::string_view line, std::string_view name) {
    return line.size() > name.size() && line.starts_with(name) && line[name.size()] == ':';
}

} // namespace

bool is_credential_name(std::string_view name) noexcept {
    const auto is_forbidden = [](char character) {
        const auto byte = static_cast<unsigned char>(character);
        return byte == ':' || byte < 0x20 || byte == 0x7f;
    };
    return !name.empty() && is_mqtt_string(name) && std::ranges::none_of(name, is_forbidden) &&
           name.front() != '#' && name.front() != ' ' && name.back() != ' ';
}

Secret with_credential(std::string_view text, std::string_view name, const Secret& line) {
    Secret changed{text.size() + line.size() + 2};
    std::size_t size = 0;
    const auto add = [&](std::string_view part) {
        std::ranges::copy(
            as_bytes(part), changed.expose_for_writing().begin() + static_cast<std::ptrdiff_t>(size)
        );
        size += part.size();
    };
    bool is_written = line.empty();
    const auto write = [&] {
        if (!is_written) {
            add(line.expose_text());
            add("\n");
            is_written = true;
        }
    };
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
        const auto present = text.substr(0, end);
        text.remove_prefix(end);
        if (is_line_of(present, name)) {
            write();
            continue;
        }
        add(present);
        if (!present.ends_with('\n')) {
            add("\n");
        }
    }
    write();
    changed.shorten(size);
    return changed;
}

void update_credential_file(const std::string& path, std::string_view name, const Secret& line) {
    const io::FileLock lock{io::folder_of(path)};
    const bool is_there = io::exists(path);
    const Secret before = content_of(path);
    const Secret after = with_credential(before.expose_text(), name, line);
    if (line.empty() && after.equals(before)) {
        throw Error{
            ErrorKind::local, cat("no ", in_quotes(name), " in ", in_quotes(path), " to delete")};
    }
    io::write_file(path, after.expose(), {.mode = mode_of(path), .replace = is_there});
}

} // namespace mqttx::keys
