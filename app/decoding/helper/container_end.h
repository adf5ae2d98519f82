// How far the sound of a container has been read, and whether the file ends before it should. What a header says is a
// guess: a file may be cut off, its sound may begin late or end early, and pictures lie between it.
#pragma once

#include <cstdint>

#include "app/decoding/helper/input_file.h"

struct AVFormatContext;
struct AVPacket;
struct AVStream;

namespace decode {

class ContainerEnd {
public:
    ContainerEnd(const AVFormatContext &format, const AVStream &stream, InputFile &file);

    double claimedSeconds() const { return m_claimed; } // of the sound, by the file's own words; below 0: none
    bool isCutOff() const { return m_cutOff; }          // for kinds of files that tell
    // 0…1, of what there is of the sound; each packet of it is shown here once.
    double share(const AVPacket &packet);

private:
    InputFile &m_file;
    const AVStream &m_stream;
    bool m_cutOff = false;
    double m_claimed = -1;
    double m_end = -1;             // s on the stream's clock; below 0: bytes must say it
    double m_begin = 0;            // of the first packet
    std::int64_t m_firstByte = -1; // of the first packet
};

} // namespace decode
