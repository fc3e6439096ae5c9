// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mqttx::bench {

/// A permission file of so many lines: a site whose devices have a section of ten lines each,
/// without faults. `changed_every` gives one device in so many a right more; 0 none. Throws
/// std::runtime_error when it cannot be written.
void write_rules(const std::string& path, int lines, int changed_every = 0);

/// The user name of a device, counted from 0.
std::string device_name(int number);

/// The tree of topics that is its own.
std::string device_topic(int number);

} // namespace mqttx::bench
