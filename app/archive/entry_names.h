// Names inside archives, checked before anything is read or written: an archive of ours holds plain relative names that
// every file system can have side by side. Pure functions.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <QString>

namespace app::archive {

// Empty when the name may stand in an archive; else what is wrong with it, translated, as a part of a sentence: "leads
// out of the archive". Refused: what is no UTF-8, control characters and signs that turn the direction of text,
// absolute names, drive letters, backslashes, "." and "..", empty parts, parts over 255 bytes, names over 1024 bytes or
// 16 parts. A folder's name ends with '/'.
QString objectionTo(std::string_view name);

// For messages: quoted, with what cannot be shown replaced, at most 80 characters.
QString shown(std::string_view name);

// All names of an archive beside each other. Names that differ only in case or in how a letter is composed (é as one
// sign or two) are the same, as they are on some disks.
class NamesTogether {
public:
    // Empty, or what is wrong: it is there already, in other letters or as a file and as a folder.
    QString add(std::string_view name);

private:
    struct Known {
        std::string spelling; // as first seen, without the '/' of a folder
        bool folder = false;
        bool named = false; // by an entry of its own, not only as the folder of another one
    };
    std::map<QString, Known> m_known;
};

} // namespace app::archive
