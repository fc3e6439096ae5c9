// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/command.hpp"

/// The verbs of `cert`: a test PKI in a folder of files.
namespace mqttx::app::cert {

cli::Runner declare_ca(cli::Declaration& options);
cli::Runner declare_intermediate(cli::Declaration& options);
cli::Runner declare_csr(cli::Declaration& options);
cli::Runner declare_sign(cli::Declaration& options);
cli::Runner declare_server(cli::Declaration& options);
cli::Runner declare_client(cli::Declaration& options);
cli::Runner declare_renew(cli::Declaration& options);
cli::Runner declare_rekey(cli::Declaration& options);
cli::Runner declare_revoke(cli::Declaration& options);
cli::Runner declare_crl(cli::Declaration& options);
cli::Runner declare_list(cli::Declaration& options);
cli::Runner declare_verify(cli::Declaration& options);
cli::Runner declare_lint(cli::Declaration& options);
cli::Runner declare_rule(cli::Declaration& options);
cli::Runner declare_whoami(cli::Declaration& options);
cli::Runner declare_export(cli::Declaration& options);
cli::Runner declare_broker_config(cli::Declaration& options);
cli::Runner declare_zoo(cli::Declaration& options);
cli::Runner declare_import(cli::Declaration& options);
cli::Runner declare_fsck(cli::Declaration& options);
cli::Runner declare_show(cli::Declaration& options);

} // namespace mqttx::app::cert
