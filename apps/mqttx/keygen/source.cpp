// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/keygen/source.hpp"

#include "common/cli/command.hpp"
#include "common/cli/declare.hpp"
#include "common/keys/key_change.hpp"
#include "common/keys/key_file.hpp"

namespace mqttx::app::keygen {

void source_options(cli::Declaration& declaration, Source& source) {
    declaration.operand("FILE", source.file, "the keys; - is standard input", cli::ValueKind::file);
    declaration.text("--kid", source.kid, "KID", "only the key of this kid or name");
    declaration.offer("--kid", cli::ValueKind::kid);
}

keys::JwkSet read_source(const Source& source, const cli::Context& context) {
    auto set = keys::read_key_file(source.file, source.policy, context.streams.in);
    if (source.kid) {
        keep_only(set, *source.kid, source.file);
    }
    return set;
}

} // namespace mqttx::app::keygen
