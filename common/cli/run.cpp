// SPDX-License-Identifier: Apache-2.0
#include "common/cli/run.hpp"

#include "common/base/text.hpp"
#include "common/cli/command_tree.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/help.hpp"
#include "common/cli/internal.hpp"
#include "common/cli/program.hpp"
#include "common/io/output.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <new>

namespace mqttx::cli {

namespace {

using Words = std::span<const std::string>;

bool asks_for_help(const std::string& word) {
    return word == "--help" || word == "-h";
}

ExitCode print(const io::Streams& streams, std::string_view text) {
    io::Output out{streams.out};
    out.write(text);
    out.flush();
    return ExitCode::ok;
}

ExitCode run_command(const Command& command, std::string_view path, Words words, Context& context) {
    Declaration declaration;
    const auto runner = command.declare(declaration);
    if (declaration.parse(words)) {
        return print(context.streams, command_help(declaration, command, path));
    }
    declaration.finish(context);
    return runner(context);
}

ExitCode run_group(const Command& group, Words words, Context& context) {
    const std::string path{group.name};
    if (!words.empty() &&
        (words[0] == "--help" || (words[0] == "-h" && group.default_verb.empty()))) {
        return print(context.streams, group_help(group, path));
    }
    const bool default_verb = words.empty() || words[0].starts_with('-');
    if (default_verb && group.default_verb.empty()) {
        context.diagnostics.plain(group_help(group, path));
        return ExitCode::usage;
    }
    const auto* verb =
        find_command(group.verbs, default_verb ? group.default_verb : std::string_view{words[0]});
    if (verb == nullptr) {
        refuse_unknown_command(group.verbs, path, words[0]);
    }
    return run_command(
        *verb, cat(path, ' ', verb->name), default_verb ? words : words.subspan(1), context
    );
}

ExitCode dispatch(Words words, std::span<const Command> table, Context& context) {
    if (words.empty()) {
        context.diagnostics.plain(overview(table));
        return ExitCode::usage;
    }
    if (asks_for_help(words[0])) {
        return print(context.streams, overview(table));
    }
    if (words.size() == 2 && words[1] == "--version") { // as mosquitto_pub --version
        return dispatch(words.subspan(1), table, context);
    }
    const std::string_view name = words[0] == "--version" ? "version" : std::string_view{words[0]};
    const auto* command = find_command(table, name);
    if (command == nullptr) {
        command = find_command(internal_commands(), name);
    }
    if (command == nullptr) {
        refuse_unknown_command(table, {}, name);
    }
    return command->verbs.empty() ? run_command(*command, command->name, words.subspan(1), context)
                                  : run_group(*command, words.subspan(1), context);
}

/// A descriptor that the caller closed must stay unusable: the next file opened would take its
/// number, and messages would be written into a socket. These refuse what 0, 1 and 2 are for.
void occupy_standard_descriptors() {
    for (const int descriptor : {0, 1, 2}) {
        if (::fcntl(descriptor, F_GETFD) < 0) {
            ::open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY);
        }
    }
}

/// A limit on the size of files is a full disk like another (EFBIG), and to be told.
void report_file_limits() {
    std::signal(SIGXFSZ, SIG_IGN);
}

/// Keys and passwords do not belong into a core dump, nor under another process's debugger.
void protect_memory() {
#ifndef __SANITIZE_ADDRESS__ // its leak check attaches to the process like a debugger
    ::prctl(PR_SET_DUMPABLE, 0);
#endif
}

} // namespace

Outcome run(Words words, const io::Streams& streams, std::span<const Command> table) {
    Diagnostics diagnostics{streams.err};
    Context context{streams, diagnostics, table};
    const auto failed = [&](const Error& fault) {
        diagnostics.error(fault);
        if (context.signal != 0) {
            return Outcome{128 + context.signal, context.signal};
        }
        return Outcome{static_cast<int>(exit_code(fault.kind())), 0};
    };
    try {
        return {static_cast<int>(dispatch(words, table, context)), 0};
    } catch (const Error& fault) {
        return failed(fault);
    } catch (const Interrupted& interruption) {
        return {128 + interruption.signal, interruption.signal};
    } catch (const io::ClosedPipe&) {
        return {128 + SIGPIPE, SIGPIPE};
    } catch (const std::bad_alloc&) {
        return failed(Error{ErrorKind::local, "out of memory"});
    } catch (const std::exception& fault
    ) { // a library's own exception that nobody expected: still one line, one code
        return failed(Error{
            ErrorKind::local,
            cat("unexpected: ", fault.what()),
            "this is a defect of the program: please report it"});
    }
}

void leave(const Outcome& outcome) noexcept {
    if (outcome.signal != 0) {
        std::signal(outcome.signal, SIG_DFL);
        sigset_t none;
        ::sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        std::raise(outcome.signal);
    }
    ::_exit(outcome.code);
}

void run_process(int argc, char** argv, std::span<const Command> table) {
    occupy_standard_descriptors();
    protect_memory();
    report_file_limits();
    const std::vector<std::string> words{argv + std::min(argc, 1), argv + argc};
    io::Streams streams;
    streams.environment = [](std::string_view name) -> std::optional<std::string> {
        const char* const value = std::getenv(std::string{name}.c_str());
        return value != nullptr ? std::optional<std::string>{value} : std::nullopt;
    };
    streams.conceal = [argc, argv](std::string_view secret) {
        const std::string text{secret};
        for (int at = 1; at < argc && !text.empty(); ++at) {
            char* found = argv[at];
            while ((found = std::strstr(found, text.c_str())) != nullptr) {
                std::memset(found, 'x', text.size());
                found += text.size();
            }
        }
    };
    leave(run(words, streams, table));
}

} // namespace mqttx::cli
