// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/acl.hpp"
#include "apps/mqttx/acl/application.hpp"
#include "apps/mqttx/acl/change_words.hpp"
#include "apps/mqttx/acl/policy_file.hpp"
#include "apps/mqttx/acl/report.hpp"
#include "apps/mqttx/acl/source.hpp"
#include "common/acl/acl_file_policy.hpp"
#include "common/acl/layout.hpp"
#include "common/acl/lint.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/connection_options.hpp"
#include "common/cli/output_options.hpp"

#include <algorithm>
#include <memory>
#include <span>

namespace mqttx::app {

namespace {

struct ApplyOptions {
    std::string file;
    std::optional<std::string> to;
    std::optional<std::string> pid_file;
    std::optional<acl::Broker> as;
    bool no_probe = false;
    bool lock_out = false;
    bool connects = false;    ///< the command line says to where
    bool may_connect = false; ///< or a profile does
    cli::ConnectionOptions connection{};
};

/// An acl_file and what it means.
struct Version {
    explicit Version(std::string content)
        : text{std::move(content)}, file{acl::read_acl_file(text)}, policy{acl::policy_of(file)} {}

    Version(const Version&) = delete;
    Version& operator=(const Version&) = delete;

    /// Whether the broker takes it, to its end.
    [[nodiscard]] bool is_taken() const {
        return file.refused_line() == nullptr && file.losses.empty();
    }

    [[nodiscard]] std::vector<acl::Reading> as(const std::vector<acl::Broker>& brokers) const {
        std::vector<acl::Reading> readings;
        for (const auto broker : brokers) {
            readings.push_back({policy, broker});
        }
        return readings;
    }

    std::string text;
    acl::AclFile file;
    acl::Policy policy;
};

/// What the broker would refuse, or not read to its end, or take for something else, goes no
/// further: lint says why.
bool passes_lint(const Version& version, const std::string& name, cli::Context& context) {
    auto linted = acl::lint(version.file, {.mildest = acl::Severity::error});
    if (linted.findings.empty() && version.is_taken()) {
        return true;
    }
    Counts counts{.files = 1};
    counts.shown[0] = linted.findings.size();
    const std::vector<LintedFile> report{{name, version.text, std::move(linted.findings)}};
    io::Output out{context.streams.out};
    write_report(
        out, report, counts, ReportFormat::text, context.diagnostics.colors(context.streams.out)
    );
    out.flush();
    return false;
}

void check(const ApplyOptions& options) {
    if (!options.to || !options.pid_file) {
        throw Error{
            ErrorKind::usage,
            options.to ? "there is no pid file" : "there is no file to replace",
            options.to ? "add --pid-file FILE, as pid_file in mosquitto.conf names it"
                       : "add --to PATH, as acl_file in mosquitto.conf names it"};
    }
    if (options.no_probe ? options.connects : !options.may_connect) {
        throw Error{
            ErrorKind::usage,
            options.no_probe ? "--no-probe contradicts the connection options"
                             : "the broker cannot be probed without knowing where it is",
            "give --host or --url, or --no-probe"};
    }
    const auto& connect = options.connection.connect;
    if (!options.no_probe && (!connect.clean_start || connect.session_expiry)) {
        throw Error{
            ErrorKind::usage,
            "a probe keeps no session",
            "leave out --disable-clean-session and --session-expiry-interval"};
    }
    if (connect.protocol != mqtt::Protocol::newest && connect.protocol != mqtt::Protocol::v5) {
        throw Error{
            ErrorKind::usage,
            "only with MQTT 5 does a broker tell that a publish is denied",
            "leave out --protocol-version"};
    }
    if (options.as && !acl::reads(*options.as, acl::Format::mosquitto)) {
        throw Error{
            ErrorKind::usage,
            cat(acl::broker_name(*options.as), " reads no acl_file"),
            "--as mosquitto-2.0 and --as mosquitto-2.1 do"};
    }
}

std::string new_text(const ApplyOptions& options, const cli::Context& context) {
    auto text = read_permissions(options.file, context.streams.in);
    if (acl::detect_format(text) == acl::Format::native) {
        throw Error{
            ErrorKind::usage,
            "acl apply writes an acl_file of Mosquitto, not a native file",
            "the broker plugin keeps its rules when a new file is bad: lint, replace, reload"};
    }
    const auto format = acl::detect_format(text);
    if (format == acl::Format::emqx || format == acl::Format::hivemq) {
        throw Error{
            ErrorKind::usage,
            "acl apply writes an acl_file of Mosquitto, which reads no other broker's file",
            "mqttx acl convert --to mqttx, then --to mosquitto"};
    }
    if (format == acl::Format::dynsec) {
        throw Error{
            ErrorKind::usage,
            "Mosquitto does not read a dynamic security file again while it runs",
            "change it with mosquitto_ctrl dynsec, or restart the broker"};
    }
    return text;
}

void require_no_lock_out(const Application& application, const ApplyOptions& options) {
    if (options.lock_out) {
        return;
    }
    if (const auto who = application.locked_out()) {
        throw Error{
            ErrorKind::answer,
            cat(in_quotes(options.file),
                who->empty() ? std::string{" allows nothing: every client would be locked out"}
                             : cat(" leaves nothing to ", *who, ", who probes: is that meant?")),
            "--lock-out applies it all the same"};
    }
}

/// The former file as far as the broker takes it.
std::unique_ptr<Version> former_version(const LiveFile& live, cli::Context& context) {
    if (!live.before()) {
        context.diagnostics.note(cat("there is no ", in_quotes(live.path()), " yet"));
        return nullptr;
    }
    auto version = std::make_unique<Version>(*live.before());
    if (!version->is_taken()) {
        context.diagnostics.warning(
            cat("the broker does not take the former ",
                in_quotes(live.path()),
                ": it is not compared, and does not come back should the new one fail")
        );
        return nullptr;
    }
    return version;
}

std::string changes_as(const Version& former, const Version& now, acl::Broker broker) {
    auto text = text_of(acl::difference({former.policy, broker}, {now.policy, broker}));
    return text.empty() ? std::string{"nobody gains or loses anything\n"} : text;
}

/// What changes; once where the brokers agree.
void show_changes(
    const Version& former,
    const Version& now,
    const std::vector<acl::Broker>& brokers,
    cli::Context& context
) {
    std::vector<std::string> texts;
    for (const auto broker : brokers) {
        texts.push_back(changes_as(former, now, broker));
    }
    const bool agree = std::equal(texts.begin() + 1, texts.end(), texts.begin());
    io::Output out{context.streams.out};
    for (std::size_t at = 0; at < (agree ? 1 : texts.size()); ++at) {
        out.write(agree ? texts[at] : cat(acl::broker_name(brokers[at]), ":\n", texts[at]));
    }
    out.flush();
}

cli::ExitCode run(ApplyOptions& options, cli::Context& context) {
    check(options);
    const Version now{new_text(options, context)};
    if (!passes_lint(now, options.file == "-" ? "<stdin>" : options.file, context)) {
        return cli::ExitCode::answer;
    }
    const auto brokers = options.as
                             ? std::vector{*options.as}
                             : std::vector{acl::Broker::mosquitto_2_1, acl::Broker::mosquitto_2_0};
    const BrokerProcess process{*options.pid_file};
    const LiveFile live{*options.to};
    const auto former = former_version(live, context);
    Application application{
        process,
        live,
        former ? former->as(brokers) : std::vector<acl::Reading>{},
        now.as(brokers),
        context};
    application.allow(options.connection.connect.patience.acknowledge);
    if (!options.no_probe) {
        auto connect = cli::take_connection(options.connection, context);
        connect.wants_log = options.connection.debug;
        cli::limit_reconnection(connect.patience);
        auto names = names_of(connect, options.connection);
        application.probe_as(std::move(connect), std::move(names));
    }
    require_no_lock_out(application, options);
    application.prepare();
    if (former) {
        show_changes(*former, now, brokers, context);
    }
    application.replace(now.text);
    return cli::ExitCode::ok;
}

/// Whether one of the options was given, or stands in a profile. The patience for the file to be
/// read is needed without a probe, too.
bool is_any_set(
    const cli::Declaration& declare, std::span<const cli::OptionSpec> specs, bool on_command_line
) {
    const auto settings = declare.settings();
    return std::any_of(settings.begin(), settings.end(), [&](const cli::Setting& setting) {
        const auto is_it = [&](const cli::OptionSpec& spec) {
            return spec.names == setting.spec.names && spec.names.front() != "--ack-timeout";
        };
        const auto use =
            std::any_of(setting.uses.begin(), setting.uses.end(), [&](const cli::OptionUse& one) {
                return !on_command_line || one.origin == "command line";
            });
        return use && !setting.is_ignored && std::any_of(specs.begin(), specs.end(), is_it);
    });
}

} // namespace

cli::Runner declare_acl_apply(cli::Declaration& declare) {
    const auto options = std::make_shared<ApplyOptions>();
    declare.usage("NEW --to PATH --pid-file FILE (connection options | --no-probe)");
    declare.about("Gives a running Mosquitto a new acl_file: checks that the broker takes it, says "
                  "who gains and loses what, replaces the former file in one step, has the broker "
                  "reload, sees that it reads the file, and asks it whether it goes by it. When "
                  "anything fails, the former file comes back.");
    declare.example(
        "mqttx acl apply acl.new --to /etc/mosquitto/acl --pid-file /run/mosquitto/mosquitto.pid "
        "-h localhost -u monitor --password-file monitor.pw",
        "change permissions without the risk of an open broker"
    );
    declare.section("Files");
    declare.operand(
        "NEW", options->file, "the new acl_file; - is standard input", cli::ValueKind::file
    );
    declare.file("--to", options->to, "PATH", "the file that the broker reads");
    declare.file("--pid-file", options->pid_file, "FILE", "where the broker's process id is");
    broker_option(
        declare,
        "--as",
        options->as,
        "the broker is a mosquitto-2.0 or mosquitto-2.1 (what both agree on is asked)"
    );
    declare.flag(
        "--no-probe", options->no_probe, "ask the broker nothing: only see that it reads the file"
    );
    declare.flag(
        "--lock-out",
        options->lock_out,
        "also apply a file that allows nothing, to anybody or to the user that probes"
    );
    const auto first = declare.option_specs().size();
    cli::connection_options(declare, options->connection);
    const auto count = declare.option_specs().size() - first;
    declare.after_parse([options, &declare, first, count](cli::Context&) {
        const auto ours = std::span{declare.option_specs()}.subspan(first, count);
        options->connects = is_any_set(declare, ours, true);
        options->may_connect = is_any_set(declare, ours, false);
    });
    cli::output_options(declare, options->connection.debug);
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app
