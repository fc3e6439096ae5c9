// SPDX-License-Identifier: Apache-2.0
#include "common/acl/audience.hpp"

#include "common/acl/glob.hpp"
#include "common/base/text.hpp"

#include <algorithm>
#include <unordered_set>

namespace mqttx::acl {

namespace {

std::size_t place_of(SubjectKey key) noexcept {
    return static_cast<std::size_t>(key) - static_cast<std::size_t>(SubjectKey::user);
}

bool is_glob(SubjectKey key, std::string_view value) noexcept {
    return key == SubjectKey::user_glob ||
           (takes_globs(key) && value.find('*') != std::string_view::npos);
}

std::string_view words_for(SubjectKey key) noexcept {
    switch (key) {
    case SubjectKey::any:
        return "everybody";
    case SubjectKey::authenticated:
        return "every authenticated client";
    case SubjectKey::anonymous:
        return "anonymous";
    case SubjectKey::user:
        return "user ";
    case SubjectKey::client_id:
        return "client id ";
    case SubjectKey::cert_cn:
        return "certificate CN ";
    case SubjectKey::cert_san:
        return "certificate SAN ";
    case SubjectKey::cert_issuer:
        return "certificate issuer ";
    case SubjectKey::user_glob:
        return "user like ";
    default:
        return "role ";
    }
}

} // namespace

std::uint32_t Audience::add_role(std::string_view name) {
    roles_.push_back({name});
    by_role_.push_back(none);
    return static_cast<std::uint32_t>(roles_.size() - 1);
}

void Audience::add_members(std::uint32_t role, Conjunction tests) {
    index(tests, role, true);
    roles_[role].members.push_back(std::move(tests));
}

std::uint32_t Audience::add_set(std::vector<Conjunction> any_of) {
    const auto number = static_cast<std::uint32_t>(sets_.size());
    for (const auto& tests : any_of) {
        index(tests, number, false);
    }
    sets_.push_back(std::move(any_of));
    return number;
}

void Audience::post(std::uint32_t& head, std::uint32_t entry) {
    postings_.push_back({entry, head});
    head = static_cast<std::uint32_t>(postings_.size() - 1);
}

void Audience::index(const Conjunction& tests, std::uint32_t owner, bool is_role) {
    const auto goal = static_cast<std::uint32_t>(goals_.size());
    goals_.push_back({owner, static_cast<std::uint32_t>(tests.size()), is_role});
    for (const auto& test : tests) {
        const auto entry = static_cast<std::uint32_t>(entries_.size());
        entries_.push_back({goal});
        keys_ = static_cast<std::uint16_t>(keys_ | (1U << static_cast<unsigned>(test.key)));
        if (test.key <= SubjectKey::anonymous) {
            post(by_state_[static_cast<std::size_t>(test.key)], entry);
        }
        for (const auto role : test.roles) {
            post(by_role_[role], entry);
        }
        if (test.key < SubjectKey::user || test.key == SubjectKey::role) {
            continue;
        }
        for (const auto value : test.values) {
            if (is_glob(test.key, value)) {
                patterns_.push_back({test.key, value, entry});
            } else {
                post(by_value_[place_of(test.key)].try_emplace(value, none).first->second, entry);
            }
        }
    }
}

/// Counts the tests that hold of one client; a role that turns out to be its own is a value like
/// another.
class Audience::Matching {
  public:
    Matching(const Audience& audience, const Client& client)
        : audience_{audience}, client_{client} {}

    std::vector<std::uint32_t> run() && {
        const bool known = client_.name() || client_.certificate;
        take(audience_.by_state_[0]);
        take(audience_.by_state_[known ? 1 : 2]);
        if (const auto name = client_.name()) {
            take_value(SubjectKey::user, *name);
        }
        if (client_.id) {
            take_value(SubjectKey::client_id, *client_.id);
        }
        if (client_.certificate) {
            take_certificate(*client_.certificate);
        }
        for (const auto& pattern : audience_.patterns_) {
            if (has(pattern)) {
                hold(pattern.entry);
            }
        }
        for (std::size_t at = 0; at < new_roles_.size(); ++at) {
            take(audience_.by_role_[new_roles_[at]]);
        }
        std::sort(sets_.begin(), sets_.end());
        sets_.erase(std::unique(sets_.begin(), sets_.end()), sets_.end());
        return std::move(sets_);
    }

  private:
    void take_certificate(const CertificateNames& names) {
        if (names.common_name) {
            take_value(SubjectKey::cert_cn, *names.common_name);
        }
        for (const auto& name : names.alternative) {
            take_value(SubjectKey::cert_san, name);
        }
        take_value(SubjectKey::cert_issuer, names.issuer_sha256);
    }

    void take_value(SubjectKey key, std::string_view value) {
        const auto& known = audience_.by_value_[place_of(key)];
        if (const auto found = known.find(value); found != known.end()) {
            take(found->second);
        }
    }

    void take(std::uint32_t head) {
        for (; head != none; head = audience_.postings_[head].next) {
            hold(audience_.postings_[head].entry);
        }
    }

    [[nodiscard]] bool has(const Pattern& pattern) const {
        const auto fits = [&](std::string_view text) { return matches_glob(pattern.glob, text); };
        if (pattern.key == SubjectKey::client_id) {
            return client_.id && fits(*client_.id);
        }
        if (pattern.key == SubjectKey::user_glob) {
            return client_.name() && fits(*client_.name());
        }
        if (!client_.certificate) {
            return false;
        }
        const auto& names = *client_.certificate;
        return pattern.key == SubjectKey::cert_cn
                   ? names.common_name && fits(*names.common_name)
                   : std::any_of(names.alternative.begin(), names.alternative.end(), fits);
    }

    /// A test holds; when it is the last of its conjunction the client is in the set.
    void hold(std::uint32_t entry) {
        const auto conjunction = audience_.entries_[entry].conjunction;
        const auto& goal = audience_.goals_[conjunction];
        if (goal.tests > 1 &&
            (!held_.insert(entry).second || ++counts_[conjunction] < goal.tests)) {
            return;
        }
        if (!goal.is_role) {
            sets_.push_back(goal.owner);
        } else if (roles_.insert(goal.owner).second) {
            new_roles_.push_back(goal.owner);
        }
    }

    const Audience& audience_;
    const Client& client_;
    std::vector<std::uint32_t> sets_;
    std::vector<std::uint32_t> new_roles_;
    std::unordered_set<std::uint32_t> roles_;
    std::unordered_set<std::uint32_t> held_;
    std::unordered_map<std::uint32_t, std::uint32_t> counts_;
};

std::vector<std::uint32_t> Audience::matching(const Client& client) const {
    return Matching{*this, client}.run();
}

bool Audience::names(std::string_view user) const {
    return by_value_[place_of(SubjectKey::user)].contains(user);
}

std::string subject_words(std::span<const Conjunction> any_of) {
    std::string words;
    for (const auto& tests : any_of) {
        words += words.empty() ? "" : ", ";
        for (const auto& test : tests) {
            words += &test == &tests.front() ? "" : " with ";
            words += words_for(test.key);
            for (const auto& value : test.values) {
                words += &value == &test.values.front() ? "" : " or ";
                words += in_quotes(value);
            }
        }
    }
    return words;
}

} // namespace mqttx::acl
