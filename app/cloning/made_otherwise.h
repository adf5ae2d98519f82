// Whether a take was made with other settings than a line would be made with now: model, precision, steps, schedule,
// guidance, sway, rules of length and joining, and the recordings and transcripts of its voices. What a line can say of
// its own (voice, speed, seed), its words and the cross-fade are script::state()'s. The device and the version of the
// program do not count, the rule of length not with a model that has durations of its own, and neither does what is not
// known (yet): a model that is being loaded, a file that was not read. GUI thread; recordings are read on the storage
// thread, and again when the voices are.
#pragma once

#include <QHash>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/takes/take_record.h"
#include "engine/synthesizer.h"

namespace app {
class Settings;
}
namespace app::speech {
class SpeechWorker;
}
namespace app::takes {
class TakeLibrary;
}
namespace app::voices {
class VoiceLibrary;
}

namespace app::cloning {

class MadeOtherwise : public QObject {
    Q_OBJECT

public:
    MadeOtherwise(const Settings &settings, const voices::VoiceLibrary &voices, takes::TakeLibrary &library,
                  const speech::SpeechWorker &worker, QObject *parent = nullptr);
    ~MadeOtherwise() override;

    bool is(const takes::TakeRecord &take) const;           // cheap
    QStringList words(const takes::TakeRecord &take) const; // "NFE 5 → 7", as it was → as it is now

Q_SIGNALS:
    void changed(); // any take may count otherwise now

private:
    struct Numbers {
        int nfeStep = 7;
        engine::Schedule schedule = engine::Schedule::Epss;
        double cfgStrength = 2;
        double swayCoefficient = -1;
        engine::DurationRule durationRule = engine::DurationRule::BySyllables;
        engine::Joining joining = engine::Joining::Even;
    };

    void readSettings();
    void readAgain();
    void readRecordings();
    bool hasOtherNumbers(const takes::TakeRecord &take) const;
    bool hasOtherSchedule(const takes::TakeRecord &take) const;
    struct Reference {
        bool isThere = false;
        QString transcript;
        std::string file;
    };
    const Reference &referenceOf(const QString &voiceId) const;
    takes::OtherVoice voiceNow(const takes::OtherVoice &then) const; // as it was where nothing is known of it

    const Settings &m_settings;
    const voices::VoiceLibrary &m_voices;
    takes::TakeLibrary &m_library;
    Numbers m_now;
    std::optional<engine::ModelSummary> m_model;
    bool m_followsRule = false;                            // of length; as of the model that was loaded last
    mutable QHash<QString, Reference> m_references;        // by voice; as of the voices at hand
    std::unordered_map<std::string, QString> m_recordings; // hash by file; empty: it could not be read
    mutable std::set<std::string> m_wanted;                // files that were asked for
    mutable QTimer m_soon;
};

} // namespace app::cloning
