#include "ui/studio/take_facts.h"

#include <QCoreApplication>
#include <QLocale>

#include "app/cloning/kept_doubts.h"
#include "app/takes/take_differences.h"
#include "ui/shared/figures.h"

namespace ui::studio {

using app::takes::OtherVoice;
using app::takes::TakeRecord;

namespace {

class Facts {
    Q_DECLARE_TR_FUNCTIONS(ui::studio::Facts)

public:
    static QList<Fact> of(const TakeRecord &take) {
        Facts facts;
        facts.collectWords(take);
        facts.collectVoices(take);
        facts.collectSettings(take);
        facts.collectMaking(take);
        return facts.m_facts;
    }
    static QList<Fact> lineage(const TakeRecord &take, const TakeRecord *parent) {
        Facts facts;
        if (take.parentId != 0 && !parent) {
            facts.add(tr("Made again from"), tr("a take that is no longer there"));
        } else if (parent) {
            const QString number = QLocale().toString(parent->id);
            const QString when = time(parent->created);
            facts.add(tr("Made again from"), parent->removed.isValid()
                                                 ? tr("take %1, made %2, which was removed").arg(number, when)
                                                 : tr("take %1, made %2").arg(number, when));
            const QStringList differences = app::takes::differences(*parent, take);
            facts.add(tr("Differs from it"), differences.isEmpty()
                                                 ? tr("in nothing that was set")
                                                 : differences.join(tr(", ", "between two differences")));
        }
        return facts.m_facts;
    }

private:
    void add(const QString &name, const QString &value) {
        if (!value.isEmpty())
            m_facts << Fact{name, value};
    }

    void collectWords(const TakeRecord &take) {
        add(tr("Take"),
            take.starred ? tr("%1, starred").arg(QLocale().toString(take.id)) : QLocale().toString(take.id));
        add(tr("Name"), take.name);
        add(tr("Made"), time(take.created));
        add(tr("Removed"), take.removed.isValid() ? time(take.removed) : QString());
        add(tr("Text"), take.text);
        add(tr("Said"), take.spoken);
        add(tr("Note"), take.note);
        for (const app::cloning::TakeDoubt &doubt : app::cloning::doubtsOf(take))
            add(tr("Listen to it"), doubt.reason);
    }

    void collectVoices(const TakeRecord &take) {
        add(tr("Voice"), named(take.voiceName, take.voiceId));
        add(tr("Its transcript"), take.voiceTranscript);
        add(tr("Its recording (SHA-256)"), take.voiceRecording);
        for (const OtherVoice &other : take.otherVoices) {
            add(tr("Another voice"), named(other.name, other.id));
            add(tr("Its transcript"), other.transcript);
            add(tr("Its recording (SHA-256)"), other.recording);
        }
    }

    void collectSettings(const TakeRecord &take) {
        add(tr("Model"), take.modelName);
        add(tr("Licence of the model"), take.modelLicence);
        add(tr("Seed"), QString::number(take.seed));
        add(tr("Steps (NFE)"), QLocale().toString(take.nfeStep));
        const auto used = effectiveSchedule(take.nfeStep, take.schedule);
        add(tr("Schedule"), used == take.schedule
                                ? word(take.schedule)
                                : tr("%1, which is %2 with these steps").arg(word(take.schedule), word(used)));
        add(tr("Guidance (CFG)"), number(take.cfgStrength));
        add(tr("Sway"), number(take.swayCoefficient));
        add(tr("Speed"), tr("%1 ×").arg(number(take.speed)));
        add(tr("Cross-fade"), take.timings.chunks > 1
                                  ? tr("%1 s").arg(number(take.crossFadeSeconds))
                                  : tr("%1 s, unused: it is one piece").arg(number(take.crossFadeSeconds)));
        add(tr("Pieces joined"), take.joining == engine::Joining::Even ? tr("evenly") : tr("as upstream"));
        add(tr("Length reckoned"),
            take.durationRule == engine::DurationRule::BySyllables ? tr("by syllables") : tr("as upstream"));
    }

    void collectMaking(const TakeRecord &take) {
        const engine::Timings &timings = take.timings;
        const engine::Stages &stages = timings.stages;
        add(tr("Precision"), take.precision);
        add(tr("Device"), tr("%1 (%2)", "name (kind)").arg(take.deviceName, take.deviceKind));
        add(tr("Program"), tr("version %1, %2").arg(take.programVersion, take.build));
        add(tr("Length"), tr("%1, %2 Hz").arg(exactly(take.seconds), QLocale().toString(take.sampleRate)));
        add(tr("Made in"), tr("%1, RTF %2, first audio after %3")
                               .arg(exactly(timings.synthesisSeconds), QLocale().toString(timings.rtf(), 'f', 4),
                                    exactly(timings.firstAudioSeconds)));
        add(tr("Of that"), tr("text %1, reference %2, model %3, vocoder %4, other %5")
                               .arg(exactly(stages.text), exactly(stages.reference), exactly(stages.dit),
                                    exactly(stages.vocoder), exactly(stages.other)));
        add(tr("Pieces"), QLocale().toString(timings.chunks));
        if (timings.referenceShortened)
            add(tr("Recording"), tr("only its first 12 s were used"));
        add(tr("Sound (hash)"), take.audioHash);
    }

    static QString named(const QString &name, const QString &id) {
        return name == id || id.isEmpty() ? name : tr("%1 (%2)", "name (id)").arg(name, id);
    }
    static QString time(const QDateTime &utc) { return QLocale().toString(utc.toLocalTime(), QLocale::ShortFormat); }
    static QString number(double value) { return QLocale().toString(value, 'g', 6); }
    static QString exactly(double seconds) { return tr("%1 s").arg(QLocale().toString(seconds, 'f', 3)); }
    static QString word(engine::Schedule schedule) { return QString::fromStdString(engine::toString(schedule)); }

    QList<Fact> m_facts;
};

} // namespace

QList<Fact> factsOf(const TakeRecord &take) {
    return Facts::of(take);
}

QList<Fact> lineageOf(const TakeRecord &take, const TakeRecord *parent) {
    return Facts::lineage(take, parent);
}

QString asText(const QList<Fact> &facts) {
    QStringList lines;
    for (const Fact &fact : facts)
        lines << fact.name + u'\t' + QString(fact.value).replace(u'\n', u' ');
    return lines.join(u'\n');
}

} // namespace ui::studio
