// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/commands.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/option_table.hpp"
#include "common/cli/profile_file.hpp"
#include "common/cli/program.hpp"
#include "common/cose/aead.hpp"
#include "common/io/output.hpp"
#include "common/keys/jwk_set.hpp"
#include "common/mqtt/client.hpp"
#include "common/tls/library.hpp"

namespace mqttx::app {

cli::Runner declare_version(cli::Declaration& options) {
    options.usage("");
    return [](cli::Context& context) {
        io::Output out{context.streams.out};
        out.write(
            cat(cli::program_name,
                ' ',
                cli::program_version,
                "\nlibmosquitto ",
                mqtt::Client::library_version(),
                "\nOpenSSL ",
                tls::library_version(),
                "\nBotan ",
                cose::library_version(),
                "\nCLI11 ",
                cli::parser_version(),
                "\nnlohmann-json ",
                keys::json_version(),
                "\ntoml++ ",
                cli::toml_version(),
                '\n')
        );
        out.flush();
        return cli::ExitCode::ok;
    };
}

} // namespace mqttx::app
