// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/commands.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/program.hpp"
#include "common/cli/run.hpp"
#include "common/cli/shell_word.hpp"
#include "common/io/output.hpp"
#include "common/lab/broker.hpp"
#include "common/lab/folder.hpp"
#include "common/lab/plugin.hpp"
#include "common/lab/ports.hpp"
#include "common/lab/supervise.hpp"

#include <cerrno>
#include <memory>

namespace mqttx::app {

namespace {

struct LabOptions {
    std::optional<std::string> folder;
    bool keep = false;
    std::optional<std::uint16_t> port;
    std::optional<std::string> broker;
    std::vector<std::string> command;
};

/// The statuses of a shell for a command that could not be run.
constexpr int cannot_be_run = 126;
constexpr int not_found = 127;

lab::Folder make_folder(const LabOptions& options, const cli::Context& context) {
    if (options.folder) {
        return lab::Folder::named(*options.folder);
    }
    auto folder = lab::Folder::temporary(context.streams.environment("TMPDIR").value_or("/tmp"));
    if (options.keep) {
        folder.keep();
    }
    return folder;
}

/// Ports that were free a moment ago may be taken when the broker wants them: then others are
/// tried.
lab::Broker
start_broker(lab::Layout& layout, const LabOptions& options, const std::string& program) {
    const int attempts = options.port ? 1 : 20;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        layout.port = options.port ? *options.port : lab::find_free_ports(2);
        lab::write_settings(layout);
        auto started = lab::Broker::start(
            {.program = program,
             .configuration = layout.configuration(),
             .log = layout.log(),
             .ports = {layout.port, layout.password_port()}}
        );
        if (started.broker) {
            return std::move(*started.broker);
        }
    }
    throw Error{
        ErrorKind::local,
        cat("port ", layout.port, " or ", layout.password_port(), " of 127.0.0.1 is taken"),
        "without --port the lab finds free ones"};
}

std::string ready_to_paste(const lab::Layout& layout) {
    const auto here = cat("-h 127.0.0.1 -p ", layout.password_port());
    const auto authority = cli::shell_word(layout.pki() + "/ca.crt");
    const auto password = cli::shell_word(layout.password_of(lab::reading_user));
    const std::string_view name = cli::program_name;
    return cat(
        "A broker is ready: port ",
        layout.port,
        " asks for a certificate, port ",
        layout.password_port(),
        " for a password.\n"
        "Its folder is ",
        layout.folder,
        "; Ctrl-C ends it. In another shell:\n\n",
        "export MQTTX_CONFIG=",
        cli::shell_word(layout.profiles()),
        "\n\n",
        "# listen as the owner of the key, and say something\n",
        name,
        " sub --profile lab -v -t 'home/#'\n",
        name,
        " pub --profile alice -t home/door -m open -q 1\n\n",
        "# what the broker sees, and everybody else without the key\n",
        name,
        " sub --profile bob -t 'home/#' | xxd\n",
        "mosquitto_sub ",
        here,
        " --cafile ",
        authority,
        " -u bob -P \"$(cat ",
        password,
        ")\" -t 'home/#' | xxd\n\n",
        "# refused: no certificate\n",
        name,
        " pub --profile stranger -t home/door -m open\n"
    );
}

cli::ExitCode
run_without_command(const lab::Layout& layout, lab::Broker& broker, const io::Streams& streams) {
    io::Output out{streams.out};
    out.write(ready_to_paste(layout));
    out.flush();
    const auto finish = lab::wait_for_end(broker, nullptr);
    if (finish.broker_ended) {
        throw Error{ErrorKind::local, cat("the broker ended: ", lab::words_of_log(layout.log()))};
    }
    throw cli::Interrupted{finish.signal};
}

cli::ExitCode run_command(
    const LabOptions& options,
    const lab::Layout& layout,
    lab::Broker& broker,
    const cli::Context& context
) {
    auto started = io::Child::start(
        {.command = options.command,
         .extra_environment =
             {cat("MQTTX_CONFIG=", layout.profiles()),
              "MQTTX_PROFILE=lab",
              cat("MQTTX_LAB_DIR=", layout.folder),
              cat("MQTTX_LAB_PORT=", layout.port)},
         .in = context.streams.in,
         .out = context.streams.out,
         .err = context.streams.err}
    );
    if (!started.child) {
        context.diagnostics.error(Error{
            ErrorKind::local,
            cat("cannot run ",
                in_quotes(options.command[0]),
                ": ",
                system_error_text(started.error_number))});
        return static_cast<cli::ExitCode>(
            started.error_number == ENOENT ? not_found : cannot_be_run
        );
    }
    const auto finish = lab::wait_for_end(broker, &*started.child);
    if (finish.signal != 0) {
        throw cli::Interrupted{finish.signal};
    }
    if (finish.broker_ended) {
        throw Error{
            ErrorKind::local,
            cat("the broker ended before the command: ", lab::words_of_log(layout.log()))};
    }
    return static_cast<cli::ExitCode>(finish.command->status);
}

cli::ExitCode run(const LabOptions& options, const cli::Context& context) {
    const auto program =
        lab::find_broker(options.broker, context.streams.environment("PATH").value_or(""));
    const lab::SignalsHeld signals;
    const auto folder = make_folder(options, context);
    lab::Layout layout{.folder = folder.path(), .plugin = lab::find_plugin()};
    if (layout.plugin.empty()) {
        context.diagnostics.note(
            "the plugin mosquitto_mqttx_acl.so is not there: the permissions are "
            "an acl_file, and every SUBSCRIBE looks accepted"
        );
    }
    lab::write_identities(layout);
    auto broker = start_broker(layout, options, program);
    return options.command.empty() ? run_without_command(layout, broker, context.streams)
                                   : run_command(options, layout, broker, context);
}

} // namespace

cli::Runner declare_lab(cli::Declaration& options) {
    const auto chosen = std::make_shared<LabOptions>();
    options.usage("[--dir DIR] [--keep] [--port N] [--broker PATH] [-- CMD ARG..]");
    options.about(
        "Makes a complete secure broker on this machine (a certificate authority, certificates, "
        "passwords, permissions, a payload key), runs a real mosquitto on it, and takes everything "
        "down at the end. A command after -- finds it by its environment (MQTTX_CONFIG, "
        "MQTTX_PROFILE=lab, MQTTX_LAB_DIR, MQTTX_LAB_PORT), and its exit status becomes ours."
    );
    options.example("mqttx lab", "a broker to play with, and commands to paste");
    options.example("mqttx lab -- ./my-script", "a test against a real broker, from nothing");
    options.section("Lab");
    options.value(
        "--dir",
        cli::ValueKind::folder,
        [chosen](const std::string& path) { chosen->folder = path; },
        "DIR",
        "an empty or a new folder to work in and to leave behind; a temporary one by default"
    );
    options.flag("--keep", chosen->keep, "leave the temporary folder behind");
    options.number(
        "--port",
        chosen->port,
        1,
        65'534,
        "N",
        "port for clients with a certificate; the next one is for passwords; free ones by default"
    );
    options.value(
        "--broker",
        cli::ValueKind::file,
        [chosen](const std::string& path) { chosen->broker = path; },
        "PATH",
        "the mosquitto to run; looked for in PATH and /usr/sbin by default"
    );
    options.command_after_dashes(chosen->command, "what to run beside the broker");
    return [chosen](cli::Context& context) { return run(*chosen, context); };
}

} // namespace mqttx::app
