// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/lab/configuration.hpp"

#include <string>

namespace mqttx::lab {

/// The folder of a lab (mode 0700); removed when it goes, unless it is to be kept.
class Folder {
  public:
    /// A new folder below `parent`. Throws Error(local).
    static Folder temporary(const std::string& parent);
    /// A folder of this name, made when missing, kept. Throws Error(local) when something is in it,
    /// Error(usage) for a name that a configuration file cannot carry.
    static Folder named(const std::string& path);

    Folder(Folder&& other) noexcept;
    Folder& operator=(Folder&&) = delete;
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder();

    /// Absolute.
    [[nodiscard]] const std::string& path() const noexcept { return path_; }

    void keep() noexcept { is_kept_ = true; }

  private:
    Folder(std::string path, bool is_kept) : path_{std::move(path)}, is_kept_{is_kept} {}

    std::string path_;
    bool is_kept_;
};

/// Makes what does not depend on the ports: CA, certificates, passwords, permissions, keyring.
/// Throws Error(local).
void write_identities(const Layout& layout);

/// Writes the broker's configuration and the profiles. Throws Error(local).
void write_settings(const Layout& layout);

} // namespace mqttx::lab
