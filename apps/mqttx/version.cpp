// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/commands.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/program.hpp"
#include "common/io/output.hpp"

namespace mqttx::app {

cli::Runner declare_version(cli::Declaration& options) {
    options.usage("");
    return [](cli::Context& context) {
        io::Output out{context.streams.out};
        out.write(cat(cli::program_name, ' ', cli::program_version, '\n'));
        out.flush();
        return cli::ExitCode::ok;
    };
}

} // namespace mqttx::app
