// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <regex>
#include <string>
#include <vector>

namespace mqttx::house {

/// Something only certain places may write. A place is a path or the beginning of one.
struct Reserved {
    const char* pattern; ///< searched in each line of code, comments taken off
    std::vector<std::string> places;
    const char* rule;
};

/// A file longer than the rest may be, and why.
struct LongFile {
    std::string path;
    std::size_t lines;
    const char* reason;
};

inline constexpr std::size_t longest_file = 300;
inline constexpr std::size_t longest_test = 400; ///< a list of cases reads from top to bottom

/// The folders of common/ and what each may include beside itself.
inline const std::map<std::string, std::vector<std::string>> floors{
    {"base", {}},
    {"topic", {"base"}},
    {"io", {"base"}},
    {"tls", {"base", "io"}},
    {"keys", {"base", "topic", "io"}},
    {"cose", {"base", "topic", "io", "tls", "keys"}},
    {"pki", {"base", "topic", "io", "tls", "keys"}},
    {"acl", {"base", "topic", "io", "tls", "keys"}},
    {"mqtt", {"base", "topic", "io", "tls", "keys"}},
    {"lab", {"base", "topic", "io", "tls", "keys", "pki", "acl"}},
    {"cli", {"base", "topic", "io", "tls", "keys", "cose", "pki", "acl", "mqtt", "lab"}},
};

inline const std::vector<Reserved> reserved{
    {R"(#include <openssl/)",
     {"common/tls/",
      "common/pki/",
      "common/cose/long_cipher.cpp",
      "common/cose/p256.cpp",
      "apps/mosquitto_mqttx_acl/",
      "tests/"},
     "OpenSSL is known to common/tls, common/pki the cipher for long messages and P-256"},
    {R"(#include <botan/)",
     {"common/base/secret.cpp", "common/cose/", "common/keys/", "tests/"},
     "Botan is known to common/base/secret, common/cose and common/keys"},
    {R"(#include <utf8proc)",
     {"common/base/normal_form.cpp"},
     "utf8proc is known to common/base/normal_form"},
    {R"(#include <expat)", {"common/acl/xml.cpp"}, "expat is known to common/acl/xml.cpp"},
    {R"(#include <(mosquitto|mqtt_protocol)\.h>)",
     {"common/mqtt/library.hpp", "apps/mosquitto_mqttx_acl/", "tests/"},
     "libmosquitto is known to common/mqtt/library.hpp"},
    {R"(#include <mosquitto_)",
     {"apps/mosquitto_mqttx_acl/"},
     "the broker's plugin interface is known to apps/mosquitto_mqttx_acl"},
    {R"(#include <CLI/)", {"common/cli/"}, "CLI11 is known to common/cli"},
    {R"(#include <nlohmann/)", {"common/", "tests/"}, "formats are read in common/"},
    {R"(#include <toml\+\+/)", {"common/io/toml.hpp"}, "toml++ is known to common/io/toml.hpp"},
    {R"(#include "common/io/toml\.hpp")",
     {"common/cli/profile_file.cpp", "tests/unit/acl/toml_test.cpp"}, // a second opinion
     "toml++ reads profiles; permission files have a reader of their own, common/acl/toml.hpp"},
    {R"(#include <doctest/)", {"tests/"}, "doctest is for tests"},
    {R"(#include "tests/)", {"tests/"}, "the program does not know its tests"},
    {R"(\bstd::(cin|cout|cerr|clog)\b|<iostream>)",
     {"tests/"},
     "streams come in as io::Streams; output goes through io::Output or Diagnostics"},
    {R"(\b(printf|fprintf|puts|fputs|putchar|perror)\s*\()",
     {"tests/"},
     "output goes through io::Output or Diagnostics"},
    {R"(\b(exit|_exit|_Exit|quick_exit|abort|terminate)\s*\()",
     {"common/cli/run.cpp", "common/io/child.cpp", "tests/"},
     "only common/cli/run ends the process (and common/io/child one that could not become its "
     "program)"},
    {R"(\b(secure_)?getenv\s*\()",
     {"common/cli/run.cpp", "tests/"},
     "the environment comes in as io::Streams"},
    {R"(\bcatch \(const (mqttx::)?(Error|std::exception)&)",
     {"common/cli/run.cpp",
      "common/cli/live_values.cpp", // completion has nobody to tell
      "common/cli/profile.cpp",
      "apps/mqttx/acl/probe.cpp",
      "apps/mqttx/acl/application.cpp",      // the way back, behind the fault that led to it
      "apps/mosquitto_mqttx_acl/plugin.cpp", // the broker catches nothing
      "apps/mqttx/fault_of.cpp", // a fault that shall not stop the rest, or is an answer
      "tests/"},
     "only common/cli/run catches an Error; what is expected is a value"},
    {R"(#include "\.\.?/|#include "[^/"]+")",
     {},
     "an include names the path from the root of the tree"},
};

inline const std::vector<LongFile> long_files{};

} // namespace mqttx::house
