// SPDX-License-Identifier: Apache-2.0
#include "common/acl/mosquitto_lines.hpp"

#include <algorithm>

namespace mqttx::acl {

namespace {

constexpr std::size_t growth = 1000;
constexpr auto npos = std::string_view::npos;

/// The buffer size that is reached before `needed` bytes fit.
std::size_t grown(std::size_t room, std::size_t needed) noexcept {
    return needed <= room ? room : room + (needed - room + growth - 1) / growth * growth;
}

} // namespace

std::optional<std::string_view> MosquittoLines::next() {
    if (at_ == text_.size()) {
        return std::nullopt;
    }
    const auto newline = text_.find('\n', at_);
    const auto end = newline == npos ? text_.size() : newline + 1;
    const auto taken = text_.substr(at_, end - at_);
    const auto nul = taken.find('\0');
    if (nul != npos) {
        return line_with_nul(nul);
    }
    room_ = grown(room_, taken.size());
    if (newline == npos && room_ == taken.size()) {
        // The end of the file is not noticed yet; the next read finds nothing, and that answer
        // stands for this line too.
        lose(Loss::Cause::filled_its_buffer, at_, end, true);
        at_ = end;
        return std::nullopt;
    }
    at_ = end;
    return newline == npos ? taken : taken.substr(0, taken.size() - 1);
}

/// The line never seems to end, so all lines up to the end of the file are appended behind the NUL.
/// The answer of the last read decides whether what stands before the NUL is taken.
std::optional<std::string_view> MosquittoLines::line_with_nul(std::size_t nul) {
    const auto begin = at_;
    room_ = grown(room_, nul + 1);
    at_ = text_.size();
    const auto first_read = text_.substr(begin, room_);
    const auto newline = first_read.find('\n');
    bool taken = newline == npos && first_read.size() < room_;
    if (!taken) {
        const auto rest = text_.substr(begin + (newline == npos ? first_read.size() : newline + 1));
        const auto last_newline = rest.rfind('\n');
        const auto tail = last_newline == npos ? rest.size() : rest.size() - last_newline - 1;
        taken = tail % growth != 0;
    }
    lose(Loss::Cause::nul_byte, begin + nul, text_.size(), !taken);
    return taken ? std::optional{text_.substr(begin, nul)} : std::nullopt;
}

void MosquittoLines::lose(Loss::Cause cause, std::size_t begin, std::size_t end, bool line_lost) {
    losses_.push_back(
        {cause, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}, line_lost}
    );
}

} // namespace mqttx::acl
