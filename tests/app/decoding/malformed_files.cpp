#include "tests/app/decoding/malformed_files.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QList>

#include <random>

using namespace Qt::StringLiterals;

namespace malformed {

namespace {

using Random = std::mt19937;

qsizetype below(Random &random, qsizetype limit) {
    return qsizetype(random() % std::uint32_t(std::max<qsizetype>(limit, 1)));
}

QByteArray contentOf(const QString &name) {
    static QHash<QString, QByteArray> known;
    QByteArray &content = known[name];
    if (content.isEmpty()) {
        QFile file(QStringLiteral(TEST_DATA "/decoding/") + name);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s cannot be read", qPrintable(file.fileName()));
        content = file.readAll();
    }
    return content;
}

QStringList goodFiles() {
    static const QStringList files = QDir(QStringLiteral(TEST_DATA "/decoding")).entryList(QDir::Files, QDir::Name);
    return files;
}

void flip(QByteArray &bytes, Random &random) {
    for (qsizetype left = 1 + below(random, 64); left > 0; --left) {
        const qsizetype at = below(random, bytes.size());
        bytes[at] = char(bytes[at] ^ (1 << below(random, 8)));
    }
}

void spoilHeader(QByteArray &bytes, Random &random) {
    static const QList<QByteArray> poison{QByteArray(4, '\xFF'),
                                          QByteArray(8, '\xFF'),
                                          QByteArray(4, '\0'),
                                          QByteArray("\xFF\xFF\xFF\x7F", 4),
                                          QByteArray("\x7F\xFF\xFF\xFF", 4),
                                          QByteArray("\0\0\0\x80", 4),
                                          QByteArray("\x80\0\0\0", 4)};
    for (qsizetype left = 1 + below(random, 4); left > 0; --left) {
        const QByteArray &value = poison[below(random, poison.size())];
        const qsizetype at = below(random, std::min<qsizetype>(bytes.size(), 200));
        bytes.replace(at, value.size(), value);
    }
}

void moveBytes(QByteArray &bytes, Random &random) {
    for (qsizetype left = 1 + below(random, 4); left > 0; --left) {
        const qsizetype from = below(random, bytes.size()), count = 1 + below(random, 400);
        const QByteArray piece = bytes.mid(from, count);
        if (below(random, 2) == 0)
            bytes.remove(from, piece.size());
        bytes.insert(below(random, bytes.size()), piece);
    }
}

QByteArray playlist(const QString &bait, const QString &url, Random &random) {
    const QByteArray target = below(random, 2) == 0   ? url.toUtf8()
                              : below(random, 2) == 0 ? "file://" + bait.toUtf8()
                                                      : bait.toUtf8();
    switch (below(random, 10)) {
    case 0:
        return "#EXTM3U\n#EXTINF:1,voice\n" + target + '\n';
    case 1:
        return "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:9,\n" + target + "\n#EXT-X-ENDLIST\n";
    case 2:
        return "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1280000\n" + target + '\n';
    case 3:
        return "ffconcat version 1.0\nfile '" + target + "'\nduration 1\n";
    case 4:
        return "[playlist]\nFile1=" + target + "\nNumberOfEntries=1\nVersion=2\n";
    case 5:
        return "<asx version=\"3.0\"><entry><ref href=\"" + target + "\"/></entry></asx>\n";
    case 6:
        return "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><Period>"
               "<AdaptationSet mimeType=\"audio/mp4\"><Representation id=\"1\" bandwidth=\"1\"><BaseURL>" +
               target + "</BaseURL></Representation></AdaptationSet></Period></MPD>\n";
    case 7:
        return "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=voice\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
               "m=audio 5004 RTP/AVP 0\r\na=control:" +
               target + "\r\n";
    case 8:
        return "[Reference]\r\nRef1=" + target + "\r\n";
    default: // a list behind the tags of an MP3
        return QByteArray("ID3\3\0\0\0\0\0\0", 10) + "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:9,\n" + target + '\n';
    }
}

quint32 bigEndian(const QByteArray &bytes, qsizetype at) {
    quint32 value = 0;
    for (int i = 0; i < 4; ++i)
        value = value << 8 | quint8(bytes[at + i]);
    return value;
}

QByteArray bigEndian(quint32 value) {
    QByteArray bytes;
    for (int i = 3; i >= 0; --i)
        bytes += char(value >> (8 * i));
    return bytes;
}

// The atoms of [from, to), with those inside the ones that only hold others.
void rewriteReferences(QByteArray &film, qsizetype from, qsizetype to, const QByteArray &url,
                       const QList<qsizetype> &around) {
    static const QList<QByteArray> holders{"moov", "trak", "mdia", "minf", "dinf"};
    qsizetype at = from;
    while (at + 8 <= to) {
        const qsizetype size = bigEndian(film, at);
        const QByteArray kind = film.mid(at + 4, 4);
        if (size < 8 || at + size > to)
            return;
        const qsizetype before = film.size();
        if (holders.contains(kind)) {
            rewriteReferences(film, at + 8, at + size, url, around + QList<qsizetype>{at});
        } else if (kind == "dref") {
            const QByteArray entry =
                bigEndian(quint32(12 + url.size() + 1)) + "url " + QByteArray(4, '\0') + url + '\0';
            const QByteArray atom =
                bigEndian(quint32(16 + entry.size())) + "dref" + QByteArray(4, '\0') + bigEndian(1) + entry;
            film.replace(at, size, atom);
            for (const qsizetype holder : around)
                film.replace(holder, 4, bigEndian(bigEndian(film, holder) + quint32(atom.size() - size)));
        }
        const qsizetype grown = film.size() - before;
        to += grown;
        at += size + grown;
    }
}

} // namespace

QByteArray filmWithSoundOutside(const QByteArray &film, const QByteArray &url) {
    QByteArray changed = film;
    rewriteReferences(changed, 0, changed.size(), url, {});
    return changed;
}

File make(int number, const QString &bait, const QString &url) {
    Random random{std::uint32_t(number)};
    const QStringList good = goodFiles();
    File file;
    file.harm = Harm(number % kHarms);
    file.name = good[below(random, good.size())];
    file.content = contentOf(file.name);
    switch (file.harm) {
    case Harm::CutOff:
        file.content.truncate(below(random, file.content.size()));
        break;
    case Harm::FlippedBits:
        flip(file.content, random);
        break;
    case Harm::WrongHeader:
        spoilHeader(file.content, random);
        break;
    case Harm::WrongSuffix:
        file.name = good[below(random, good.size())];
        if (below(random, 2) == 0)
            moveBytes(file.content, random);
        break;
    case Harm::MovedBytes:
        moveBytes(file.content, random);
        break;
    case Harm::Playlist:
        file.content = playlist(bait, url, random);
        break;
    case Harm::ReferenceOutside:
        file.name = below(random, 2) == 0 ? u"film.mov"_qs : u"film.mp4"_qs;
        file.content = filmWithSoundOutside(contentOf(file.name),
                                            below(random, 2) == 0 ? url.toUtf8() : "file://" + bait.toUtf8());
        if (below(random, 4) == 0)
            flip(file.content, random);
        break;
    case Harm::Noise:
        file.content.truncate(16);
        for (qsizetype left = below(random, 20000); left > 0; --left)
            file.content += char(random());
        break;
    }
    return file;
}

} // namespace malformed
