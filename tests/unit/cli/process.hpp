// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/command.hpp"
#include "common/io/file.hpp"
#include "common/io/streams.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <map>
#include <string>
#include <vector>

namespace mqttx::cli {

/// What a process has, in memory: descriptors to write to and read back, an environment.
struct Process {
    io::Descriptor out{::memfd_create("out", MFD_CLOEXEC)};
    io::Descriptor err{::memfd_create("err", MFD_CLOEXEC)};
    std::map<std::string, std::string, std::less<>> variables{};
    std::vector<std::string> concealed{};
    io::Streams streams{
        .in = -1,
        .out = out.number(),
        .err = err.number(),
        .environment = [this](std::string_view name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            return found != variables.end() ? std::optional{found->second} : std::nullopt;
        },
        .conceal = [this](std::string_view secret) { concealed.emplace_back(secret); }};
    Diagnostics diagnostics{err.number()};
    Context context{streams, diagnostics};

    [[nodiscard]] std::string printed() const { return content(out); }

    [[nodiscard]] std::string said() const { return content(err); }

  private:
    static std::string content(const io::Descriptor& file) {
        ::lseek(file.number(), 0, SEEK_SET);
        const auto bytes = io::read_all(file.number(), "memory", 1 << 20);
        return std::string{as_text(bytes)};
    }
};

} // namespace mqttx::cli
