// SPDX-License-Identifier: Apache-2.0
#include "apps/mqttx/sub/printer.hpp"

namespace mqttx::app::sub {

Sink::Taken Printer::take(const Arrival& arrival) {
    const auto text = record_.text(arrival);
    output_.write(text);
    if (record_.ends_line(text)) {
        output_.write("\n");
    }
    return Taken::yes;
}

} // namespace mqttx::app::sub
