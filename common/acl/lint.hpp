// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/acl_file.hpp"
#include "common/acl/beside.hpp"
#include "common/acl/dynsec.hpp"
#include "common/acl/emqx_file.hpp"
#include "common/acl/finding.hpp"
#include "common/acl/hivemq_file.hpp"
#include "common/acl/native_file.hpp"
#include "common/acl/policy.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mqttx::acl {

/// Which findings are asked for. Ids may be the beginnings of several.
struct Wanted {
    Severity mildest = Severity::info;
    std::vector<std::string> select{}; ///< empty: all
    std::vector<std::string> ignore{};

    [[nodiscard]] bool is_selected(std::string_view id) const noexcept;
};

/// A finding that was not asked for.
struct UnwantedFinding {
    std::string_view id;
    std::uint32_t begin;
    bool too_mild; ///< but for its severity it is
};

/// Findings in the order of the file.
struct Linted {
    std::vector<Finding> findings;
    std::size_t hidden = 0;                  ///< how many more are too mild
    std::vector<UnwantedFinding> unwanted{}; ///< a suppression may be meant for them
};

/// What Mosquitto refuses or misreads in a file, and what does not go with the files beside it.
/// Time and memory grow with the file's size.
Linted lint(const AclFile& file, const Wanted& wanted, const Beside& beside = {});

/// What is wrong with a dynamic security configuration.
Linted lint(const DynsecFile& file, const Wanted& wanted, const Beside& beside = {});

/// What is wrong with a native file; with a fault in it nothing else is looked at.
Linted lint(const NativeFile& file, const Wanted& wanted, const Beside& beside = {});

/// What EMQX or HiveMQ refuses, or takes otherwise than it is meant.
Linted lint(const EmqxFile& file, const Wanted& wanted);
Linted lint(const HivemqFile& file, const Wanted& wanted);

/// What is wrong in the files beside a policy.
Linted lint(const PasswordFile& passwords, const Policy& policy, const Wanted& wanted);
Linted lint(const MosquittoConf& conf, const Policy& policy, const Wanted& wanted);

/// All of it.
std::vector<Finding> lint(const AclFile& file);

} // namespace mqttx::acl
