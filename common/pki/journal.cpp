// SPDX-License-Identifier: Apache-2.0
#include "common/pki/journal.hpp"

#include "common/base/error.hpp"
#include "common/base/text.hpp"
#include "common/io/file.hpp"
#include "common/io/new_file.hpp"
#include "common/pki/digest.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>

namespace mqttx::pki {

namespace {

constexpr std::string_view before_sum = R"(,"sum":")";
constexpr std::string_view after_sum = R"("})";
constexpr std::string_view more_member = R"(,"more":true)";
constexpr std::size_t sum_size = 16;
constexpr std::size_t ending_size = before_sum.size() + sum_size + after_sum.size();

std::string sum_of(std::string_view previous, std::string_view content) {
    return sha256_text(as_bytes(cat(previous, content))).substr(0, sum_size);
}

/// A line in its two parts.
struct Line {
    std::string_view content; ///< the object without its sum and its last brace
    std::string_view sum;

    [[nodiscard]] bool has_more() const { return content.ends_with(more_member); }
};

std::optional<Line> split(std::string_view line) {
    if (line.size() < ending_size || !line.ends_with(after_sum)) {
        return std::nullopt;
    }
    const std::size_t size = line.size() - ending_size;
    if (!line.substr(size).starts_with(before_sum)) {
        return std::nullopt;
    }
    return Line{line.substr(0, size), line.substr(size + before_sum.size(), sum_size)};
}

std::optional<Event> event_in(const Line& line) {
    return parse_event(cat(line.content, '}'));
}

/// Lines that end, and how many bytes they take.
std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    return lines;
}

bool has_more(std::string_view line) {
    const auto parts = split(line);
    return parts && parts->has_more();
}

/// The lines of the last whole step at the end of a text, and where in it they end.
struct LastStep {
    std::vector<std::string_view> lines;
    std::size_t end = 0;
    bool reaches_front = false; ///< perhaps it begins before the text
};

LastStep last_step_in(std::string_view text, bool from_the_start) {
    auto lines = lines_of(text);
    while (!lines.empty() && has_more(lines.back())) {
        lines.pop_back(); // the step was interrupted
    }
    LastStep step;
    if (lines.empty()) {
        step.reaches_front = true;
        return step;
    }
    const std::string_view last = lines.back();
    step.end = static_cast<std::size_t>(last.data() - text.data()) + last.size() + 1;
    auto first = lines.end() - 1;
    while (first != lines.begin() && has_more(*(first - 1))) {
        --first;
    }
    step.reaches_front = first == lines.begin();
    if (step.reaches_front && !from_the_start) {
        return step; // the first line need not be whole either
    }
    step.lines.assign(first, lines.end());
    return step;
}

/// The end of the journal: what a writer must know of it.
struct Tail {
    std::string text;
    LastStep step;
    off_t end = 0;  ///< of the last whole step
    off_t size = 0; ///< of the file
};

[[noreturn]] void fail(std::string_view doing, const std::string& path) {
    throw Error{
        ErrorKind::local,
        cat("cannot ", doing, " the journal ", in_quotes(path), ": ", system_error_text(errno))};
}

std::string read_at(int file, off_t from, std::size_t size, const std::string& path) {
    std::string text(size, '\0');
    for (std::size_t done = 0; done < size;) {
        const auto count =
            ::pread(file, text.data() + done, size - done, from + static_cast<off_t>(done));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            fail("read", path);
        }
        done += static_cast<std::size_t>(count);
    }
    return text;
}

Tail read_tail(int file, const std::string& path) {
    struct stat status {};

    if (::fstat(file, &status) != 0) {
        fail("read", path);
    }
    Tail tail;
    tail.size = status.st_size;
    for (off_t span = 8192;; span *= 4) {
        const off_t from = std::max<off_t>(tail.size - span, 0);
        tail.text = read_at(file, from, static_cast<std::size_t>(tail.size - from), path);
        tail.step = last_step_in(tail.text, from == 0);
        if (from == 0 || !tail.step.reaches_front) {
            tail.end = from + static_cast<off_t>(tail.step.end);
            return tail;
        }
    }
}

Error damaged(const std::string& path, std::string_view where) {
    return {
        ErrorKind::local,
        cat("the journal ", in_quotes(path), " is damaged ", where),
        "'mqttx cert fsck' says what it finds"};
}

/// Cuts a file back to what it was, unless all went well.
class Undo {
  public:
    Undo(int file, off_t size) : file_{file}, size_{size} {}

    Undo(const Undo&) = delete;
    Undo& operator=(const Undo&) = delete;

    ~Undo() {
        if (file_ >= 0) {
            [[maybe_unused]] const int result = ::ftruncate(file_, size_);
        }
    }

    void dismiss() noexcept { file_ = -1; }

  private:
    int file_;
    off_t size_;
};

} // namespace

JournalContent parse_journal(std::string_view text) {
    JournalContent content;
    const LastStep last = last_step_in(text, true);
    content.is_torn = last.end < text.size();
    std::string previous;
    const auto lines = lines_of(text.substr(0, last.end));
    content.events.reserve(lines.size());
    for (std::size_t at = 0; at < lines.size(); ++at) {
        const auto parts = split(lines[at]);
        auto event = parts ? event_in(*parts) : std::nullopt;
        if (!event) {
            content.damages.push_back({at + 1, "it is no line of a journal"});
            continue;
        }
        if (sum_of(previous, parts->content) != parts->sum) {
            content.damages.push_back({at + 1, "it was changed, or lines before it were"});
        }
        previous = parts->sum; // a fault is named once, not on all lines behind it
        content.events.push_back(std::move(*event));
    }
    return content;
}

JournalContent Journal::read() const {
    constexpr std::size_t largest = std::size_t{1} << 31U;
    return io::exists(path_) ? parse_journal(io::read_text(path_, largest)) : JournalContent{};
}

std::vector<Event> Journal::read_whole() const {
    JournalContent content = read();
    if (!content.damages.empty()) {
        throw damaged(path_, cat("in line ", content.damages.front().line));
    }
    return std::move(content.events);
}

std::vector<Event> Journal::last_step() const {
    const io::Descriptor file{::open(path_.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.is_open() && errno == ENOENT) {
        return {};
    }
    if (!file.is_open()) {
        fail("read", path_);
    }
    const Tail tail = read_tail(file.number(), path_);
    std::vector<Event> events;
    for (const std::string_view line : tail.step.lines) {
        const auto parts = split(line);
        auto event = parts ? event_in(*parts) : std::nullopt;
        if (!event) {
            throw damaged(path_, "at its end");
        }
        events.push_back(std::move(*event));
    }
    return events;
}

void Journal::append(std::span<const Event> events) const {
    const bool is_new = !io::exists(path_);
    const io::Descriptor file{
        ::open(path_.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)};
    if (!file.is_open()) {
        fail("write", path_);
    }
    const Tail tail = read_tail(file.number(), path_);
    const auto last = tail.step.lines.empty() ? std::nullopt : split(tail.step.lines.back());
    if (!last && tail.end > 0) {
        throw damaged(path_, "at its end");
    }
    std::string sum{last ? last->sum : std::string_view{}};
    std::string text;
    for (std::size_t at = 0; at < events.size(); ++at) {
        std::string line = to_json(events[at]);
        line.pop_back(); // the last brace comes behind the sum
        line += at + 1 < events.size() ? more_member : std::string_view{};
        sum = sum_of(sum, line);
        text += cat(line, before_sum, sum, after_sum, '\n');
    }
    Undo undo{file.number(), tail.end};
    if (::ftruncate(file.number(), tail.end) != 0 ||
        ::lseek(file.number(), tail.end, SEEK_SET) < 0) {
        fail("write", path_);
    }
    io::write_all(file.number(), as_bytes(text), path_);
    if (::fsync(file.number()) != 0) {
        fail("write", path_);
    }
    undo.dismiss();
    if (is_new) {
        io::sync_folder_of(path_);
    }
}

void Journal::drop_torn() const {
    const io::Descriptor file{::open(path_.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC)};
    if (!file.is_open() && errno == ENOENT) {
        return;
    }
    if (!file.is_open()) {
        fail("write", path_);
    }
    const Tail tail = read_tail(file.number(), path_);
    if (tail.end == 0) {
        ::unlink(path_.c_str());
    } else if (tail.end < tail.size && ::ftruncate(file.number(), tail.end) != 0) {
        fail("write", path_);
    }
}

} // namespace mqttx::pki
