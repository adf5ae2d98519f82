// Closes a file descriptor when it goes out of scope.
#pragma once

#include <unistd.h>

#include <utility>

namespace engine {

class Descriptor {
public:
    explicit Descriptor(int number) : m_number(number) {} // below 0: not open
    ~Descriptor() { close(); }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;

    int get() const { return m_number; }
    // What close(2) says; 0 when it is closed already. Some disks tell only now that they are full.
    int close() { return m_number < 0 ? 0 : ::close(std::exchange(m_number, -1)); }

private:
    int m_number;
};

} // namespace engine
