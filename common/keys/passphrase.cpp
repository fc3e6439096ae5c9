// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.hpp"
#include "common/base/normal_form.hpp"
#include "common/base/utf8.hpp"
#include "common/keys/derivation.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace mqttx::keys {

namespace {

constexpr std::size_t fewest_characters = 16;
constexpr std::size_t fewest_different = 6;

/// The characters of a passphrase, overwritten when they go.
class Characters {
  public:
    explicit Characters(std::string_view text) {
        values_.reserve(text.size());
        while (const auto point = decode_utf8(text)) {
            values_.push_back(point->value);
            text.remove_prefix(point->length);
        }
    }

    Characters(const Characters&) = delete;
    Characters& operator=(const Characters&) = delete;

    ~Characters() {
        wipe({reinterpret_cast<std::uint8_t*>(values_.data()), values_.size() * sizeof(char32_t)});
    }

    [[nodiscard]] std::size_t count() const noexcept { return values_.size(); }

    [[nodiscard]] std::size_t different() const {
        return std::set<char32_t>{values_.begin(), values_.end()}.size();
    }

    /// Whether it is one piece again and again: "secretsecretsecret".
    [[nodiscard]] bool repeats() const noexcept {
        for (std::size_t piece = 1; piece <= values_.size() / 2; ++piece) {
            const auto shift = static_cast<std::ptrdiff_t>(piece);
            if (std::equal(values_.begin() + shift, values_.end(), values_.begin())) {
                return true;
            }
        }
        return false;
    }

    /// Whether most characters follow from the one before: "abcdefgh12345678".
    [[nodiscard]] bool counts() const noexcept {
        std::size_t steps = 0;
        for (std::size_t at = 1; at < values_.size(); ++at) {
            const char32_t step = values_[at] - values_[at - 1];
            steps += step == 1 || step == 0 || step == static_cast<char32_t>(-1) ? 1U : 0U;
        }
        return 2 * steps > values_.size();
    }

  private:
    std::vector<char32_t> values_;
};

[[noreturn]] void refuse(std::string what) {
    throw Error{
        ErrorKind::usage,
        std::move(what),
        "take several words that nobody says together, or --generate"};
}

} // namespace

Secret normalize_passphrase(const Secret& passphrase) {
    if (!is_utf8(passphrase.expose_text())) {
        throw Error{ErrorKind::usage, "the passphrase is no UTF-8 text"};
    }
    auto normal = normal_form_c(passphrase.expose_text());
    if (!normal) {
        throw Error{ErrorKind::usage, "the passphrase cannot be brought into normal form C"};
    }
    return *std::move(normal);
}

void require_strong(const Secret& passphrase) {
    const Characters characters{passphrase.expose_text()};
    if (characters.count() < fewest_characters) {
        refuse("the passphrase is too short: it needs at least 16 characters");
    }
    if (characters.different() < fewest_different || characters.repeats() || characters.counts()) {
        refuse("the passphrase is too easy to guess: it repeats itself or counts");
    }
}

} // namespace mqttx::keys
