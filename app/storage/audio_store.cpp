#include "app/storage/audio_store.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>

#include <sys/stat.h>

#include "app/storage/float_wav.h"
#include "app/storage/folders.h"
#include "engine/error.h"
#include "engine/hex_digits.h"
#include "engine/replacing_file.h"

namespace app::storage {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr auto patience = 10s;

bool isHash(const QString &text) {
    return engine::isSha256(text.toStdString());
}

Error badFile(const fs::path &file, const QString &detail) {
    return {Trouble::BadFile,
            {QCoreApplication::translate("storage", "The sound of this take is missing or damaged."),
             QCoreApplication::translate("storage", "Make the take again with the same settings, or put back the file "
                                                    "'%1' from a backup.")
                 .arg(QFile::decodeName(file.c_str())),
             detail}};
}

qint64 lastChanged(const fs::path &file) { // ms since 1970 UTC
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0)
        return 0;
    return qint64(status.st_mtim.tv_sec) * 1000 + status.st_mtim.tv_nsec / 1'000'000;
}

void requireSound(const engine::Clip &clip) {
    const bool numbers =
        std::all_of(clip.samples.begin(), clip.samples.end(), [](float sample) { return std::isfinite(sample); });
    if (!clip.samples.empty() && clip.samples.size() <= kMostFloatSamples && clip.sampleRate > 0 && numbers)
        return;
    throw Error(Trouble::BadInput,
                {QCoreApplication::translate("storage", "This take cannot be kept: it holds no sound."),
                 QCoreApplication::translate("storage", "Make it again. If that does not help, try another text."),
                 clip.samples.empty() ? QStringLiteral("0 samples") : QStringLiteral("samples that are no numbers")});
}

} // namespace

AudioStore::AudioStore(fs::path folder) : m_folder(std::move(folder)) {}

QString AudioStore::hashOf(const engine::Clip &clip) {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto rate = std::uint32_t(clip.sampleRate);
    hash.addData(QByteArrayView(reinterpret_cast<const char *>(&rate), sizeof rate));
    hash.addData(QByteArrayView(reinterpret_cast<const char *>(clip.samples.data()),
                                qsizetype(clip.samples.size() * sizeof(float))));
    return QString::fromLatin1(hash.result().toHex());
}

FileLock AudioStore::beginAdding() const {
    makeFolder(m_folder / "pending");
    return FileLock(m_folder / ".lock", FileLock::Share::Shared, patience);
}

FileLock AudioStore::beginRemoving() const {
    makeFolder(m_folder / "pending");
    return FileLock(m_folder / ".lock", FileLock::Share::Exclusive, patience);
}

QString AudioStore::add(const engine::Clip &clip) const {
    requireSound(clip);
    const QString hash = hashOf(clip);
    if (isWhole(place(hash), hash)) {
        engine::syncFolder(place(hash).parent_path()); // another program may have moved it there a moment ago
        engine::syncFolder(m_folder);
        return hash;
    }
    try {
        const FloatWavHeader header = floatWavHeader(clip.sampleRate, clip.samples.size());
        engine::replaceFile(pending(hash), {std::span(header), std::as_bytes(std::span(clip.samples))});
    } catch (const engine::Error &error) {
        throw whyNotWritten(m_folder / "pending", clip.samples.size() * sizeof(float),
                            {Trouble::Failed,
                             {QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()),
                              QString::fromUtf8(error.what())}});
    }
    return hash;
}

void AudioStore::settle(const QString &hash) const {
    std::error_code ignored;
    if (!fs::exists(pending(hash), ignored))
        return;
    fs::create_directory(place(hash).parent_path(), ignored);
    fs::rename(pending(hash), place(hash), ignored);
}

void AudioStore::putAside(const QString &hash) const {
    std::error_code ignored;
    if (!isHash(hash) || !fs::exists(place(hash), ignored))
        return;
    fs::rename(place(hash), pending(hash), ignored);
    engine::syncFolder(m_folder / "pending");
}

void AudioStore::discard(const QString &hash) const {
    std::error_code ignored;
    if (isHash(hash))
        fs::remove(pending(hash), ignored);
}

void AudioStore::tidy(const std::function<bool(const QString &)> &isUsed, qint64 bornAt) const {
    std::error_code ignored;
    if (!fs::exists(m_folder / "pending", ignored))
        return;
    const FileLock alone = beginRemoving();
    std::vector<fs::path> files;
    for (const auto &entry : fs::directory_iterator(m_folder / "pending", ignored))
        files.push_back(entry.path());
    for (const fs::path &file : files) {
        const QString name = QFile::decodeName(file.filename().c_str());
        const QString hash = name.section(u'.', 0, 0);
        if (name.startsWith(u".ishowtts-") && name.endsWith(u".part"))
            fs::remove(file, ignored);
        else if (!isHash(hash) || name != hash + QStringLiteral(".wav"))
            continue; // not ours
        else if (isUsed(hash) || lastChanged(file) < bornAt)
            settle(hash);
        else
            fs::remove(file, ignored);
    }
}

engine::ClipPtr AudioStore::read(const QString &hash) const {
    if (!isHash(hash))
        throw badFile(m_folder, QStringLiteral("'%1' is no hash").arg(hash.left(80)));
    const fs::path file = fileOf(hash);
    auto clip = readFloatWav(file);
    // Another program may be moving it: look once more.
    if (!clip)
        clip = readFloatWav(fileOf(hash));
    if (!clip)
        throw badFile(file, QStringLiteral("the file is missing or no WAV of this program"));
    if (hashOf(*clip) != hash)
        throw badFile(file, QStringLiteral("its hash is %1").arg(hashOf(*clip)));
    return std::make_shared<const engine::Clip>(std::move(*clip));
}

fs::path AudioStore::fileOf(const QString &hash) const {
    std::error_code ignored;
    const bool waiting = !fs::exists(place(hash), ignored) && fs::exists(pending(hash), ignored);
    return waiting ? pending(hash) : place(hash);
}

fs::path AudioStore::place(const QString &hash) const {
    return m_folder / hash.left(2).toStdString() / (hash.toStdString() + ".wav");
}

fs::path AudioStore::pending(const QString &hash) const {
    return m_folder / "pending" / (hash.toStdString() + ".wav");
}

bool AudioStore::isWhole(const fs::path &file, const QString &hash) const {
    const auto clip = readFloatWav(file);
    return clip && hashOf(*clip) == hash;
}

} // namespace app::storage
