// SPDX-License-Identifier: Apache-2.0
// Permission files by chance, small enough that their rules meet.
#pragma once

#include "common/base/text.hpp"

#include <array>
#include <random>
#include <string>

namespace mqttx::acl {

inline constexpr std::array some_names{
    "a", "b", "c", "a/b", "b/", "/", "ab", "a+", "#", "$a", "$a/b", "%u", "zz"};

class Chance {
  public:
    explicit Chance(unsigned seed) : engine_{seed} {}

    std::size_t below(std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>{0, bound - 1}(engine_);
    }

    template <typename Values> std::string pick(const Values& values) {
        return std::string{values[below(std::size(values))]};
    }

    std::string filter() {
        constexpr std::array levels{"a", "b", "+", "%u", "%c", "x%u", "%u%c", "", "a", "$a"};
        std::string text;
        const auto count = 1 + below(3);
        for (std::size_t at = 0; at < count; ++at) {
            text += cat(at == 0 ? "" : "/", pick(levels));
        }
        if (below(3) == 0) {
            text += text.empty() ? "#" : "/#";
        }
        return text.empty() ? "a" : text;
    }

    std::string acl_file() {
        constexpr std::array accesses{"read", "write", "readwrite", "deny"};
        std::string text;
        for (auto lines = 1 + below(7); lines > 0; --lines) {
            const auto kind = below(4);
            if (kind == 0) {
                text += cat("user ", some_names[below(4)], '\n');
            } else {
                text += cat(kind == 1 ? "topic " : "pattern ", pick(accesses), ' ', filter(), '\n');
            }
        }
        return text;
    }

    std::string dynsec_entry() {
        constexpr std::array types{
            "publishClientSend", "publishClientReceive", "subscribeLiteral", "subscribePattern"};
        return cat(
            R"({"acltype":")",
            pick(types),
            R"(","topic":")",
            filter(),
            R"(","priority":)",
            below(2),
            R"(,"allow":)",
            below(3) == 0 ? "false" : "true",
            '}'
        );
    }

    std::string dynsec_file() {
        std::string roles;
        for (const auto* role : {"r", "s"}) {
            std::string entries;
            for (auto count = 1 + below(4); count > 0; --count) {
                entries += cat(entries.empty() ? "" : ",", dynsec_entry());
            }
            roles += cat(
                roles.empty() ? "" : ",", R"({"rolename":")", role, R"(","acls":[)", entries, "]}"
            );
        }
        return cat(
            R"({"defaultACLAccess":{"publishClientSend":)",
            below(4) == 0 ? "true" : "false",
            R"(,"publishClientReceive":true,"subscribe":)",
            below(4) == 0 ? "true" : "false",
            R"(},"roles":[)",
            roles,
            R"(],"clients":[{"username":"a","roles":[{"rolename":"r"}]},)",
            R"({"username":"b",)",
            below(3) == 0 ? R"("clientid":"c",)" : "",
            R"("roles":[{"rolename":"s","priority":1},{"rolename":"r"}]}],)",
            R"("groups":[{"groupname":"g","roles":[{"rolename":"s"}],"clients":[{"username":"a"}]}],)",
            R"("anonymousGroup":"g"})"
        );
    }

  private:
    std::mt19937 engine_;
};

} // namespace mqttx::acl
