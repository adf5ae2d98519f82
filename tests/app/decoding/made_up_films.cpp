#include "tests/app/decoding/made_up_films.h"

#include <algorithm>
#include <cstring>

namespace {

constexpr int kPicture = 5000; // bytes, for a tenth of a second

QByteArray big(quint64 value, int bytes) {
    QByteArray out;
    for (int i = bytes - 1; i >= 0; --i)
        out += char(value >> (8 * i));
    return out;
}

QByteArray little(quint64 value, int bytes) {
    QByteArray out = big(value, bytes);
    std::reverse(out.begin(), out.end());
    return out;
}

QByteArray bigDouble(double value) {
    quint64 bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    return big(bits, 8);
}

QByteArray element(quint32 id, const QByteArray &content) {
    const int bytes = id > 0xffffff ? 4 : id > 0xffff ? 3 : id > 0xff ? 2 : 1;
    return big(id, bytes) + '\x01' + big(quint64(content.size()), 7) + content;
}

QByteArray box(const char *name, const QByteArray &content) {
    return big(quint64(content.size()) + 8, 4) + QByteArray(name, 4) + content;
}

// Tenths of a second.
std::vector<QByteArray> pieces(const FilmSound &sound) {
    const std::size_t length = std::size_t(sound.rate / 10 * sound.channels);
    std::vector<QByteArray> all;
    for (std::size_t at = 0; at + length <= sound.samples.size(); at += length)
        all.emplace_back(reinterpret_cast<const char *>(sound.samples.data() + at), qsizetype(length * 2));
    return all;
}

} // namespace

QByteArray wavFile(const FilmSound &sound) {
    const QByteArray bytes(reinterpret_cast<const char *>(sound.samples.data()), qsizetype(sound.samples.size() * 2));
    const auto frame = quint64(sound.channels * 2);
    return "RIFF" + little(36 + quint64(bytes.size()), 4) + "WAVEfmt " + little(16, 4) + little(1, 2) +
           little(quint64(sound.channels), 2) + little(quint64(sound.rate), 4) +
           little(quint64(sound.rate) * frame, 4) + little(frame, 2) + little(16, 2) + "data" +
           little(quint64(bytes.size()), 4) + bytes;
}

QByteArray matroskaFilm(const FilmSound &sound) {
    const std::vector<QByteArray> all = pieces(sound);
    const QByteArray header =
        element(0x1A45DFA3, element(0x4282, "matroska") + element(0x4287, big(4, 1)) + element(0x4285, big(2, 1)));
    const QByteArray info = element(0x1549A966, element(0x2AD7B1, big(1'000'000, 4)) +
                                                    element(0x4489, bigDouble(double(all.size()) * 100)));
    const QByteArray film = element(0xAE, element(0xD7, big(1, 1)) + element(0x73C5, big(1, 1)) +
                                              element(0x83, big(1, 1)) + element(0x86, "V_MJPEG") +
                                              element(0xE0, element(0xB0, big(64, 1)) + element(0xBA, big(64, 1))));
    const QByteArray track = element(0xAE, element(0xD7, big(2, 1)) + element(0x73C5, big(2, 1)) +
                                               element(0x83, big(2, 1)) + element(0x86, "A_PCM/INT/LIT") +
                                               element(0xE1, element(0xB5, bigDouble(sound.rate)) +
                                                                 element(0x9F, big(quint64(sound.channels), 1)) +
                                                                 element(0x6264, big(16, 1))));
    QByteArray content = info + element(0x1654AE6B, film + track);
    for (std::size_t first = 0; first < all.size(); first += 10) {
        QByteArray cluster = element(0xE7, big(first * 100, 4));
        for (std::size_t i = first; i < std::min(first + 10, all.size()); ++i) {
            const QByteArray time = big((i - first) * 100, 2);
            cluster += element(0xA3, big(0x81, 1) + time + '\x80' + QByteArray(kPicture, 'p'));
            cluster += element(0xA3, big(0x82, 1) + time + '\x80' + all[i]);
        }
        content += element(0x1F43B675, cluster);
    }
    return header + element(0x18538067, content);
}

QByteArray quickTimeFilm(const FilmSound &sound) {
    const std::vector<QByteArray> all = pieces(sound);
    const auto frames = quint64(sound.rate / 10), total = frames * all.size();
    const QByteArray zeros(64, '\0');
    const QByteArray matrix =
        big(0x10000, 4) + zeros.first(12) + big(0x10000, 4) + zeros.first(12) + big(0x40000000, 4);
    const QByteArray times = zeros.first(8), rate = big(quint64(sound.rate), 4);
    const auto film = [&](const QByteArray &offsets) {
        const QByteArray entry = zeros.first(6) + big(1, 2) + zeros.first(8) + big(quint64(sound.channels), 2) +
                                 big(16, 2) + zeros.first(4) + big(quint64(sound.rate) << 16, 4);
        const QByteArray table = box("stsd", big(0, 4) + big(1, 4) + box("sowt", entry)) +
                                 box("stts", big(0, 4) + big(1, 4) + big(total, 4) + big(1, 4)) +
                                 box("stsc", big(0, 4) + big(1, 4) + big(1, 4) + big(frames, 4) + big(1, 4)) +
                                 box("stsz", big(0, 4) + big(1, 4) + big(total, 4)) +
                                 box("stco", big(0, 4) + big(all.size(), 4) + offsets);
        const QByteArray media = box("mdhd", big(0, 4) + times + rate + big(total, 4) + zeros.first(4)) +
                                 box("hdlr", big(0, 4) + "mhlrsoun" + zeros.first(13)) +
                                 box("minf", box("smhd", zeros.first(8)) + box("stbl", table));
        const QByteArray track = box("tkhd", big(7, 4) + times + big(1, 4) + zeros.first(4) + big(total, 4) +
                                                 zeros.first(16) + matrix + zeros.first(8)) +
                                 box("mdia", media);
        return box("ftyp", "qt  " + zeros.first(4) + "qt  ") +
               box("moov", box("mvhd", big(0, 4) + times + rate + big(total, 4) + big(0x10000, 4) + zeros.first(12) +
                                           matrix + zeros.first(24) + big(2, 4)) +
                               box("trak", track));
    };
    QByteArray sounds, offsets;
    const auto begin = quint64(film(QByteArray(qsizetype(all.size()) * 4, '\0')).size()) + 8;
    for (const QByteArray &piece : all) {
        sounds += QByteArray(kPicture, 'p');
        offsets += big(begin + quint64(sounds.size()), 4);
        sounds += piece;
    }
    return film(offsets) + box("mdat", sounds);
}
