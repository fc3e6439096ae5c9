// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace mqttx::test {

/// A folder of its own that goes with its content.
class Folder {
  public:
    Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder();

    [[nodiscard]] std::string path_of(const std::string& name) const { return path_ / name; }

    /// The path of the file that was written, over what was there.
    [[nodiscard]] std::string write(const std::string& name, const std::string& content) const;

  private:
    std::filesystem::path path_;
};

/// A mosquitto process (MOSQUITTO names the program) that serves one free loopback port and ends
/// with this object.
class LiveBroker {
  public:
    /// The lines after those about the listener. Returns when the broker serves or has ended.
    explicit LiveBroker(const std::string& configuration);
    LiveBroker(const LiveBroker&) = delete;
    LiveBroker& operator=(const LiveBroker&) = delete;
    ~LiveBroker();

    [[nodiscard]] int port() const { return port_; }

    /// What it has logged up to serving or ending.
    [[nodiscard]] const std::string& log() const { return log_text_; }

    /// Has it read its files again (SIGHUP); returns when whatever is asked of it is answered
    /// after that.
    void reload();

    /// The same, for a word that it logs about what it read.
    void reload(const std::string& word);

    /// Tells it to read its files again, and does not wait.
    void signal_reload() const;

    /// Returns when it has logged this; throws when it does not within ten seconds.
    void wait_for_log(const std::string& word);

    /// Ends it. What it ended with by itself; 0 when it ran until now.
    int stop();

  private:
    void start(const std::string& configuration);
    void close_log();
    void read_log_until(const std::string& word);

    Folder folder_;
    int port_ = 0;
    pid_t process_ = 0;
    int log_ = -1; ///< its standard error
    std::string log_text_;
};

} // namespace mqttx::test
