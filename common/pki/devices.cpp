// SPDX-License-Identifier: Apache-2.0
#include "common/pki/devices.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_set>

namespace mqttx::pki {

namespace {

using nlohmann::json;

constexpr std::array<std::pair<std::string_view, KeyType>, 6> key_types{
    {{"p256", KeyType::p256},
     {"p384", KeyType::p384},
     {"ed25519", KeyType::ed25519},
     {"rsa2048", KeyType::rsa2048},
     {"rsa3072", KeyType::rsa3072},
     {"rsa4096", KeyType::rsa4096}}};

constexpr int longest_days = 36'500;
constexpr std::array<std::string_view, 4> columns{"name", "san", "days", "key-type"};

struct CsvRow {
    std::size_t line = 0;
    std::vector<std::string> fields{};
    std::string fault{};
};

/// Cuts CSV into rows; a field in quotes may hold commas, line feeds and doubled quotes.
class Csv {
  public:
    explicit Csv(std::string_view text) : rest_{text} {}

    [[nodiscard]] bool is_at_end() const noexcept { return rest_.empty(); }

    CsvRow next() {
        CsvRow row;
        row.line = line_;
        for (bool is_last = false; !is_last;) {
            row.fields.push_back(field(row, is_last));
        }
        return row;
    }

  private:
    std::string field(CsvRow& row, bool& is_last) {
        std::string text;
        const bool is_quoted = rest_.starts_with('"');
        if (is_quoted) {
            text = quoted(row);
        }
        const std::size_t end = std::min(rest_.find_first_of(",\n"), rest_.size());
        std::string plain{rest_.substr(0, end)};
        if (plain.ends_with('\r') && (end == rest_.size() || rest_[end] == '\n')) {
            plain.pop_back();
        }
        if (is_quoted && !plain.empty()) {
            row.fault = "has text behind a closing quote";
        } else if (!is_quoted && plain.find('"') != std::string::npos) {
            row.fault = "has a quote inside a field without quotes";
        }
        text += plain;
        is_last = end == rest_.size() || rest_[end] == '\n';
        line_ += is_last ? 1U : 0U;
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return text;
    }

    std::string quoted(CsvRow& row) {
        std::string text;
        rest_.remove_prefix(1);
        while (!rest_.empty()) {
            const char each = rest_.front();
            rest_.remove_prefix(1);
            if (each == '"' && !rest_.starts_with('"')) {
                return text;
            }
            if (each == '"') {
                rest_.remove_prefix(1);
            }
            line_ += each == '\n' ? 1U : 0U;
            text.push_back(each);
        }
        row.fault = "has a quote that is not closed";
        return text;
    }

    std::string_view rest_;
    std::size_t line_ = 1;
};

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end > 0) {
            words.emplace_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

void set_days(Device& device, std::string_view text) {
    int days = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), days);
    if (fault != std::errc{} || end != text.data() + text.size() || days < 1 ||
        days > longest_days) {
        device.fault = cat("has ", in_quotes(text), " days, not 1 to ", longest_days);
    } else {
        device.days = days;
    }
}

void set_key_type(Device& device, std::string_view text) {
    device.key_type = key_type_named(text);
    if (!device.key_type) {
        device.fault =
            cat("has the key type ",
                in_quotes(text),
                ", not p256, p384, ed25519, "
                "rsa2048, rsa3072 or rsa4096");
    }
}

void set_field(Device& device, std::string_view column, const std::string& text) {
    if (column == "name") {
        device.name = text;
    } else if (text.empty()) {
        return; // as by default
    } else if (column == "san") {
        device.names = words_of(text);
    } else if (column == "days") {
        set_days(device, text);
    } else {
        set_key_type(device, text);
    }
}

Error no_header(const std::string& source) {
    return {
        ErrorKind::local,
        cat(in_quotes(source), " does not begin with a header"),
        "its first line is: name,san,days,key-type (all but name may be missing)"};
}

std::vector<std::string> header_of(Csv& csv, const std::string& source) {
    const CsvRow row = csv.next();
    const bool is_known =
        row.fault.empty() &&
        std::all_of(row.fields.begin(), row.fields.end(), [](const std::string& field) {
            return std::find(columns.begin(), columns.end(), field) != columns.end();
        });
    const std::unordered_set<std::string> different{row.fields.begin(), row.fields.end()};
    if (!is_known || !different.contains("name") || different.size() != row.fields.size()) {
        throw no_header(source);
    }
    return row.fields;
}

Device device_of(const CsvRow& row, const std::vector<std::string>& header) {
    Device device;
    device.row = row.line;
    if (row.fields.size() == 1 && row.fields.front().empty()) {
        device.fault = "is blank";
    } else if (!row.fault.empty()) {
        device.fault = row.fault;
    } else if (row.fields.size() != header.size()) {
        device.fault =
            cat("has ", counted(row.fields.size(), "field"), ", the header ", header.size());
    } else {
        for (std::size_t at = 0; at < header.size() && device.fault.empty(); ++at) {
            set_field(device, header[at], row.fields[at]);
        }
    }
    return device;
}

std::vector<Device> read_csv(std::string_view text, const std::string& source) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF"; // as spreadsheets write it
    if (text.starts_with(byte_order_mark)) {
        text.remove_prefix(byte_order_mark.size());
    }
    Csv csv{text};
    const auto header = header_of(csv, source);
    std::vector<Device> devices;
    while (!csv.is_at_end()) {
        devices.push_back(device_of(csv.next(), header));
    }
    return devices;
}

void set_member(Device& device, const std::string& name, const json& value) {
    if (name == "name" && value.is_string()) {
        device.name = value.get<std::string>();
    } else if (name == "days" && value.is_number_unsigned()) {
        set_days(device, value.dump());
    } else if (name == "key-type" && value.is_string()) {
        set_key_type(device, value.get<std::string>());
    } else if (name == "san" && value.is_array() && std::all_of(value.begin(), value.end(), [](const json& each) {
                   return each.is_string();
               })) {
        device.names = value.get<std::vector<std::string>>();
    } else {
        device.fault =
            cat("has a member ", in_quotes(name), " that is not known, or of another type");
    }
}

std::vector<Device> read_json(std::string_view text, const std::string& source) {
    const json all = json::parse(text, nullptr, false);
    if (!all.is_array()) {
        throw Error{
            ErrorKind::local,
            cat(in_quotes(source), " is not a JSON array"),
            R"(write [{"name":"sensor-1","san":["a.example"],"days":90,"key-type":"p256"}])"};
    }
    std::vector<Device> devices;
    for (const json& object : all) {
        Device device;
        device.row = devices.size() + 1;
        if (!object.is_object()) {
            device.fault = "is no object";
        }
        for (auto member = object.begin();
             object.is_object() && device.fault.empty() && member != object.end();
             ++member) {
            set_member(device, member.key(), member.value());
        }
        devices.push_back(std::move(device));
    }
    return devices;
}

} // namespace

std::optional<KeyType> key_type_named(std::string_view name) noexcept {
    for (const auto& [each, type] : key_types) {
        if (each == name) {
            return type;
        }
    }
    return std::nullopt;
}

std::vector<Device> read_devices(std::string_view text, const std::string& source) {
    const std::size_t first = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    const bool is_json = first < text.size() && (text[first] == '[' || text[first] == '{');
    auto devices = is_json ? read_json(text, source) : read_csv(text, source);
    std::unordered_set<std::string_view> seen;
    for (Device& device : devices) {
        if (device.fault.empty() && device.name.empty()) {
            device.fault = "has no name";
        } else if (device.fault.empty() && !seen.insert(device.name).second) {
            device.fault = cat("has the name ", in_quotes(device.name), " a second time");
        }
    }
    return devices;
}

} // namespace mqttx::pki
