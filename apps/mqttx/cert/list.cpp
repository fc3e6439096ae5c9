// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/cert.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/output.hpp"
#include "common/io/table.hpp"
#include "common/io/terminal.hpp"
#include "common/pki/inventory.hpp"
#include "common/pki/store.hpp"
#include "common/tls/words.hpp"

#include <optional>

namespace mqttx::app::cert {

namespace {

struct ListOptions {
    std::string folder = "pki";
    std::optional<std::chrono::milliseconds> within;
    bool all = false;
    bool json = false;
};

std::string left(std::time_t until, std::time_t now) {
    return until < now ? cat(tls::span_text(now - until), " ago") : tls::span_text(until - now);
}

/// The name comes last: it may hold blanks.
std::vector<std::string> columns_of(const pki::Entry& entry, std::time_t now) {
    const pki::Record& record = entry.record;
    return {
        std::string{pki::state_of(entry, now)},
        tls::time_text(record.not_after),
        left(record.not_after, now),
        std::string{pki::profile_of(record.role).name},
        io::escape_for_terminal(record.name)};
}

std::string text_of(const std::vector<pki::Entry>& entries, std::time_t now) {
    std::vector<std::vector<std::string>> rows{{"STATE", "END", "LEFT", "KIND", "NAME"}};
    rows.reserve(entries.size() + 1);
    for (const pki::Entry& entry : entries) {
        rows.push_back(columns_of(entry, now));
    }
    return io::table_text(rows);
}

std::string json_of(const pki::Entry& entry, std::time_t now) {
    const std::string record = pki::to_json(entry.record);
    io::JsonWriter json;
    json.begin_object().member("state", pki::state_of(entry, now));
    json.member("seconds_left", entry.record.not_after - now).end_object();
    return cat(json.text().substr(0, json.text().size() - 1), ',', record.substr(1), '\n');
}

std::vector<pki::Entry>
chosen(std::vector<pki::Entry> entries, const ListOptions& options, std::time_t now) {
    std::erase_if(entries, [&](const pki::Entry& entry) {
        const bool is_past = entry.is_superseded || entry.is_orphaned;
        if (options.within) {
            const auto limit = std::chrono::duration_cast<std::chrono::seconds>(*options.within);
            return is_past || entry.record.not_after - now > limit.count();
        }
        return is_past && !options.all;
    });
    return entries;
}

cli::ExitCode run(const ListOptions& options, cli::Context& context) {
    const pki::Journal journal = pki::Store{options.folder}.journal();
    if (!io::exists(journal.path())) {
        throw Error{
            ErrorKind::local,
            cat("there is no PKI: ", in_quotes(journal.path()), " does not exist"),
            "make one with 'mqttx cert ca', or name its folder with --dir"};
    }
    const std::time_t now = std::time(nullptr);
    const auto entries = chosen(pki::inventory_of(journal.read_whole()), options, now);
    io::Output out{context.streams.out};
    if (options.json) {
        for (const pki::Entry& entry : entries) {
            out.write(json_of(entry, now));
        }
    } else if (!entries.empty()) {
        out.write(text_of(entries, now));
    }
    out.flush();
    return options.within && !entries.empty() ? cli::ExitCode::answer : cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_list(cli::Declaration& options) {
    auto target = std::make_shared<ListOptions>();
    options.usage("[options]");
    options.about("Lists the certificates of the folder by its journal, the CA first: state, end, "
                  "time left, kind and name. Those that were replaced, or whose CA was, are left "
                  "out unless asked for.");
    options.example("mqttx cert list", "what there is");
    options.example(
        "mqttx cert list --within 30d || echo renew these", "for cron: exit status 1 when some end"
    );
    options.folder("--dir", target->folder, "DIR", "the PKI's folder (default: pki)");
    options.duration(
        "--within",
        target->within,
        "TIME",
        "only what ends within this time or has ended (30d, 12h); exit status 1 if there is any"
    );
    options.flag("--all", target->all, "also what was replaced");
    options.flag("--json", target->json, "print one JSON object a certificate");
    cli::output_options(options);
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
