#include "app/takes/take_differences.h"

#include <QCoreApplication>
#include <QLocale>

namespace app::takes {

namespace {

class Differences {
    Q_DECLARE_TR_FUNCTIONS(TakeDifferences)

public:
    static QStringList of(const TakeRecord &first, const TakeRecord &second) {
        Differences found;
        found.collect(first, second);
        return found.m_words;
    }

private:
    void collect(const TakeRecord &a, const TakeRecord &b) {
        if (a.text != b.text)
            m_words << tr("text differs");
        else if (a.spoken != b.spoken)
            m_words << tr("spoken words differ");
        if (a.voiceId != b.voiceId)
            changed(tr("voice %1 → %2"), a.voiceName, b.voiceName);
        else if (a.voiceRecording != b.voiceRecording || a.voiceTranscript != b.voiceTranscript)
            m_words << tr("recording of the voice differs");
        if (a.otherVoices != b.otherVoices)
            m_words << tr("other voices differ");
        if (a.modelName != b.modelName)
            changed(tr("model %1 → %2"), a.modelName, b.modelName);
        if (a.nfeStep != b.nfeStep)
            changed(tr("NFE %1 → %2"), number(a.nfeStep), number(b.nfeStep));
        if (a.seed != b.seed)
            m_words << tr("seed differs");
        if (a.speed != b.speed)
            changed(tr("speed %1 → %2"), number(a.speed), number(b.speed));
        if (a.cfgStrength != b.cfgStrength)
            changed(tr("CFG %1 → %2"), number(a.cfgStrength), number(b.cfgStrength));
        if (a.swayCoefficient != b.swayCoefficient)
            changed(tr("sway %1 → %2"), number(a.swayCoefficient), number(b.swayCoefficient));
        if (a.schedule != b.schedule)
            changed(tr("schedule %1 → %2"), word(a.schedule), word(b.schedule));
        const bool joined = a.timings.chunks != 1 || b.timings.chunks != 1; // else it did nothing
        if (a.crossFadeSeconds != b.crossFadeSeconds && joined)
            changed(tr("cross-fade %1 s → %2 s"), number(a.crossFadeSeconds), number(b.crossFadeSeconds));
        if (a.joining != b.joining && joined)
            changed(tr("chunks joined %1 → %2"), word(a.joining), word(b.joining));
        if (a.durationRule != b.durationRule)
            changed(tr("length %1 → %2"), word(a.durationRule), word(b.durationRule));
        if (a.precision != b.precision)
            changed(tr("precision %1 → %2"), a.precision, b.precision);
        if (a.deviceKind != b.deviceKind || a.deviceName != b.deviceName)
            m_words << tr("made on another device");
        if (a.programVersion != b.programVersion || a.build != b.build)
            m_words << tr("made by another version of the program");
    }

    void changed(const QString &words, const QString &from, const QString &to) { m_words << words.arg(from, to); }
    static QString number(double value) { return QLocale().toString(value, 'g', 6); }
    static QString word(engine::Schedule schedule) { return QString::fromStdString(engine::toString(schedule)); }
    static QString word(engine::Joining joining) {
        return joining == engine::Joining::Even ? tr("evenly") : tr("as upstream");
    }
    static QString word(engine::DurationRule rule) {
        return rule == engine::DurationRule::BySyllables ? tr("by syllables") : tr("as upstream");
    }

    QStringList m_words;
};

} // namespace

QStringList differences(const TakeRecord &first, const TakeRecord &second) {
    return Differences::of(first, second);
}

} // namespace app::takes
