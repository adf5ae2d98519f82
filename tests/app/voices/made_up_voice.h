// References and details of voices for tests, and looks at what lies in a folder of voices.
#pragma once

#include <QDir>
#include <QFile>
#include <QString>

#include <cmath>
#include <filesystem>
#include <memory>

#include "app/storage/storage_error.h"
#include "app/voices/voice_change.h"
#include "tests/small_files.h"

inline engine::ClipPtr madeUpTone(double seconds = 1, double hertz = 220) {
    auto clip = std::make_shared<engine::Clip>();
    clip->samples.resize(std::size_t(seconds * clip->sampleRate));
    for (std::size_t i = 0; i < clip->samples.size(); ++i)
        clip->samples[i] = 0.3f * float(std::sin(2 * 3.14159265 * hertz * double(i) / clip->sampleRate));
    return clip;
}

inline app::voices::VoiceReference madeUpReference(const QString &transcript, double seconds = 1) {
    return {madeUpTone(seconds), transcript, {"raw.flac", std::string(64, 'a'), 0.5, 0.5 + seconds}};
}

inline app::voices::VoiceDetails madeUpDetails(const QString &name) {
    app::voices::VoiceDetails details;
    details.name = name;
    details.language = QStringLiteral("en-GB");
    details.licence = QStringLiteral("CC0-1.0");
    details.source = QStringLiteral("a friend");
    details.tags = QStringList{QStringLiteral("warm"), QStringLiteral("calm")};
    details.note = QStringLiteral("recorded at home");
    details.consent = {"Anna", "by letter", "2026-11-22"};
    return details;
}

// What a person would read, or nothing when it was done.
template <class Act> QString storageProblemOf(Act act) {
    try {
        act();
    } catch (const app::storage::Error &error) {
        return error.problem().what + u' ' + error.problem().remedy;
    }
    return {};
}

#define COMPARE_STORAGE_PROBLEM(action, part)                                                                          \
    do {                                                                                                               \
        const QString sentences = storageProblemOf([&] { static_cast<void>(action); });                                \
        QVERIFY2(sentences.contains(part), qPrintable(u"message: "_qs + sentences));                                   \
    } while (false)

// Names in <root>/voices, hidden ones too, sorted; without the lock.
inline QStringList namesInVoices(const std::filesystem::path &root) {
    QStringList names = QDir(QString::fromStdString((root / "voices").string()))
                            .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
    names.removeAll(QStringLiteral(".lock"));
    return names;
}
