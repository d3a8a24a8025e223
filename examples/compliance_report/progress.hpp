// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>

namespace compliance {

/// A bar on the terminal while a long file is read; nothing where the errors go elsewhere, or the
/// file is short. It erases itself.
class progress_bar {
public:
    explicit progress_bar(std::uint64_t bytes);
    ~progress_bar() { clear(); }
    progress_bar(const progress_bar&) = delete;
    progress_bar& operator=(const progress_bar&) = delete;

    /// So much is done. Cheap enough to be called for every row.
    void update(std::uint64_t done) {
        if (done >= next_)
            draw(done);
    }
    void clear();

private:
    void draw(std::uint64_t done);

    std::uint64_t bytes_;
    std::uint64_t next_;
    bool drawn_ = false;
};

} // namespace compliance
