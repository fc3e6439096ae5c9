// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/keygen/destination.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/command.hpp"
#include "common/cli/declare.hpp"
#include "common/io/file.hpp"
#include "common/io/output.hpp"
#include "common/keys/key_change.hpp"
#include "common/keys/key_file.hpp"

#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

namespace mqttx::app::keygen {

namespace {

/// "key 'kid' for 'plant/#'"; what a key pair is for is seldom said.
std::string describe(const keys::Key& key) {
    const std::string_view what = key.type == keys::KeyType::symmetric ? "key "
                                  : key.secret.empty()                 ? "public key "
                                                                       : "key pair ";
    if (key.topics.empty() && key.type != keys::KeyType::symmetric) {
        return cat(what, in_quotes(key.kid));
    }
    std::string text = cat(what, in_quotes(key.kid), " for ");
    for (const auto& filter : key.topics) {
        text += cat(&filter == &key.topics.front() ? "" : ", ", in_quotes(filter));
    }
    return key.topics.empty() ? text + "every topic" : text;
}

} // namespace

void destination_options(cli::Declaration& declaration, Destination& destination) {
    declaration.file(
        "-o,--output",
        destination.file,
        "FILE",
        "add the key to this JWK Set, or make the file; - prints it"
    );
    declaration.flag("--force", destination.force, "replace FILE, whatever is in it");
    declaration.flag(
        "--insecure-key-permissions",
        [&] { destination.policy = io::PrivatePolicy::lax; },
        "add to a file even when others can read it"
    );
}

void require_destination(const Destination& destination, const cli::Context& context) {
    if (!destination.file && io::is_terminal(context.streams.out)) {
        throw Error{
            ErrorKind::usage,
            "a secret key is not printed on a terminal",
            "-o FILE puts it into a file, -o - prints it all the same"};
    }
}

void store(keys::JwkSet set, const Destination& destination, cli::Context& context) {
    if (!destination.file || destination.file == "-") {
        io::Output out{context.streams.out};
        out.write(keys::write_jwk_set(set).expose());
        out.flush();
        return;
    }
    const std::string& file = *destination.file;
    std::error_code ignored;
    const bool is_special = io::exists(file) && !std::filesystem::is_regular_file(file, ignored);
    std::vector<std::string> made;
    for (const auto& key : set.keys) {
        made.push_back(describe(key));
    }
    if (destination.force || is_special) {
        const auto content = keys::write_jwk_set(set);
        io::write_file(
            file, content.expose(), {.mode = keys::mode_for(set), .replace = destination.force}
        );
    } else {
        const auto add = [&](keys::JwkSet& present) {
            for (auto& key : set.keys) {
                keys::add_key(present, std::move(key));
            }
        };
        keys::update_key_file(file, add, destination.policy);
    }
    for (const auto& key : made) {
        context.diagnostics.note(cat("wrote ", key, " to ", in_quotes(file)));
    }
}

void store(keys::Key key, const Destination& destination, cli::Context& context) {
    keys::JwkSet set;
    set.keys.push_back(std::move(key));
    store(std::move(set), destination, context);
}

} // namespace mqttx::app::keygen
