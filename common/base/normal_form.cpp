// SPDX-License-Identifier: Apache-2.0
#include "common/base/normal_form.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace mqttx {

namespace {

struct FreeText {
    void operator()(utf8proc_uint8_t* text) const noexcept { std::free(text); }
};

} // namespace

std::optional<Secret> normal_form_c(std::string_view text) {
    utf8proc_uint8_t* form = nullptr;
    const auto size = utf8proc_map(
        reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
        static_cast<utf8proc_ssize_t>(text.size()),
        &form,
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE)
    );
    const std::unique_ptr<utf8proc_uint8_t, FreeText> owner{form};
    if (size < 0) {
        return std::nullopt;
    }
    const std::span<std::uint8_t> bytes{form, static_cast<std::size_t>(size)};
    Secret normal{ByteView{bytes}};
    wipe(bytes);
    return normal;
}

} // namespace mqttx
