// Sound files as accidents and bad people make them, from those in tests/data/decoding: the same number makes the same
// file everywhere.
#pragma once

#include <QByteArray>
#include <QString>

namespace malformed {

enum class Harm { CutOff, FlippedBits, WrongHeader, WrongSuffix, MovedBytes, Playlist, ReferenceOutside, Noise };
inline constexpr int kHarms = 8;

struct File {
    Harm harm = Harm::CutOff;
    QString name; // with a suffix that a person would trust
    QByteArray content;
};

// bait: a file, url: an address; what is made names them where it can name anything.
File make(int number, const QString &bait, const QString &url);

// film.mov, whose sound is said to lie in another file.
QByteArray filmWithSoundOutside(const QByteArray &film, const QByteArray &url);

} // namespace malformed
