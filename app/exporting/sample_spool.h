// A sound that grows on the disk: a nameless file in a folder, gone with this object. One thread at a time.
#pragma once

#include <QString>

#include <cstddef>
#include <span>

#include "engine/audio/long_sound.h"
#include "engine/descriptor.h"

namespace app::exporting {

class SampleSpool {
public:
    // Error(Failure), translated, here and below: the disk is full or cannot be written to.
    explicit SampleSpool(const QString &folder);

    void append(std::span<const float> samples);
    void silence(std::size_t samples);          // takes no room where the file system knows holes
    std::size_t size() const { return m_size; } // samples
    double seconds() const { return double(m_size) / engine::kSampleRate; }

    engine::audio::LongSound sound() const; // while this lives

private:
    engine::Descriptor m_file;
    std::size_t m_size = 0;
};

} // namespace app::exporting
