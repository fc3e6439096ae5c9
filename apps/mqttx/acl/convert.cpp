// SPDX-License-Identifier: Apache-2.0
#include "common/acl/convert.hpp"

#include "apps/mqttx/acl/acl.hpp"
#include "apps/mqttx/acl/change_words.hpp"
#include "apps/mqttx/acl/policy_file.hpp"
#include "apps/mqttx/acl/source.hpp"
#include "common/acl/changes.hpp"
#include "common/acl/diff.hpp"
#include "common/acl/other_broker.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/file.hpp"
#include "common/io/output.hpp"

#include <algorithm>

namespace mqttx::app {

namespace {

struct ConvertOptions {
    std::string file;
    std::optional<acl::Format> to;
    std::optional<std::string> output;
    bool allow_loss = false;
    bool force = false;
    PolicyOptions policy;
};

acl::Converted convert(const acl::Policy& policy, acl::Broker broker, acl::Format to) {
    if (to == acl::Format::native) {
        return acl::to_native(policy, broker);
    }
    if (to == acl::Format::emqx) {
        return acl::native_to_emqx(policy);
    }
    if (to == acl::Format::hivemq) {
        return acl::native_to_hivemq(policy);
    }
    const bool dynsec = to == acl::Format::dynsec;
    if (policy.format == acl::Format::native) {
        return dynsec ? acl::native_to_dynsec(policy) : acl::native_to_acl_file(policy);
    }
    return dynsec ? acl::to_dynsec(policy, broker) : acl::to_acl_file(policy, broker);
}

/// What the written file means, read back as its broker would.
std::vector<acl::Change> changes_after(
    const PolicyFile& file, const acl::Converted& converted, acl::Format to, bool& is_complete
) {
    const auto read = policy_in(converted.text, to);
    const bool native = file.policy.format == acl::Format::native || to == acl::Format::native;
    const auto broker = native ? acl::newest_broker(to) : acl::counterpart(file.broker);
    return acl::difference({file.policy, file.broker}, {read, broker}, &is_complete);
}

std::string change_sentence(const acl::Change& change) {
    return cat(
        subject_words(change),
        change.gained ? ": gained " : ": lost ",
        change_words(change),
        ", for example ",
        change.witness
    );
}

/// Says what is lost, first by its place, then by its effect; how much there is. What odd names
/// lose is worth a note alone.
std::size_t report(
    const PolicyFile& file,
    const acl::Converted& converted,
    const std::vector<acl::Change>& changes,
    cli::Diagnostics& diagnostics
) {
    for (const auto& loss : converted.losses) {
        diagnostics.warning(
            cat(loss.span.empty() ? file.name : file.place(loss.span), ": ", loss.message)
        );
    }
    auto lost = converted.losses.size();
    for (const auto& change : changes) {
        if (!change.gained && acl::is_of_odd_name(change)) {
            diagnostics.note(change_sentence(change));
        } else {
            diagnostics.warning(change_sentence(change));
            ++lost;
        }
    }
    return lost;
}

/// Whether somebody gains whose name is not just one that nobody need have. That EMQX lets in every
/// shared subscription no file of its can change: a loss like others, for --allow-loss.
bool grants_more(const std::vector<acl::Change>& changes, acl::Format to) {
    return std::any_of(changes.begin(), changes.end(), [&](const acl::Change& change) {
        const bool unavoidable = to == acl::Format::emqx && !change.group.empty();
        return change.gained && !unavoidable && !acl::is_of_odd_name(change);
    });
}

void write(const ConvertOptions& options, const std::string& text, cli::Context& context) {
    if (options.output && *options.output != "-") {
        io::write_file(*options.output, as_bytes(text), {.mode = 0644, .replace = options.force});
        return;
    }
    io::Output out{context.streams.out};
    out.write(text);
    out.flush();
}

cli::ExitCode run(const ConvertOptions& options, cli::Context& context) {
    if (!options.to) {
        throw Error{
            ErrorKind::usage,
            "--to is missing",
            "--to mqttx, --to mosquitto, --to dynsec, --to emqx or --to hivemq"};
    }
    const auto file = load_policy(options.file, options.policy, context.streams.in);
    if (file->policy.format == *options.to) {
        throw Error{
            ErrorKind::usage,
            cat(in_quotes(file->name), " is in that format already"),
            "mqttx acl fmt puts its layout right"};
    }
    const auto is_of_another_broker = [](acl::Format format) {
        return format == acl::Format::emqx || format == acl::Format::hivemq;
    };
    if (file->policy.format != acl::Format::native && *options.to != acl::Format::native &&
        (is_of_another_broker(file->policy.format) || is_of_another_broker(*options.to))) {
        throw Error{
            ErrorKind::usage,
            "files of EMQX and HiveMQ are converted from and to the native format alone",
            "--to mqttx first, then the result"};
    }
    const auto converted = convert(file->policy, file->broker, *options.to);
    if (file->policy.asks_more) {
        context.diagnostics.note("compared for clients of which no condition on addresses, zones, "
                                 "listeners, attributes or regular expressions holds");
    }
    bool is_complete = true;
    const auto changes = changes_after(*file, converted, *options.to, is_complete);
    auto lost = report(*file, converted, changes, context.diagnostics);
    if (!is_complete) {
        context.diagnostics.warning("the file has more combinations of subjects than are compared: "
                                    "more may be lost");
        ++lost;
    }
    if (grants_more(changes, *options.to)) {
        throw Error{
            ErrorKind::answer,
            cat(in_quotes(file->name), " would grant more in the other format: nothing is written"),
            "leave out the rules that somebody gains by, or change the names"};
    }
    if (lost > 0 && !options.allow_loss) {
        throw Error{
            ErrorKind::answer,
            cat("not everything in ", in_quotes(file->name), " can be said in the other format"),
            "--allow-loss converts the rest"};
    }
    write(options, converted.text, context);
    if (*options.to == acl::Format::dynsec) {
        context.diagnostics.note("the clients have no passwords yet: mosquitto_ctrl dynsec "
                                 "setClientPassword gives them");
    }
    if (*options.to == acl::Format::hivemq) {
        context.diagnostics.note("the users have no passwords yet: the extension's password "
                                 "generator makes them, and HiveMQ refuses the file before");
    }
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_acl_convert(cli::Declaration& declare) {
    const auto options = std::make_shared<ConvertOptions>();
    declare.usage("FILE --to mqttx|mosquitto|dynsec|emqx|hivemq [options]");
    declare.about("Writes a permission file in another format. The result is read back and "
                  "compared: what it cannot say is printed with its place, and then nothing is "
                  "written and the exit status is 1, unless --allow-loss is given. It never grants "
                  "more, but to names with a / in them or a $ in front, and as shared "
                  "subscriptions in EMQX, and says so. Passwords are not part of it.");
    declare.example("mqttx acl convert acl --to dynsec -o dynsec.json", "for the plugin");
    declare.example("mqttx acl convert acl --to mqttx -o acl.toml", "to our own format");
    declare.example(
        "mqttx acl convert dynsec.json --to mosquitto --allow-loss", "back, as far as it goes"
    );
    declare.operand(
        "FILE", options->file, "permission file; - is standard input", cli::ValueKind::file
    );
    declare.choice(
        "--to",
        options->to,
        {{"mqttx", acl::Format::native},
         {"mosquitto", acl::Format::mosquitto},
         {"dynsec", acl::Format::dynsec},
         {"emqx", acl::Format::emqx},
         {"hivemq", acl::Format::hivemq}},
        "FORMAT",
        "the format to write: mqttx (TOML), mosquitto (acl_file), dynsec (JSON), emqx (acl.conf) "
        "or "
        "hivemq (XML)"
    );
    declare.flag("--allow-loss", options->allow_loss, "write what can be said, and warn");
    declare.file("-o,--output", options->output, "FILE", "write there (standard output)");
    declare.flag("--force", options->force, "replace an existing file");
    policy_options(declare, options->policy);
    cli::output_options(declare);
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app
