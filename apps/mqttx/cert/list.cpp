// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/cert.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/cli/output_options.hpp"
#include "common/io/json_writer.hpp"
#include "common/io/output.hpp"
#include "common/io/table.hpp"
#include "common/io/terminal.hpp"
#include "common/pki/identity.hpp"
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

/// What a line of the list is about.
struct Line {
    std::string_view state;
    std::time_t end;
    std::string_view kind;
    std::string name;
    std::string json; ///< the event of the journal
};

/// The name comes last: it may hold blanks.
std::vector<std::string> columns_of(const Line& line, std::time_t now) {
    return {
        std::string{line.state},
        tls::time_text(line.end),
        left(line.end, now),
        std::string{line.kind},
        io::escape_for_terminal(line.name)};
}

std::string text_of(const std::vector<Line>& lines, std::time_t now) {
    std::vector<std::vector<std::string>> rows{{"STATE", "END", "LEFT", "KIND", "NAME"}};
    rows.reserve(lines.size() + 1);
    for (const Line& line : lines) {
        rows.push_back(columns_of(line, now));
    }
    return io::table_text(rows);
}

std::string json_of(const Line& line, std::time_t now) {
    io::JsonWriter json;
    json.begin_object().member("state", line.state);
    json.member("seconds_left", line.end - now).end_object();
    return cat(json.text().substr(0, json.text().size() - 1), ',', line.json.substr(1), '\n');
}

/// What one was asked for.
class Choice {
  public:
    Choice(const ListOptions& options, std::time_t now) : options_{options}, now_{now} {}

    [[nodiscard]] std::vector<Line> lines_of(const pki::Inventory& inventory) const {
        std::vector<Line> lines;
        for (const pki::Entry& entry : inventory.certificates) {
            if (takes(entry)) {
                const pki::Record& record = entry.record;
                lines.push_back(
                    {pki::state_of(entry, now_),
                     record.not_after,
                     pki::profile_of(record.role).name,
                     record.name,
                     options_.json ? json_with_revocation(entry) : std::string{}}
                );
            }
        }
        for (const pki::ListEntry& list : inventory.lists) {
            const pki::Publication& publication = list.publication;
            if (!options_.within || list.is_behind || ends_in_time(publication.next_update)) {
                lines.push_back(
                    {pki::state_of(list, now_),
                     publication.next_update,
                     "crl",
                     publication.name,
                     pki::to_json(pki::Event{publication})}
                );
            }
        }
        return lines;
    }

  private:
    [[nodiscard]] bool ends_in_time(std::time_t end) const {
        const auto limit = std::chrono::duration_cast<std::chrono::seconds>(*options_.within);
        return end - now_ <= limit.count();
    }

    [[nodiscard]] bool takes(const pki::Entry& entry) const {
        const bool is_past = entry.is_superseded || entry.is_orphaned;
        if (options_.within) {
            return !is_past && !entry.revocation && ends_in_time(entry.record.not_after);
        }
        return !is_past || options_.all;
    }

    static std::string json_with_revocation(const pki::Entry& entry) {
        std::string record = pki::to_json(entry.record);
        if (!entry.revocation) {
            return record;
        }
        io::JsonWriter json;
        json.begin_object().member("revoked_at", tls::time_text(entry.revocation->time));
        json.member("reason", pki::name_of(entry.revocation->reason)).end_object();
        record.back() = ',';
        return record + json.text().substr(1);
    }

    const ListOptions& options_;
    std::time_t now_;
};

cli::ExitCode run(const ListOptions& options, cli::Context& context) {
    const std::time_t now = std::time(nullptr);
    const auto lines =
        Choice{options, now}.lines_of(pki::read_inventory(pki::Store{options.folder}));
    io::Output out{context.streams.out};
    if (options.json) {
        for (const Line& line : lines) {
            out.write(json_of(line, now));
        }
    } else if (!lines.empty()) {
        out.write(text_of(lines, now));
    }
    out.flush();
    return options.within && !lines.empty() ? cli::ExitCode::answer : cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_list(cli::Declaration& options) {
    auto target = std::make_shared<ListOptions>();
    options.usage("[options]");
    options.about(
        "Lists the certificates of the folder by its journal, the CA first, then the lists "
        "of revoked ones: state, end, time left, kind and name. Those that were "
        "replaced, or whose CA was, are left out unless asked for."
    );
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
    options.flag("--json", target->json, "print one JSON object a line");
    cli::output_options(options);
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
