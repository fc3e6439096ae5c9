// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/acl.hpp"
#include "apps/mqttx/acl/changes.hpp"
#include "apps/mqttx/acl/identity.hpp"
#include "apps/mqttx/acl/probe.hpp"
#include "apps/mqttx/acl/reload.hpp"
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
#include <array>
#include <memory>
#include <random>

namespace mqttx::app {

namespace {

struct ApplyOptions {
    std::string file;
    std::optional<std::string> to;
    std::optional<std::string> pid_file;
    bool no_probe = false;
    bool lock_out = false;
    bool connects = false;
    cli::ConnectionOptions connection{};
};

/// A topic nobody has used.
std::string fresh_topic() {
    std::random_device random;
    std::string topic = "mqttx-probe/";
    for (int count = 0; count < 16; ++count) {
        topic += "0123456789abcdef"[random() % 16];
    }
    return topic;
}

/// What would be refused, or not read to its end, goes no further: lint says why.
bool is_taken(const acl::AclFile& file, const std::string& name, cli::Context& context) {
    if (file.refused_line() == nullptr && file.losses.empty()) {
        return true;
    }
    std::vector<LintedFile> report(1);
    report[0] = {name, std::string{file.text}, acl::lint(file)};
    std::erase_if(report[0].findings, [](const acl::Finding& finding) {
        return finding.severity != acl::Severity::error;
    });
    Counts counts{.files = 1};
    counts.shown[0] = report[0].findings.size();
    io::Output out{context.streams.out};
    write_report(
        out, report, counts, ReportFormat::text, context.diagnostics.colors(context.streams.out)
    );
    out.flush();
    return false;
}

class Application {
  public:
    Application(const ApplyOptions& options, const acl::AclFile& file, cli::Context& context)
        : options_{options}, file_{file}, policy_{acl::policy_of(file)}, context_{context},
          process_{*options.pid_file}, live_{*options.to} {}

    cli::ExitCode run(const mqtt::ConnectOptions* connect) {
        connect_ = connect;
        if (connect_ != nullptr) {
            choose_identities();
        }
        show_changes();
        live_.replace(std::string{file_.text});
        process_.reload();
        if (connect_ != nullptr) {
            judge();
        }
        return cli::ExitCode::ok;
    }

  private:
    /// Before anything is changed: as whom the broker can be asked.
    void choose_identities() {
        const auto& user = connect_->username;
        if (user) {
            consider({cat("user ", in_quotes(*user)), user, true});
        }
        consider({"a client without a user name", std::nullopt, false});
        const auto made_up = fresh_topic();
        consider({"a user it does not know", made_up.substr(made_up.find('/') + 1), false});
        if (identities_.empty()) {
            throw Error{
                ErrorKind::usage,
                "there is nobody to probe the broker as: it lets no stranger in, or the file "
                "allows everything to whoever gets in",
                "--username with a password probes as that user; --no-probe goes without"};
        }
    }

    void consider(Identity identity) {
        if (may_publish(policy_, identity, topic_)) {
            context_.diagnostics.note(
                cat(identity.name, " may publish anywhere by the new file: not probed")
            );
            return;
        }
        const auto result = ask(identity);
        if (result.answer == ProbeAnswer::unreachable ||
            (result.answer == ProbeAnswer::not_let_in && identity.with_password)) {
            std::rethrow_exception(result.cause);
        }
        if (result.answer == ProbeAnswer::accepted) {
            context_.diagnostics.note(
                cat("until now the broker lets ", identity.name, " publish to ", in_quotes(topic_))
            );
        }
        if (result.answer != ProbeAnswer::not_let_in) {
            identities_.push_back(std::move(identity));
        }
    }

    ProbeResult ask(const Identity& identity) {
        return probe(*connect_, identity.username, identity.with_password, topic_, context_);
    }

    void show_changes() {
        io::Output out{context_.streams.out};
        out.write(changed_lines(live_.before().value_or(""), file_.text));
        out.flush();
    }

    /// The broker has the new file: it must still deny what the file denies.
    void judge() {
        for (const auto& identity : identities_) {
            const auto result = ask(identity);
            if (result.answer == ProbeAnswer::unreachable) {
                roll_back();
                context_.diagnostics.warning(
                    cat("the broker did not answer after the reload: the former ",
                        in_quotes(live_.path()),
                        " is back")
                );
                std::rethrow_exception(result.cause);
            }
            if (result.answer == ProbeAnswer::accepted) {
                roll_back();
                refuse(identity);
            }
        }
    }

    void roll_back() {
        live_.restore();
        process_.reload();
    }

    [[noreturn]] void refuse(const Identity& identity) {
        const bool closed = ask(identity).answer == ProbeAnswer::refused;
        throw Error{
            ErrorKind::answer,
            cat("after the reload the broker let ",
                identity.name,
                " publish what the file denies: the former file is back, and the broker ",
                closed ? "denies it again" : "is open still"),
            closed ? "see the broker's log; does its acl_file name this file?"
                   : "stop the broker, see its log, and start it anew"};
    }

    const ApplyOptions& options_;
    const acl::AclFile& file_;
    acl::Policy policy_;
    cli::Context& context_;
    BrokerProcess process_;
    LiveFile live_;
    const mqtt::ConnectOptions* connect_ = nullptr;
    std::string topic_ = fresh_topic();
    std::vector<Identity> identities_;
};

void check(const ApplyOptions& options) {
    if (!options.to || !options.pid_file) {
        throw Error{
            ErrorKind::usage,
            options.to ? "there is no pid file" : "there is no file to replace",
            options.to ? "add --pid-file FILE, as pid_file in mosquitto.conf names it"
                       : "add --to PATH, as acl_file in mosquitto.conf names it"};
    }
    if (options.connects == options.no_probe) {
        throw Error{
            ErrorKind::usage,
            options.no_probe ? "--no-probe contradicts the connection options"
                             : "the broker cannot be probed without knowing where it is",
            "give --host or --url, or --no-probe"};
    }
}

void require_some_permission(const acl::AclFile& file, const ApplyOptions& options) {
    const bool allows = std::any_of(file.lines.begin(), file.lines.end(), [](const auto& line) {
        return (line.kind == acl::LineKind::topic || line.kind == acl::LineKind::pattern) &&
               line.access != acl::Access::deny;
    });
    if (!allows && !options.lock_out) {
        throw Error{
            ErrorKind::answer,
            cat(in_quotes(options.file), " allows nothing: every client would be locked out"),
            "--lock-out applies it all the same"};
    }
}

cli::ExitCode run(ApplyOptions& options, cli::Context& context) {
    check(options);
    const auto text = read_permissions(options.file, context.streams.in);
    if (acl::detect_format(text) == acl::Format::dynsec) {
        throw Error{
            ErrorKind::usage,
            "Mosquitto does not read a dynamic security file again while it runs",
            "change it with mosquitto_ctrl dynsec, or restart the broker"};
    }
    const auto file = acl::read_acl_file(text);
    if (!is_taken(file, options.file == "-" ? "<stdin>" : options.file, context)) {
        return cli::ExitCode::answer;
    }
    require_some_permission(file, options);
    if (options.no_probe) {
        return Application{options, file, context}.run(nullptr);
    }
    const auto connect = cli::take_connection(options.connection, context);
    return Application{options, file, context}.run(&connect);
}

} // namespace

cli::Runner declare_acl_apply(cli::Declaration& declare) {
    const auto options = std::make_shared<ApplyOptions>();
    declare.usage("NEW --to PATH --pid-file FILE (connection options | --no-probe)");
    declare.about("Gives a running Mosquitto a new acl_file: checks that the broker takes it, "
                  "shows what changes, replaces the old one in one step, has the broker reload, "
                  "and asks it whether it denies what the file denies. When it does not, the old "
                  "file comes back.");
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
    declare.flag("--no-probe", options->no_probe, "do not ask the broker after the reload");
    declare.flag("--lock-out", options->lock_out, "also apply a file that allows nothing at all");
    cli::connection_options(declare, options->connection);
    cli::output_options(declare, options->connection.debug);
    declare.after_parse([options, &declare](cli::Context&) {
        constexpr std::array names{"host", "port", "url", "username", "cafile", "tls", "profile"};
        options->connects = std::any_of(names.begin(), names.end(), [&](const auto* name) {
            return declare.given(name);
        });
    });
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app
