// What is known about a take that was kept: everything that made it, so that it can be made again. Plain data; crosses
// threads by value.
#pragma once

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QMetaType>
#include <QString>

#include <optional>

#include "engine/device.h"
#include "engine/request.h"
#include "engine/timings.h"

namespace app::takes {

// One that a tag of the text names.
struct OtherVoice {
    QString id; // "id" or "id:style"
    QString name;
    QString transcript;
    QString recording; // as TakeRecord::voiceRecording

    bool operator==(const OtherVoice &) const = default;
};

struct TakeRecord {
    qint64 id = 0;     // above 0; a later take has a higher one; never used twice
    QDateTime created; // UTC
    QDateTime removed; // invalid unless it waits to be purged
    bool starred = false;
    QDateTime starredAt; // UTC; invalid without a star
    QString lineId;      // of the script; may be empty
    qint64 parentId = 0; // the take this one was made from; 0 without one, or when that is gone
    QString name;        // given by a person; may be empty
    QString note;

    QString text;
    QString spoken; // engine::Request::spoken; empty: the text
    QString voiceId;
    QString voiceName;
    QString voiceTranscript;
    QString voiceRecording; // SHA-256 of the recording's file, 64 hex digits; empty when it could not be read
    QList<OtherVoice> otherVoices;
    QString modelName;
    QString modelLicence;
    quint64 seed = 0;
    int nfeStep = 7;
    engine::Schedule schedule = engine::Schedule::Epss;
    double cfgStrength = 2.0;
    double swayCoefficient = -1.0;
    double speed = 1.0;
    double crossFadeSeconds = 0.15;
    engine::DurationRule durationRule = engine::DurationRule::AsUpstream; // as takes of before were made
    engine::Joining joining = engine::Joining::AsUpstream;
    QString precision;  // "fp32", "bf16"
    QString deviceKind; // "cpu", "cuda"
    QString deviceName;
    QString programVersion;
    QString build; // what compiled it

    engine::Timings timings; // never `stopped`
    QString audioHash;       // app/storage/audio_store.h
    double seconds = 0;      // of sound
    int sampleRate = 24000;  // Hz
    QString doubts;          // what may be wrong with the sound, as JSON; empty: it was not looked for
};

struct TakeQuery {
    enum class Order { NewestFirst, OldestFirst, LongestFirst, ShortestFirst };

    QString words; // each must be in text, name, note or voice's name; case does not matter in any script
    std::optional<QString> lineId; // only of this line ("" = of none)
    QString voiceId;               // only of this voice, unless empty
    bool starredOnly = false;
    bool removedOnly = false; // those that can be brought back, and no others
    Order order = Order::NewestFirst;
    int offset = 0;
    int limit = 100; // 1…500
};

struct TakePage {
    QList<TakeRecord> takes;
    int total = 0; // that fit, on all pages
};

// Of one line of the script.
struct LineTakes {
    std::optional<TakeRecord> newest;
    std::optional<TakeRecord> starred; // the one that was starred last
};
using TakesByLine = QHash<QString, LineTakes>; // lines without takes are not in it

} // namespace app::takes

Q_DECLARE_METATYPE(app::takes::TakeRecord)
