// SPDX-License-Identifier: Apache-2.0
#include "common/acl/native_parts.hpp"
#include "common/base/text.hpp"

#include <unordered_map>

namespace mqttx::acl::native_parts {

namespace {

class Roles {
  public:
    explicit Roles(Values& values) : file_{values.file()}, toml_{values.toml()}, values_{values} {
        for (const auto& role : file_.roles) {
            numbers_.emplace(role.name, static_cast<std::uint32_t>(numbers_.size()));
        }
    }

    void resolve_roles() {
        for (auto& role : file_.roles) {
            for (auto& tests : role.members) {
                resolve(tests);
            }
        }
        for (auto& rule : file_.rules) {
            for (auto& tests : rule.subject) {
                resolve(tests);
            }
        }
    }

  private:
    void resolve(Conjunction& tests) {
        for (auto& test : tests) {
            if (test.key != SubjectKey::role) {
                continue;
            }
            for (std::size_t at = 0; at < test.values.size(); ++at) {
                const auto known = numbers_.find(test.values[at]);
                if (known != numbers_.end()) {
                    test.roles[at] = known->second;
                    continue;
                }
                values_.fail(
                    "A319",
                    toml_[test.roles[at]].span,
                    cat("there is no role ", in_quotes(test.values[at]))
                );
                test.roles[at] = 0;
            }
        }
    }

  public:
    /// Walks from role to role without recursion: a chain of roles may be as long as the file.
    void find_cycles() {
        enum class State : std::uint8_t { unseen, open, done };

        struct Step {
            std::uint32_t role;
            std::vector<std::uint32_t> left;
        };

        std::vector<State> states(file_.roles.size(), State::unseen);
        for (std::uint32_t start = 0; start < file_.roles.size(); ++start) {
            if (states[start] != State::unseen || !file_.faults.empty()) {
                continue;
            }
            std::vector<Step> path{{start, roles_in(start)}};
            states[start] = State::open;
            while (!path.empty()) {
                auto& step = path.back();
                if (step.left.empty()) {
                    states[step.role] = State::done;
                    path.pop_back();
                    continue;
                }
                const auto next = step.left.back();
                step.left.pop_back();
                if (states[next] == State::open) {
                    values_.fail(
                        "A323",
                        file_.roles[step.role].span,
                        cat("role ",
                            in_quotes(file_.roles[step.role].name),
                            " has members of role ",
                            in_quotes(file_.roles[next].name),
                            ", which has members of it in turn")
                    );
                } else if (states[next] == State::unseen) {
                    states[next] = State::open;
                    path.push_back({next, roles_in(next)});
                }
            }
        }
    }

  private:
    [[nodiscard]] std::vector<std::uint32_t> roles_in(std::uint32_t role) const {
        std::vector<std::uint32_t> roles;
        for (const auto& tests : file_.roles[role].members) {
            for (const auto& test : tests) {
                roles.insert(roles.end(), test.roles.begin(), test.roles.end());
            }
        }
        return roles;
    }

    NativeFile& file_;
    const TomlDocument& toml_;
    Values& values_;
    std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

} // namespace

void resolve_roles(Values& values) {
    Roles roles{values};
    roles.resolve_roles();
    roles.find_cycles();
}

} // namespace mqttx::acl::native_parts
