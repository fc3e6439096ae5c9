// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/cert/fleet.hpp"

#include "apps/mqttx/cert/report.hpp"
#include "apps/mqttx/fault_of.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/file.hpp"
#include "common/io/live_screen.hpp"
#include "common/io/output.hpp"
#include "common/io/streams.hpp"
#include "common/pki/devices.hpp"
#include "common/pki/name.hpp"
#include "common/pki/step.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <span>
#include <thread>

namespace mqttx::app::cert {

namespace {

/// A bar at the lower end of a terminal.
class Progress {
  public:
    Progress(const cli::Context& context, std::size_t all)
        : screen_{context.streams.err}, all_{all},
          is_wanted_{io::is_terminal(context.streams.err) && context.diagnostics.are_for_people()} {
    }

    ~Progress() {
        if (is_wanted_) {
            screen_.clear();
        }
    }

    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(std::size_t done) {
        constexpr std::size_t width = 40;
        if (is_wanted_) {
            const std::size_t full = all_ == 0 ? width : done * width / all_;
            screen_.draw({cat(
                '[',
                std::string(full, '#'),
                std::string(width - full, '.'),
                "] ",
                done,
                " of ",
                all_
            )});
        }
    }

  private:
    io::LiveScreen screen_;
    std::size_t all_;
    bool is_wanted_;
};

/// What became of one row.
struct Outcome {
    std::optional<pki::Record> record;
    std::optional<Error> fault;
};

class Fleet {
  public:
    Fleet(
        const LeafOptions& options,
        const pki::Store& store,
        const pki::Authority& authority,
        std::time_t now
    )
        : options_{options}, store_{store}, authority_{authority}, now_{now} {}

    /// Makes the rows, a worker per core; each takes the next that is free.
    std::vector<Outcome> make(std::span<const pki::Device> devices, pki::Step* step) const {
        std::vector<Outcome> outcomes(devices.size());
        std::atomic<std::size_t> next{0};
        std::exception_ptr failure;
        std::mutex mutex;
        const auto work = [&] {
            try {
                std::map<pki::KeyType, std::unique_ptr<pki::KeyMaker>> makers;
                for (std::size_t at = next++; at < devices.size(); at = next++) {
                    outcomes[at] = make_one(devices[at], step, makers);
                }
            } catch (...) {
                const std::lock_guard guard{mutex};
                failure = std::current_exception();
            }
        };
        const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
        std::vector<std::thread> others;
        for (std::size_t at = 1; at < std::min(cores, devices.size()); ++at) {
            others.emplace_back(work);
        }
        work();
        for (std::thread& other : others) {
            other.join();
        }
        if (failure) {
            std::rethrow_exception(failure);
        }
        return outcomes;
    }

  private:
    using Makers = std::map<pki::KeyType, std::unique_ptr<pki::KeyMaker>>;

    [[nodiscard]] pki::Order order_of(const pki::Device& device) const {
        if (!device.fault.empty()) {
            throw Error{ErrorKind::local, cat("the row ", device.fault)};
        }
        pki::Order order;
        order.role = pki::Role::client;
        order.common_name = device.name;
        pki::require_name(order.role, order.common_name);
        std::vector<std::string> names = options_.names;
        names.insert(names.end(), device.names.begin(), device.names.end());
        order.names = pki::client_names(device.name, read_names(names));
        set_dates(order, options_);
        if (device.days) {
            order.days = device.days;
        }
        return order;
    }

    Outcome make_one(const pki::Device& device, pki::Step* step, Makers& makers) const {
        Outcome outcome;
        bool has_begun = false;
        outcome.fault = fault_of([&] {
            const pki::Order order = order_of(device);
            if (!options_.force) {
                store_.require_absent(store_.files(order.role, order.common_name));
            }
            if (step == nullptr) {
                return; // nothing is to be written
            }
            has_begun = true;
            const pki::KeyType type =
                device.key_type.value_or(options_.key_type.value_or(pki::KeyType::p256));
            auto& maker = makers[type];
            if (maker == nullptr) {
                maker = std::make_unique<pki::KeyMaker>(type);
            }
            outcome.record = authority_.stage(*step, order, *maker, true, now_);
        });
        // Not the row's fault, and it would befall all others as well.
        if (outcome.fault && outcome.fault->kind() == ErrorKind::local && has_begun) {
            throw Error{*outcome.fault};
        }
        return outcome;
    }

    const LeafOptions& options_;
    const pki::Store& store_;
    const pki::Authority& authority_;
    std::time_t now_;
};

/// What was made of a part of the rows, and said about them.
std::size_t take(
    const std::vector<Outcome>& outcomes,
    std::span<const pki::Device> devices,
    const std::string& path,
    cli::Context& context
) {
    std::size_t faults = 0;
    for (std::size_t at = 0; at < outcomes.size(); ++at) {
        if (const auto& fault = outcomes[at].fault) {
            ++faults;
            context.diagnostics.error(Error{
                fault->kind(), cat(path, ':', devices[at].row, ": ", fault->what()), fault->hint()}
            );
        }
    }
    return faults;
}

/// How many rows are made under one lock and are lost by an interruption: others wait meanwhile,
/// and RSA keys take long.
std::size_t rows_at_once(const LeafOptions& options, const std::vector<pki::Device>& devices) {
    constexpr std::size_t many = 1000;
    constexpr std::size_t few = 25;
    const auto is_slow = [&](const pki::Device& device) {
        const auto type = device.key_type.value_or(options.key_type.value_or(pki::KeyType::p256));
        return type == pki::KeyType::rsa2048 || type == pki::KeyType::rsa3072 ||
               type == pki::KeyType::rsa4096;
    };
    return std::any_of(devices.begin(), devices.end(), is_slow) ? few : many;
}

void write_json(io::Output& out, const std::vector<Outcome>& outcomes) {
    for (const Outcome& outcome : outcomes) {
        if (outcome.record) {
            out.write(cat(pki::to_json(*outcome.record), '\n'));
        }
    }
}

} // namespace

cli::ExitCode
make_fleet(const LeafOptions& options, const std::string& path, cli::Context& context) {
    constexpr std::size_t largest = std::size_t{1} << 28U;
    const auto devices = pki::read_devices(io::read_text(path, largest, context.streams.in), path);
    const std::size_t rows_a_step = rows_at_once(options, devices);
    const pki::Store store = options.store();
    const pki::Authority authority{
        store, ca_password(options, context), pki::choose_authority(store, options.ca)};
    const Fleet fleet{options, store, authority, std::time(nullptr)};
    io::Output out{context.streams.out};
    std::size_t faults = 0;
    {
        Progress progress{context, devices.size()};
        for (std::size_t at = 0; at < devices.size(); at += rows_a_step) {
            const auto part =
                std::span{devices}.subspan(at, std::min(rows_a_step, devices.size() - at));
            progress.show(at);
            std::vector<Outcome> outcomes;
            if (options.dry_run) {
                outcomes = fleet.make(part, nullptr);
            } else {
                pki::Step step{store, io::Sync::later};
                outcomes = fleet.make(part, &step);
                std::vector<pki::Event> events;
                for (const Outcome& outcome : outcomes) {
                    if (outcome.record) {
                        events.emplace_back(*outcome.record);
                    }
                }
                if (!events.empty()) {
                    step.commit(events);
                }
            }
            faults += take(outcomes, part, path, context);
            if (options.json) {
                write_json(out, outcomes);
            }
        }
    }
    if (!options.json) {
        const std::size_t made = devices.size() - faults;
        out.write(
            cat(options.dry_run ? "would make " : "made ",
                counted(made, "client certificate"),
                " in ",
                options.folder,
                "/client",
                faults == 0 ? std::string{} : cat("; ", counted(faults, "row"), " refused"),
                '\n')
        );
    }
    out.flush();
    return faults == 0 ? cli::ExitCode::ok : cli::ExitCode::local;
}

} // namespace mqttx::app::cert
