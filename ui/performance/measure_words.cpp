#include "ui/performance/measure_words.h"

#include <QCoreApplication>

namespace ui::performance {

namespace {

const QString kSweep = QStringLiteral("5,6,7,8,16,32"); // iShowTTS's
const QString kJson = QStringLiteral("--json");

class VerbWords {
    Q_DECLARE_TR_FUNCTIONS(ui::performance::MeasureWords)

public:
    static QString name(Measure measure) {
        switch (measure) {
        case Measure::Bench:
            return tr("Measure speed");
        case Measure::Sweep:
            return tr("Speed by steps (NFE)");
        case Measure::Vocoder:
            return tr("The vocoder alone");
        case Measure::Check:
            return tr("Compare with before");
        case Measure::Profile:
            return tr("Where the time goes");
        case Measure::SelfTest:
            return tr("Self-test");
        case Measure::Status:
            return tr("State of this computer");
        }
        return {};
    }

    static QString description(Measure measure) {
        switch (measure) {
        case Measure::Bench:
            return tr("Speaks the standard sentence five times with your model and steps, and adds a record to this "
                      "computer's history. Half a minute, or a few.");
        case Measure::Sweep:
            return tr("The same with %1 steps in turn, and a record for each. Some minutes.")
                .arg(QString(kSweep).replace(u',', QStringLiteral(", ")));
        case Measure::Vocoder:
            return tr("How long the part takes that makes sound of a spectrogram, for 3, 10 and 30 s of it.");
        case Measure::Check:
            return tr("Measures the same and says whether this computer has become slower than it was.");
        case Measure::Profile:
            return tr("Says which part of the model takes how long, and what would make it faster. An earlier result "
                      "that was saved can be set beside it.");
        case Measure::SelfTest:
            return tr("Fifteen checks: folders, model, voices, speech, speed, memory and files.");
        case Measure::Status:
            return tr("Versions, temperatures, clocks, history, disk and what the monitor saw. A second.");
        }
        return {};
    }
};

} // namespace

QString nameOf(Measure measure) {
    return VerbWords::name(measure);
}

QString describe(Measure measure) {
    return VerbWords::description(measure);
}

QStringList argumentsOf(Measure measure, const MeasureSettings &settings, const QString &compared) {
    const QStringList model{QStringLiteral("--model"), settings.model, QStringLiteral("--device"), settings.device};
    const QStringList precision{QStringLiteral("--precision"), settings.precision, QStringLiteral("--nfe")};
    const QStringList chosen = model + precision + QStringList{QString::number(settings.nfe)};
    const QStringList quick{QStringLiteral("bench"), kJson, QStringLiteral("--quick")};
    switch (measure) {
    case Measure::Bench:
        return quick + chosen;
    case Measure::Sweep:
        return quick + model + precision + QStringList{kSweep};
    case Measure::Vocoder:
        return quick + QStringList{QStringLiteral("--vocoder-only")} + model;
    case Measure::Check:
        return QStringList{QStringLiteral("check"), kJson} + chosen;
    case Measure::Profile:
        return QStringList{QStringLiteral("profile"), kJson} + chosen +
               (compared.isEmpty() ? QStringList() : QStringList{QStringLiteral("--compare"), compared});
    case Measure::SelfTest:
        return QStringList{QStringLiteral("selftest"), kJson} + chosen;
    case Measure::Status:
        break;
    }
    return {QStringLiteral("status"), kJson};
}

QString lineOf(const QStringList &arguments) {
    QStringList typed{QStringLiteral("ishowtts")};
    for (const QString &each : arguments)
        if (each != kJson)
            typed << (each.contains(u' ') ? u'\'' + each + u'\'' : each);
    return typed.join(u' ');
}

} // namespace ui::performance
