// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/decision.hpp"
#include "apps/mqttx/acl/policy_file.hpp"
#include "apps/mqttx/commands.hpp"
#include "apps/mqttx/doctor/attempt.hpp"
#include "apps/mqttx/doctor/entry.hpp"
#include "apps/mqttx/doctor/payload.hpp"
#include "apps/mqttx/doctor/permissions.hpp"
#include "apps/mqttx/doctor/probe.hpp"
#include "apps/mqttx/doctor/report.hpp"
#include "apps/mqttx/doctor/tls.hpp"
#include "apps/mqttx/doctor/transport.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/connection_options.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/keyring_options.hpp"
#include "common/cli/output_options.hpp"
#include "common/cli/program.hpp"
#include "common/io/terminal.hpp"

#include <algorithm>
#include <csignal>
#include <ctime>
#include <memory>

namespace mqttx::app {

namespace {

using namespace doctor;

struct DoctorOptions {
    cli::ConnectionOptions connection{};
    cli::KeyringOptions keyrings{};
    std::optional<std::string> permissions;
    bool json = false;
    bool probe = false;
    bool yes = false; ///< nobody need be asked
};

/// Layers from TLS upwards, at an address that answers.
void examine_peer(
    const mqtt::ConnectOptions& connect, const std::string& address, bool loopback, Report& report
) {
    if (!connect.tls) {
        report.add(judge_plain(loopback, connect));
        report.add(judge_entry(connect, attempt(mqtt::duplicate(connect))));
        return;
    }
    const auto walk = walk_tls(connect, address);
    report.add(walk.findings);
    if (!walk.passed) {
        report.add(judge_client_certificate(connect, walk.certificate_requested, nullptr));
        report.add(entry_untested("no connection can be made with TLS"));
        return;
    }
    const auto seen = attempt(mqtt::duplicate(connect));
    report.add(judge_client_certificate(connect, walk.certificate_requested, &seen));
    report.add(judge_entry(connect, seen));
}

/// Layers from the name upwards; where one fails, those above are not tested. Answers the address
/// that accepts connections, or none.
std::optional<std::string> examine_network(const mqtt::ConnectOptions& connect, Report& report) {
    const auto lookup = look_up(connect);
    report.add(judge_name(connect.host, lookup));
    if (lookup.addresses.empty()) {
        const std::string reason{"the host has no address"};
        report.add(transport_untested(reason));
        report.add(tls_untested(reason));
        report.add(entry_untested(reason));
        return std::nullopt;
    }
    auto tried = reach(connect, lookup.addresses);
    report.add(judge_transport(connect, tried));
    if (!tried.back().dialled.socket.is_open()) {
        const std::string reason{"there is no connection"};
        report.add(tls_untested(reason));
        report.add(entry_untested(reason));
        return std::nullopt;
    }
    tried.back().dialled.socket =
        io::Descriptor{}; // a peer that serves one connection at a time waits for its end
    const bool loopback =
        std::all_of(lookup.addresses.begin(), lookup.addresses.end(), [](const auto& one) {
            return one.loopback;
        });
    examine_peer(connect, tried.back().address, loopback, report);
    return tried.back().address;
}

/// The checks are about names, routes and ports of the broker; behind a socket file or a proxy
/// there are none that we could see.
void refuse_other_ways(const mqtt::ConnectOptions& connect) {
    const auto way = !connect.unix_socket.empty() ? "--unix" : connect.proxy ? "--proxy" : "";
    if (*way != '\0') {
        throw Error{
            ErrorKind::usage,
            cat("doctor examines name, route and port of a broker: with ",
                way,
                " they are not ours to see"),
            "run it where the broker's port can be reached, with --host"};
    }
}

/// What could be taken for an attack is done only where somebody says so.
void ask_before_probing(const DoctorOptions& options, const mqtt::ConnectOptions& connect) {
    if (!options.probe || options.yes) {
        return;
    }
    const auto answer = io::confirm(
        cat("probe ",
            mqtt::broker_name(connect),
            ": connect as nobody and with a wrong password, subscribe to everything, publish to a "
            "topic nobody uses?")
    );
    if (!answer) {
        throw Error{
            ErrorKind::usage,
            "--probe asks before it begins, and there is no terminal",
            "add --yes"};
    }
    if (!*answer) {
        throw Error{ErrorKind::usage, "not probed", "leave out --probe for what asks nobody"};
    }
}

/// Whom the broker takes us for: with a certificate usually its common name.
std::optional<std::string> our_name(const mqtt::ConnectOptions& connect) {
    if (connect.username || !connect.tls || connect.tls->cert.empty()) {
        return connect.username;
    }
    std::optional<std::string> name;
    fault_of([&] { name = common_name_of(connect.tls->cert); });
    return name;
}

void examine_permissions(
    const DoctorOptions& options,
    const mqtt::ConnectOptions& connect,
    const cli::Context& context,
    Report& report
) {
    if (!options.permissions) {
        report.add(permissions_untested("no --acl FILE is given"));
        return;
    }
    std::unique_ptr<PolicyFile> file;
    const auto fault =
        fault_of([&] { file = load_policy(*options.permissions, {}, context.streams.in); });
    report.add(
        fault ? permissions_unusable(fault->what(), fault->hint())
              : judge_permissions(*file, our_name(connect))
    );
}

void examine_payload(const DoctorOptions& options, const cli::Context& context, Report& report) {
    const auto policy = cli::secret_policy(options.connection);
    keys::Keyring keyring;
    const auto fault =
        fault_of([&] { keyring = cli::take_keyring(options.keyrings, context, policy); });
    report.add(
        fault ? keyring_unusable(fault->what(), fault->hint())
              : judge_keyring(keyring, std::time(nullptr))
    );
}

cli::ExitCode run(DoctorOptions& options, cli::Context& context) {
    std::signal(SIGPIPE, SIG_IGN); // a peer that hangs up is a finding
    const auto connect = cli::take_connection(options.connection, context);
    mqtt::check(connect);
    refuse_other_ways(connect);
    ask_before_probing(options, connect);
    io::Output out{context.streams.out};
    const int descriptor = context.streams.out;
    Report report{
        out,
        {.json = options.json,
         .color = context.diagnostics.colors(descriptor),
         .terminal = io::is_terminal(descriptor),
         .columns = io::columns(descriptor)}};
    const auto address = examine_network(connect, report);
    if (options.probe) {
        report.add(address ? probe(connect, *address) : probe_untested("there is no connection"));
    }
    examine_permissions(options, connect, context, report);
    examine_payload(options, context, report);
    report.finish();
    return report.has_failures() ? cli::ExitCode::answer : cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_doctor(cli::Declaration& declaration) {
    const auto options = std::make_shared<DoctorOptions>();
    declaration.usage("[-h HOST] [--probe] [--acl FILE] [--keyring FILE] [--json] [options]");
    declaration.about(
        "Walks the layers of a connection to a broker - name, route, TCP, TLS, MQTT, "
        "authentication, authorisation, payload - and says of each check whether it is ok, what it "
        "means and what to do about it. Without --probe it uses our own credentials alone and "
        "publishes nothing. Exits 1 when a check fails."
    );
    declaration.section("Checks");
    declaration.file(
        "--acl", options->permissions, "FILE", "say what the broker's permission file has for us"
    );
    declaration.flag(
        "--probe",
        options->probe,
        "also try what should be refused: nobody, a wrong password, no TLS, subscriptions to "
        "everything, a publish to a strange topic"
    );
    declaration.flag("--yes", options->yes, "do not ask before --probe");
    cli::keyring_options(declaration, options->keyrings);
    declaration.flag("--json", options->json, "write each finding as a line of JSON");
    cli::connection_options(declaration, options->connection);
    cli::output_options(declaration, options->connection.debug);
    declaration.example(
        cat(cli::program_name,
            " doctor -h broker.example --cafile ca.crt -u alice "
            "--password-file alice.pw"),
        "everything between us and a broker"
    );
    declaration.example(
        cat(cli::program_name, " doctor --profile plant --probe --yes"), "also what must be refused"
    );
    declaration.example(
        cat(cli::program_name, " lab -- ", cli::program_name, " doctor"), "a broker that is well"
    );
    return [options](cli::Context& context) { return run(*options, context); };
}

} // namespace mqttx::app
