// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/acl/application.hpp"

#include "apps/mqttx/acl/interruptible_wait.hpp"
#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <array>

namespace mqttx::app {

namespace {

using Clock = std::chrono::steady_clock;

/// Between two looks at a broker that has not read its file yet.
constexpr std::chrono::milliseconds slice{250};

} // namespace

/// Brings the former file back unless it is told that all is well.
class Application::RollBack {
  public:
    explicit RollBack(Application& all) : all_{all} { all_.live_.keep_former(); }

    RollBack(const RollBack&) = delete;
    RollBack& operator=(const RollBack&) = delete;

    ~RollBack() {
        if (is_armed_) {
            restore();
        }
    }

    /// The broker may have the new file from now on.
    void tell_broker() {
        all_.process_.reload();
        was_told_ = true;
    }

    /// A broker would open up by a reload without a file that it takes.
    void restore() noexcept {
        is_armed_ = false;
        try {
            const bool may_read = was_told_ && all_.process_.is_running();
            if (may_read && all_.former_.empty()) {
                all_.context_.diagnostics.warning(all_.words_on_staying());
                return;
            }
            all_.live_.restore();
            if (may_read) {
                all_.process_.reload();
            }
            if (was_told_) {
                all_.context_.diagnostics.note(
                    cat("the former ",
                        in_quotes(all_.live_.path()),
                        all_.live_.before() ? " is back" : ", none, is back")
                );
            }
        } catch (const Error& fault) { // behind another fault: told, and the first one goes on
            all_.context_.diagnostics.error(fault);
        }
    }

    void give_up() noexcept {
        is_armed_ = false;
        all_.live_.forget_former();
    }

  private:
    Application& all_;
    bool is_armed_ = true;
    bool was_told_ = false;
};

Application::Application(
    const BrokerProcess& process,
    const LiveFile& live,
    std::vector<acl::Reading> former,
    std::vector<acl::Reading> now,
    cli::Context& context
)
    : process_{process}, live_{live}, former_{std::move(former)}, now_{std::move(now)},
      context_{context} {}

void Application::probe_as(mqtt::ConnectOptions connect, std::vector<std::string> names) {
    names_ = names;
    examination_.emplace(std::move(connect), std::move(names), former_, now_, context_);
}

std::optional<std::string> Application::locked_out() const {
    const auto lets_all = [](const acl::Reading& reading) { return acl::lets_somebody(reading); };
    if (std::none_of(now_.begin(), now_.end(), lets_all)) {
        return "";
    }
    if (names_.empty()) {
        return std::nullopt;
    }
    const acl::Client ours{names_.front(), "<client-id>"};
    const auto lets_us = [&](const acl::Reading& reading) {
        return acl::may_do_something(reading, ours);
    };
    const bool lost = std::any_of(former_.begin(), former_.end(), lets_us) &&
                      std::none_of(now_.begin(), now_.end(), lets_us);
    return lost ? std::optional{cat("user ", in_quotes(names_.front()))} : std::nullopt;
}

std::string Application::words_on_staying() const {
    const auto aside = live_.aside();
    return cat(
        "the new ",
        in_quotes(live_.path()),
        " stays, for the broker may read it at any time, and ",
        aside ? cat("the former, now ", in_quotes(*aside), ',') : std::string{"no file"},
        " would open it to everybody"
    );
}

void Application::prepare() {
    if (live_.before()) {
        process_.require_can_read(live_.path());
    }
    signals_.emplace();
    if (examination_) {
        examination_->prepare(*signals_);
    }
}

void Application::replace(const std::string& text) {
    io::ReadWatch watch{process_.id()};
    RollBack roll_back{*this};
    live_.replace(text);
    watch.add(live_.path());
    process_.require_can_read(live_.path());
    roll_back.tell_broker();
    if (const auto fault = verdict(watch)) {
        roll_back.restore();
        const auto what = cat("after the reload the broker ", fault->what);
        if (!fault->is_open) {
            throw Error{
                ErrorKind::answer,
                what,
                examination_
                    ? "see the broker's log; does its acl_file name this file?"
                    : "see the broker's log: whether it is open to everybody, nobody has asked it"};
        }
        const bool open = is_open_still(watch);
        throw Error{
            ErrorKind::answer,
            cat(what, open ? ", and it is open still" : "; now it denies it again"),
            open ? "stop the broker, see its log, and start it anew"
                 : "see the broker's log; does its acl_file name this file?"};
    }
    roll_back.give_up();
    auto told = watch.knows_reader() || examination_
                    ? cat("the broker has read ", in_quotes(live_.path()))
                    : cat(in_quotes(live_.path()), " was read after the broker was told to");
    if (examination_) {
        told += examination_->proof() ? cat(" and goes by it: ", *examination_->proof())
                                      : std::string{" and denies what it denies"};
    }
    context_.diagnostics.note(told);
}

std::optional<Examination::Fault> Application::verdict(io::ReadWatch& watch) {
    if (auto fault = await_reading(watch)) {
        return fault;
    }
    constexpr std::chrono::milliseconds time_to_take_effect{2'000};
    return examination_ ? examination_->confirm(*signals_, time_to_take_effect) : std::nullopt;
}

/// A broker that cannot read the file opens up at once, so it is asked meanwhile.
std::optional<Examination::Fault> Application::await_reading(io::ReadWatch& watch) {
    const auto deadline = Clock::now() + patience_;
    while (Clock::now() < deadline) {
        const std::array descriptors{watch.descriptor(), process_.descriptor()};
        wait_for(descriptors, slice, *signals_);
        if (!process_.is_running()) {
            throw Error{
                ErrorKind::network,
                "the broker has ended instead of reading the file",
                "see its log, and start it again"};
        }
        if (watch.was_read() && !process_.has_pending_reload()) {
            return std::nullopt;
        }
        if (auto fault = examination_ ? examination_->find_opening(*signals_) : std::nullopt) {
            return fault;
        }
    }
    return Examination::Fault{
        cat("has not read ", in_quotes(live_.path()), " within ", in_seconds(patience_)), false};
}

/// After the former file came back.
bool Application::is_open_still(io::ReadWatch& watch) {
    if (!former_.empty() && process_.is_running()) {
        watch.add(live_.path());
        const std::array descriptors{watch.descriptor(), process_.descriptor()};
        wait_for(descriptors, slice, *signals_);
    }
    return !examination_ || examination_->find_opening(*signals_).has_value();
}

} // namespace mqttx::app
