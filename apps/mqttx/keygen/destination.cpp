// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/keygen/destination.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/command.hpp"
#include "common/cli/declare.hpp"
#include "common/io/file.hpp"
#include "common/io/output.hpp"
#include "common/keys/key_file.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

namespace mqttx::app::keygen {

namespace {

Secret set_of_one(keys::Key key) {
    keys::JwkSet set;
    set.keys.push_back(std::move(key));
    return keys::write_jwk_set(set);
}

/// "key 'kid' for 'plant/#'".
std::string describe(const keys::Key& key) {
    std::string text = cat("key ", in_quotes(key.kid), " for ");
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

void store(keys::Key key, const Destination& destination, cli::Context& context) {
    if (!destination.file || destination.file == "-") {
        io::Output out{context.streams.out};
        out.write(set_of_one(std::move(key)).expose());
        out.flush();
        return;
    }
    const std::string& file = *destination.file;
    std::error_code ignored;
    const bool is_special = io::exists(file) && !std::filesystem::is_regular_file(file, ignored);
    const auto made = describe(key);
    if (destination.force || is_special) {
        const auto content = set_of_one(std::move(key));
        io::write_file(file, content.expose(), {.mode = 0600, .replace = destination.force});
    } else {
        const auto append = [&](keys::JwkSet& set) { keys::append_key(set, std::move(key)); };
        keys::update_key_file(file, append, destination.policy);
    }
    context.diagnostics.note(cat("wrote ", made, " to ", in_quotes(file)));
}

} // namespace mqttx::app::keygen
