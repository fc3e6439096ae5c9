// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/cert.hpp"
#include "apps/mqttx/cert/report.hpp"
#include "apps/mqttx/cert/store_options.hpp"
#include "common/base/text.hpp"
#include "common/cli/declare.hpp"
#include "common/io/output.hpp"
#include "common/pki/publish.hpp"

#include <algorithm>

namespace mqttx::app::cert {

namespace {

struct CrlOptions : WriteOptions {
    std::optional<std::chrono::milliseconds> renew_if;
    std::optional<std::string> ca;
    int days = pki::list_days;
};

cli::ExitCode run(const CrlOptions& options, cli::Context& context) {
    const pki::Store store = options.store();
    pki::PublishOrder order;
    order.days = options.days;
    order.dry_run = options.dry_run;
    if (options.ca) {
        order.authority = pki::choose_authority(store, options.ca);
    }
    if (options.renew_if) {
        order.renew_if =
            std::chrono::duration_cast<std::chrono::seconds>(*options.renew_if).count();
    }
    const auto lists =
        pki::publish_lists(store, order, ca_password(options, context), std::time(nullptr));
    io::Output out{context.streams.out};
    if (options.json) {
        for (const pki::PublishedList& list : lists) {
            out.write(cat(list_json(list), '\n'));
        }
    } else {
        out.write(lists_text(lists, store));
        const bool any_written = std::any_of(lists.begin(), lists.end(), [](const auto& list) {
            return list.is_written;
        });
        out.write(any_written && !options.dry_run ? list_advice : std::string_view{});
    }
    out.flush();
    return cli::ExitCode::ok;
}

} // namespace

cli::Runner declare_crl(cli::Declaration& options) {
    auto target = std::make_shared<CrlOptions>();
    options.usage("[options]");
    options.about("Signs the list of revoked certificates of each CA whose key is here, and joins "
                  "them in crl.pem for the broker. A list ends: a broker refuses everybody from "
                  "then on, so write it again in time.");
    options.example("mqttx cert crl", "after 'cert revoke --no-crl'");
    options.example("mqttx cert crl --renew-if 10d", "daily, from cron or a timer");
    options.duration(
        "--renew-if",
        target->renew_if,
        "TIME",
        "only lists that end within this time, or lack something (10d)"
    );
    constexpr int longest = 3650;
    options.number(
        "--days", target->days, 1, longest, "N", "the list counts for N days (default: 30)"
    );
    options.text("--ca", target->ca, "NAME", "only of this CA: 'root' or an intermediate");
    declare_write_options(options, *target, "print one JSON object a list");
    return [target](cli::Context& context) { return run(*target, context); };
}

} // namespace mqttx::app::cert
