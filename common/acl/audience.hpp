// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/acl/bind.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mqttx::acl {

/// What a subject of the native format looks at.
enum class SubjectKey : std::uint8_t {
    any,
    authenticated, ///< has a user name or a certificate
    anonymous,     ///< has neither
    user,
    client_id,
    cert_cn,
    cert_san,
    cert_issuer,
    user_glob, ///< a user name of some shape; other formats than the native one know it
    role
};

/// Whether '*' in the values of a key stands for any run of characters.
constexpr bool takes_globs(SubjectKey key) noexcept {
    return key == SubjectKey::client_id || key == SubjectKey::cert_cn ||
           key == SubjectKey::cert_san || key == SubjectKey::user_glob;
}

/// One key of a subject: it holds of a client when one of its values does.
struct SubjectTest {
    SubjectKey key = SubjectKey::any;
    std::vector<std::string_view> values{}; ///< of a role its name; of the first three keys none
    std::vector<std::uint32_t> roles{};     ///< of SubjectKey::role: as add_role() numbered them
};

/// Tests that must hold together.
using Conjunction = std::vector<SubjectTest>;

/// Who the rules of a file are for: sets of clients, and roles that sets and other roles speak of.
/// A client is looked up by its names, so the sets it is in are found in time that grows with their
/// number and with the globs, not with all sets. The texts of the values must outlive it.
class Audience {
  public:
    std::uint32_t add_role(std::string_view name);
    void add_members(std::uint32_t role, Conjunction tests);

    /// Adds the set of the clients for whom one of the conjunctions holds; sets are numbered from
    /// 0.
    std::uint32_t add_set(std::vector<Conjunction> any_of);

    /// The numbers of the sets a client is in, ascending.
    [[nodiscard]] std::vector<std::uint32_t> matching(const Client& client) const;

    [[nodiscard]] const std::vector<Conjunction>& set(std::uint32_t number) const noexcept {
        return sets_[number];
    }

    [[nodiscard]] std::size_t set_count() const noexcept { return sets_.size(); }

    struct Role {
        std::string_view name;
        std::vector<Conjunction> members{};
    };

    [[nodiscard]] const std::vector<Role>& roles() const noexcept { return roles_; }

    /// Whether a subject or a role has this user name in it.
    [[nodiscard]] bool names(std::string_view user) const;

    /// Whether a set looks at this key, be it through a role.
    [[nodiscard]] bool looks_at(SubjectKey key) const noexcept {
        return ((keys_ >> static_cast<unsigned>(key)) & 1U) != 0;
    }

  private:
    class Matching;

    static constexpr std::uint32_t none = 0xFFFFFFFF;

    /// A test as the index knows it.
    struct Entry {
        std::uint32_t conjunction;
    };

    /// A conjunction as the index knows it.
    struct Goal {
        std::uint32_t owner; ///< a set, or a role behind all of those
        std::uint32_t tests;
        bool is_role;
    };

    struct Posting {
        std::uint32_t entry;
        std::uint32_t next;
    };

    struct Pattern {
        SubjectKey key;
        std::string_view glob;
        std::uint32_t entry;
    };

    using Postings = std::unordered_map<std::string_view, std::uint32_t>;

    void index(const Conjunction& tests, std::uint32_t owner, bool is_role);
    void post(std::uint32_t& head, std::uint32_t entry);

    std::vector<Role> roles_;
    std::vector<std::vector<Conjunction>> sets_;
    std::vector<Entry> entries_;
    std::vector<Goal> goals_;
    std::vector<Posting> postings_;
    std::array<Postings, 5> by_value_;                        ///< user, client id, CN, SAN, issuer
    std::vector<std::uint32_t> by_role_;                      ///< heads of postings
    std::array<std::uint32_t, 3> by_state_{none, none, none}; ///< any, authenticated, anonymous
    std::vector<Pattern> patterns_;
    std::uint16_t keys_ = 0;
};

/// A subject in words: "user 'a' with client id 'b' or 'c', role 'd'"; conjunctions joined by ", ".
std::string subject_words(std::span<const Conjunction> any_of);

} // namespace mqttx::acl
