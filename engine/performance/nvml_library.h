// NVIDIA's management library, opened at run time: nothing of it is needed to build or to start.
#pragma once

#include <dlfcn.h>

#include <string>

namespace engine::performance {

class NvmlLibrary {
public:
    // Of its interface, in our own words.
    using Device = struct DeviceOfNvml *;
    static constexpr int kSuccess = 0, kNotSupported = 3, kNoPermission = 4;
    static constexpr int kProcessorClock = 1; // of the streaming multiprocessors

    explicit NvmlLibrary(const std::string &name) : m_handle(::dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL)) {}
    ~NvmlLibrary() {
        if (m_handle != nullptr)
            ::dlclose(m_handle);
    }
    NvmlLibrary(const NvmlLibrary &) = delete;
    NvmlLibrary &operator=(const NvmlLibrary &) = delete;

    bool isOpen() const { return m_handle != nullptr; }
    template <class Function> Function *find(const char *name) const {
        return m_handle == nullptr ? nullptr : reinterpret_cast<Function *>(::dlsym(m_handle, name));
    }

private:
    void *m_handle;
};

} // namespace engine::performance
