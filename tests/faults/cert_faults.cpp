// SPDX-License-Identifier: Apache-2.0
//
// Lets every verb of cert that writes die, run out of disk or meet a fault at each of its calls
// that change files, one after the other, and looks at what it leaves: old or new, never half;
// 'cert fsck' says what there is; the same verb succeeds when it is run again.
//
// usage: cert_faults PROGRAM SHIM SCENARIO

#include "tests/faults/judge.hpp"
#include "tests/faults/scenarios.hpp"
#include "tests/faults/trial.hpp"

#include <algorithm>
#include <array>
#include <iostream>
#include <numeric>
#include <string_view>

namespace {

using namespace mqttx::faults;

constexpr std::array<std::pair<Kind, std::string_view>, 4> kinds{
    {{Kind::kill, "killed"},
     {Kind::power, "power lost"},
     {Kind::full_disk, "disk full"},
     {Kind::io_error, "input/output error"}}};

constexpr int local_fault = 3;

class Trials {
  public:
    Trials(Place& place, const Scenario& scenario) : place_{place}, scenario_{scenario} {
        for (const std::string& words : scenario.before) {
            must_succeed(words);
        }
        place_.keep("before");
        before_ = tree_of(place_.folder());
        calls_ = must_succeed(scenario.verb).calls;
        after_ = tree_of(place_.folder());
        expect(after_ != before_, "the verb changed nothing");
    }

    /// The number of faults found.
    int run() {
        const long shift = std::accumulate(scenario_.name.begin(), scenario_.name.end(), 0L);
        for (long call = 1; call <= calls_; call += scenario_.stride) {
            for (long kind = 0; kind < std::ssize(kinds); ++kind) {
                if (scenario_.has_every_kind || (call + shift) % std::ssize(kinds) == kind) {
                    const auto& [fault, name] = kinds.at(static_cast<std::size_t>(kind));
                    where_ = std::string{name} + " at call " + std::to_string(call);
                    try_one(fault, call);
                }
            }
        }
        std::cout << scenario_.name << ": " << calls_ << " calls, " << trials_ << " trials, "
                  << decided_ << " were done when repaired\n";
        // Were none or all of them decided, the faults would not have been where they should.
        expect(
            !scenario_.has_journal || (decided_ > 0 && decided_ < trials_),
            "one side of the decision was never seen"
        );
        return faults_;
    }

  private:
    void expect(bool holds, const std::string& what, const std::string& detail = {}) {
        if (!holds) {
            ++faults_;
            std::cout << scenario_.name << ", " << where_ << ": " << what << '\n' << detail;
        }
    }

    Ending must_succeed(const std::string& words) {
        Ending ending = place_.run(words);
        expect(ending.status == 0, "'" + words + "' failed", ending.output);
        return ending;
    }

    void try_one(Kind kind, long call) {
        place_.restore("before");
        const Ending ending = place_.run(scenario_.verb, kind, call);
        if (ending.calls < call) {
            return; // workers share the calls out anew each time
        }
        ++trials_;
        const bool must_die = kind == Kind::kill || kind == Kind::power;
        expect(must_die == ending.is_killed(), "it ended otherwise", ending.output);
        if (!must_die) {
            expect_clear(ending);
        }
        for (const std::string& path : halves(tree_of(place_.folder()), before_, after_)) {
            expect(false, "half a file: " + path);
        }
        if (scenario_.has_journal) {
            expect_explained();
            place_.keep("crashed");
            static_cast<void>(place_.run("cert fsck --repair"));
            expect_whole(ending);
            place_.restore("crashed");
        }
        expect_next_run();
    }

    /// An error is one line with the cause, and success is success.
    void expect_clear(const Ending& ending) {
        if (ending.status == 0) {
            std::vector<std::string> strays;
            const auto progress = progress_of(tree_of(place_.folder()), before_, after_, strays);
            expect(progress == Progress::done, "it promised what it did not do", ending.output);
            return;
        }
        const auto first = ending.output.find("mqttx: error: ");
        expect(
            ending.status == local_fault && first != std::string::npos &&
                (!scenario_.is_one_step ||
                 ending.output.find("mqttx: error: ", first + 1) == std::string::npos),
            "no clear error",
            ending.output
        );
    }

    void expect_explained() {
        const Ending ending = place_.run("cert fsck");
        const bool is_clean = ending.status == 0 && ending.output.ends_with("agree\n");
        const bool is_explained = ending.status == 1 && ending.output.size() > 20;
        const bool is_nowhere =
            ending.status == local_fault &&
            ending.output.find("there is no PKI: 'pki' does not exist") != std::string::npos;
        expect(is_clean || is_explained || is_nowhere, "fsck does not explain", ending.output);
    }

    /// After a repair: as before, or all that the verb does.
    void expect_whole(const Ending& ending) {
        const Tree now = tree_of(place_.folder());
        std::vector<std::string> strays;
        const Progress progress = progress_of(now, before_, after_, strays);
        decided_ += progress == Progress::none ? 0 : 1;
        for (const std::string& path : strays) {
            expect(false, "a stray file: " + path, ending.output);
        }
        if (scenario_.is_one_step) {
            expect(progress != Progress::part, "neither old nor new", listing(now));
            return;
        }
        for (const std::string& name : torn_groups(now, before_, after_)) {
            expect(false, "neither old nor new: " + name, listing(now));
        }
    }

    void expect_next_run() {
        const Ending again = place_.run(scenario_.verb);
        const bool was_done = !scenario_.done_says.empty() &&
                              again.output.find(scenario_.done_says) != std::string::npos;
        expect(again.status == 0 || was_done, "the next run fails", again.output);
        const Tree now = tree_of(place_.folder());
        std::vector<std::string> strays;
        const Progress progress = progress_of(now, before_, after_, strays);
        expect(progress == Progress::done, "the next run does not do it all", again.output);
        for (const std::string& path : strays) {
            // Who was killed cannot clear away what was still being written, under names of its
            // own.
            expect(path.find(".tmp") != std::string::npos, "the next run leaves " + path);
        }
        if (scenario_.has_journal) {
            const Ending check = place_.run("cert fsck");
            expect(check.status == 0, "fsck is not content after the next run", check.output);
        }
    }

    static std::string listing(const Tree& tree) {
        std::string text;
        for (const auto& [path, content] : tree) {
            text += "  " + path + " " + std::to_string(content.size()) + '\n';
        }
        return text;
    }

    Place& place_;
    const Scenario& scenario_;
    Tree before_;
    Tree after_;
    long calls_ = 0;
    std::string where_ = "undisturbed";
    int trials_ = 0;
    int decided_ = 0;
    int faults_ = 0;
};

} // namespace

int main(int count, char** arguments) {
    if (count != 4) {
        std::cerr << "usage: cert_faults PROGRAM SHIM SCENARIO\n";
        return 2;
    }
    const std::string_view wanted = arguments[3];
    const auto all = scenarios();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Scenario& each) {
        return each.name == wanted;
    });
    if (found == all.end()) {
        std::cerr << "no scenario " << wanted << '\n';
        return 2;
    }
    Place place{arguments[1], arguments[2]};
    return Trials{place, *found}.run() == 0 ? 0 : 1;
}
