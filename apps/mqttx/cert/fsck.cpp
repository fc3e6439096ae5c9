// SPDX-License-Identifier: Apache-2.0
#include "common/pki/fsck.hpp"

#include "apps/mqttx/cert/cert.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/output.hpp"
#include "common/io/terminal.hpp"

namespace mqttx::app::cert {

namespace {

struct FsckOptions {
    std::string folder = "pki";
    bool repair = false;
    bool json = false;
};

std::string text_of(const pki::Discrepancy& found) {
    const std::string hint = found.hint.empty() ? "" : cat("  ", found.hint, '\n');
    return io::escape_for_terminal(cat(found.path, ": ", found.what)) + '\n' + hint;
}

std::string json_of(const pki::Discrepancy& found) {
    io::JsonWriter json;
    json.begin_object().member("file", found.path).member("message", found.what);
    json.member("hint", found.hint).end_object();
    return cat(json.text(), '\n');
}

cli::ExitCode run(const FsckOptions& options, cli::Context& context) {
    const pki::Store store{options.folder};
    pki::Checkup checkup = pki::check(store);
    if (options.repair) {
        pki::repair(store);
        checkup = pki::check(store);
    }
    io::Output out{context.streams.out};
    for (const pki::Discrepancy& found : checkup.found) {
        out.write(options.json ? json_of(found) : text_of(found));
    }
    if (!options.json) {
        const std::string checked = counted(checkup.certificates, "certificate");
        out.write(
            checkup.found.empty() ? cat(checked, ": files and journal agree\n")
                                  : cat(checked, ", ", counted(checkup.found.size(), "fault"), '\n')
        );
    }
    out.flush();
    return checkup.found.empty() ? cli::ExitCode::ok : cli::ExitCode::answer;
}

} // namespace

cli::Runner declare_fsck(cli::Declaration& options) {
    auto target = std::make_shared<FsckOptions>();
    options.usage("[options]");
    options.about("Compares the files of the folder with its journal: every certificate the one "
                  "that was issued, every key there, private and belonging to it, the journal "
                  "unbroken. Exit status 1 and a line for each fault.");
    options.example("mqttx cert fsck", "after a crash, a restored copy or a stranger's visit");
    options.folder("--dir", target->folder, "DIR", "the PKI's folder (default: pki)");
    options.flag(
        "--repair", target->repair, "finish or remove what an interrupted command left, then check"
    );
    options.flag("--json", target->json, "print one JSON object a fault");
    cli::output_options(options);
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
