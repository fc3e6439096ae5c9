// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/keygen/credential.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/command.hpp"
#include "common/cli/declare.hpp"
#include "common/io/output.hpp"
#include "common/keys/credential_file.hpp"

namespace mqttx::app::keygen {

void credential_options(
    cli::Declaration& declaration, Credential& credential, const std::string& what
) {
    declaration.file(
        "--file",
        credential.file,
        "FILE",
        cat("put the line into this ", what, ", in the place of an older one; - prints it")
    );
    declaration.flag("--delete", credential.remove, "take the line out of the file instead");
}

void remove_credential(const Credential& credential, cli::Context& context) {
    if (!credential.file || credential.file == "-") {
        throw Error{
            ErrorKind::usage, "--delete needs --file", "--file FILE says where the line stands"};
    }
    keys::update_credential_file(*credential.file, credential.name, {});
    context.diagnostics.note(
        cat("deleted ", in_quotes(credential.name), " from ", in_quotes(*credential.file))
    );
}

void store_credential(const Credential& credential, const Secret& line, cli::Context& context) {
    if (!credential.file || credential.file == "-") {
        io::Output out{context.streams.out};
        out.write(line.expose());
        out.write("\n");
        out.flush();
        return;
    }
    keys::update_credential_file(*credential.file, credential.name, line);
    context.diagnostics.note(
        cat("wrote ", in_quotes(credential.name), " to ", in_quotes(*credential.file))
    );
}

} // namespace mqttx::app::keygen
