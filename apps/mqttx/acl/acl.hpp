// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/command.hpp"

namespace mqttx::app {

// The verbs of `acl`: each declares its options and returns what to run with them.
cli::Runner declare_acl_apply(cli::Declaration& declare);
cli::Runner declare_acl_check(cli::Declaration& declare);
cli::Runner declare_acl_convert(cli::Declaration& declare);
cli::Runner declare_acl_diff(cli::Declaration& declare);
cli::Runner declare_acl_fmt(cli::Declaration& declare);
cli::Runner declare_acl_graph(cli::Declaration& declare);
cli::Runner declare_acl_lint(cli::Declaration& declare);
cli::Runner declare_acl_probe(cli::Declaration& declare);
cli::Runner declare_acl_rule(cli::Declaration& declare);
cli::Runner declare_acl_test(cli::Declaration& declare);
cli::Runner declare_acl_who(cli::Declaration& declare);

} // namespace mqttx::app
