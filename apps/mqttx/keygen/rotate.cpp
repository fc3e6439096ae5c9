// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/keygen/edit.hpp"
#include "apps/mqttx/keygen/keygen.hpp"
#include "apps/mqttx/keygen/terms.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/keys/key_file.hpp"
#include "common/keys/rotation.hpp"

#include <chrono>
#include <ctime>
#include <memory>
#include <optional>
#include <string>

namespace mqttx::app::keygen {

namespace {

using std::chrono::milliseconds;

/// Beyond this, dates leave the calendar.
constexpr std::chrono::hours longest_wait{24 * 366 * 1000};

struct Options {
    EditedSet set{};
    std::optional<std::string> filter{};
    milliseconds activate_in = std::chrono::hours{24};
    milliseconds grace = std::chrono::hours{24 * 30};
};

std::int64_t in_whole_seconds(milliseconds time) {
    return std::chrono::ceil<std::chrono::seconds>(time).count();
}

keys::Handover handover_of(const Options& options, std::int64_t now) {
    if (options.activate_in > longest_wait || options.grace > longest_wait) {
        throw Error{ErrorKind::usage, "--activate-in and --grace take at most a thousand years"};
    }
    const auto at = now + in_whole_seconds(options.activate_in);
    return {.at = at, .until = at + in_whole_seconds(options.grace)};
}

cli::ExitCode run(const Options& options, cli::Context& context) {
    if (!options.filter) {
        throw Error{
            ErrorKind::usage,
            "rotate needs --topic",
            "--topic FILTER says whose key is to be followed by a new one"};
    }
    check_filter(*options.filter);
    const std::int64_t now = std::time(nullptr);
    const auto handover = handover_of(options, now);
    keys::Rotation rotation;
    const auto change = [&](keys::JwkSet& set) {
        rotation = keys::rotate(set, *options.filter, handover, now, options.set.file);
    };
    keys::update_key_file(
        options.set.file, change, options.set.policy, keys::MissingFile::is_fault
    );
    context.diagnostics.note(
        cat("key ", in_quotes(rotation.new_kid), " seals from ", keys::time_text(handover.at))
    );
    context.diagnostics.note(
        cat("key ",
            in_quotes(rotation.old_kid),
            " seals until then, and opens until ",
            keys::time_text(handover.until))
    );
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_rotate(cli::Declaration& declaration) {
    auto options = std::make_shared<Options>();
    declaration.usage("SET --topic FILTER [--activate-in TIME] [--grace TIME] [options]");
    declaration.about(
        "Makes a new shared key that takes over later: time to bring the file to everybody. The "
        "old key seals until then, and opens until the grace ends, so that devices that were off "
        "are not cut off. The new key has its algorithm, topics, name and policy."
    );
    edited_set(declaration, options->set);
    declaration.text(
        "-t,--topic", options->filter, "FILTER", "follow the key that has this among its topics"
    );
    declaration.duration(
        "--activate-in", options->activate_in, "TIME", "when the new key takes over (1d)"
    );
    declaration.duration(
        "--grace", options->grace, "TIME", "how long after that the old key still opens (30d)"
    );
    cli::output_options(declaration);
    declaration.example(
        "mqttx keygen rotate keyring.jwks --topic 'plant/#' --activate-in 2d",
        "a new key for plant from the day after tomorrow"
    );
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app::keygen
