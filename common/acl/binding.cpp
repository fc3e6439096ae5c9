// SPDX-License-Identifier: Apache-2.0
#include "common/acl/binding.hpp"

#include <algorithm>

namespace mqttx::acl {

namespace {

class Solver {
  public:
    /// Matches what is left of both, `begins_level`: at the front of a level of the filter.
    void solve(std::string_view filter, std::string_view topic, bool begins_level) {
        for (; !filter.empty(); filter.remove_prefix(1)) {
            if ((begins_level && filter == "#") || (filter == "/#" && topic.empty())) {
                found_.push_back(bound_);
                return;
            }
            if (filter.starts_with("%u")) {
                bind(bound_.user, filter.substr(2), topic);
                return;
            }
            if (filter.starts_with("%c")) {
                bind(bound_.id, filter.substr(2), topic);
                return;
            }
            if (begins_level && filter.front() == '+') {
                topic.remove_prefix(std::min(topic.find('/'), topic.size()));
            } else if (topic.starts_with(filter.front())) {
                topic.remove_prefix(1);
            } else {
                return;
            }
            begins_level = filter.front() == '/';
        }
        if (topic.empty()) {
            found_.push_back(bound_);
        }
    }

    std::vector<Binding> found() && {
        std::vector<Binding> distinct;
        for (const auto& binding : found_) {
            if (distinct.empty() || binding != distinct.back()) {
                distinct.push_back(binding);
            }
        }
        return distinct;
    }

  private:
    void bind(
        std::optional<std::string_view>& variable, std::string_view filter, std::string_view topic
    ) {
        if (variable) {
            if (topic.starts_with(*variable)) {
                solve(filter, topic.substr(variable->size()), false);
            }
            return;
        }
        for (std::size_t size = 1; size <= topic.size(); ++size) {
            variable = topic.substr(0, size);
            solve(filter, topic.substr(size), false);
        }
        variable.reset();
    }

    Binding bound_;
    std::vector<Binding> found_;
};

} // namespace

std::vector<Binding> bindings(std::string_view filter, std::string_view topic) {
    Solver solver;
    solver.solve(filter, topic, true);
    return std::move(solver).found();
}

} // namespace mqttx::acl
