#include "ui/performance/measure_words.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

#include <algorithm>

namespace ui::performance {

namespace {

constexpr double kPercent = 100;
constexpr double kMilliseconds = 1000; // in a second
constexpr int kOperators = 5;

class MeasureWords {
    Q_DECLARE_TR_FUNCTIONS(ui::performance::MeasureWords)

public:
    static QString number(const QJsonValue &figure, int digits) {
        return figure.isDouble() ? QLocale().toString(figure.toDouble(), 'f', digits) : QString();
    }
    static QString percent(const QJsonValue &share, int digits) {
        return value(number(share.toDouble() * kPercent, digits), tr("%1 %"), share);
    }
    static QString seconds(const QJsonValue &time) { return value(number(time, 3), tr("%1 s"), time); }
    static QString times(const QJsonValue &ratio) { return value(number(ratio, 2), tr("%1 times"), ratio); }

    static QString settings(const QJsonObject &said) {
        return tr("%1, %2 %3, NFE %4", "model, device, precision, steps")
            .arg(said[u"model"].toString(), said[u"device"].toString(), said[u"precision"].toString())
            .arg(said[u"nfe_step"].toInt());
    }

    static Finding bench(const QJsonObject &said) {
        const QJsonObject rtf = said[u"rtf_spread"].toObject();
        Finding finding;
        finding.verdict = tr("The mean RTF is %1.").arg(number(rtf[u"mean"], 3));
        add(finding, tr("Settings"), settings(said));
        add(finding, tr("Mean RTF"), number(rtf[u"mean"], 3),
            tr("smallest %1, largest %2 of %3 runs")
                .arg(number(rtf[u"min"], 3), number(rtf[u"max"], 3), number(said[u"run_count"], 0)));
        add(finding, tr("Variation (CV)"), percent(rtf[u"cv"], 1));
        add(finding, tr("First audio, median"), seconds(said[u"first_audio_seconds"]));
        add(finding, tr("As fast as the last one alike"), times(said[u"speed_up_over_last"]));
        add(finding, tr("As fast as the original's first"), times(said[u"speed_up"]), tr("which had an RTF of 1.32"));
        const QJsonObject phases = said[u"phases"].toObject();
        for (const QString &phase : phases.keys())
            add(finding, tr("Target %1").arg(phase), phases[phase].toBool() ? tr("met") : tr("not met"));
        return finding;
    }

    static Finding check(const QJsonObject &said) {
        Finding finding;
        finding.wrong = said[u"regressed"].toBool();
        finding.verdict = finding.wrong              ? tr("It has become worse.")
                          : said[u"judged"].toBool() ? tr("It is as it was.")
                                                     : tr("That cannot be judged yet.");
        add(finding, tr("Settings"), settings(said[u"record"].toObject()));
        add(finding, tr("Records alike"), number(said[u"compared_with"], 0));
        for (const QJsonValue &each : said[u"verdicts"].toArray()) {
            const QString kind = each[u"verdict"].toString();
            const bool wrong = kind == u"regression" || kind == u"warning";
            add(finding, checkName(each[u"check"].toString()), verdictName(kind), each[u"words"].toString(), wrong);
        }
        return finding;
    }

    static Finding profile(const QJsonObject &said) {
        Finding finding;
        finding.verdict = tr("RTF %1 without recording").arg(number(said[u"rtf"], 3));
        add(finding, tr("Settings"), settings(said));
        for (const QJsonValue &each : said[u"recommendations"].toArray())
            add(finding, weightName(each[u"weight"].toString()),
                each[u"saves"].isDouble() ? tr("saves %1").arg(percent(each[u"saves"], 0)) : QString(),
                each[u"what"].toString() + u' ' + each[u"remedy"].toString());
        for (const QJsonValue &each : said[u"stages"].toArray())
            add(finding, tr("Stage: %1").arg(each[u"name"].toString()),
                value(number(each[u"seconds"].toDouble() * kMilliseconds, 1), tr("%1 ms"), each[u"seconds"]),
                percent(each[u"share"], 1));
        int operators = 0;
        for (const QJsonValue &each : said[u"operators"].toArray())
            if (operators++ < kOperators)
                add(finding, tr("Operator: %1").arg(each[u"name"].toString()), percent(each[u"share"], 1),
                    each[u"shapes"].toString());
        return finding;
    }

    static Finding selfTest(const QJsonObject &said) {
        Finding finding;
        const int passed = said[u"passed"].toInt();
        const int all = said[u"checks"].toInt();
        finding.wrong = passed < all;
        finding.verdict = tr("%1 of %2 checks are good.").arg(passed).arg(all);
        for (const QJsonValue &each : said[u"results"].toArray()) {
            const bool good = each[u"passed"].toBool();
            add(finding, each[u"check"].toString(), good ? tr("good") : tr("failed"),
                (each[u"words"].toString() + u' ' + each[u"remedy"].toString()).trimmed(), !good);
        }
        return finding;
    }

    static Finding status(const QJsonObject &said) {
        Finding finding;
        finding.wrong = said[u"attention"].toBool();
        finding.verdict = finding.wrong ? tr("Something asks for you.") : tr("All is as it should be.");
        for (const QString &key : said.keys()) {
            const QJsonObject fact = said[key].toObject();
            if (!fact.isEmpty())
                add(finding, key, fact[u"asks"].toBool() ? tr("asks for you") : QString(), fact[u"words"].toString(),
                    fact[u"asks"].toBool());
        }
        std::stable_sort(finding.rows.begin(), finding.rows.end(),
                         [](const FoundRow &a, const FoundRow &b) { return a.wrong && !b.wrong; });
        return finding;
    }

    static QString name(Measure measure) {
        switch (measure) {
        case Measure::Bench:
            return tr("Measure speed");
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
        case Measure::Check:
            return tr("Measures the same and says whether this computer has become slower than it was.");
        case Measure::Profile:
            return tr("Says which part of the model takes how long, and what would make it faster.");
        case Measure::SelfTest:
            return tr("Fifteen checks: folders, model, voices, speech, speed, memory and files.");
        case Measure::Status:
            return tr("Versions, temperatures, clocks, history, disk and what the monitor saw. A second.");
        }
        return {};
    }

private:
    static QString value(const QString &text, const QString &with, const QJsonValue &there) {
        return there.isDouble() ? with.arg(text) : QString();
    }
    static void add(Finding &finding, const QString &what, const QString &is, const QString &note = {},
                    bool wrong = false) {
        if (!is.isEmpty() || !note.isEmpty())
            finding.rows.push_back({what, is, note, wrong});
    }
    static QString checkName(const QString &id) {
        return id == u"slower" ? tr("Slower than before")
               : id == u"cv"   ? tr("Variation (CV)")
               : id == u"mean" ? tr("Mean RTF")
               : id == u"max"  ? tr("Largest RTF")
                               : id;
    }
    static QString weightName(const QString &id) {
        return id == u"HIGH"     ? tr("Worth much")
               : id == u"MEDIUM" ? tr("Worth something")
               : id == u"LOW"    ? tr("Worth little")
                                 : id;
    }
    static QString verdictName(const QString &id) {
        return id == u"ok"           ? tr("good")
               : id == u"warning"    ? tr("warning")
               : id == u"regression" ? tr("worse")
               : id == u"too noisy"  ? tr("too noisy")
               : id == u"first"      ? tr("the first")
                                     : id;
    }
};

} // namespace

QString nameOf(Measure measure) {
    return MeasureWords::name(measure);
}

QString describe(Measure measure) {
    return MeasureWords::description(measure);
}

QString verbOf(Measure measure) {
    switch (measure) {
    case Measure::Bench:
        return QStringLiteral("bench");
    case Measure::Check:
        return QStringLiteral("check");
    case Measure::Profile:
        return QStringLiteral("profile");
    case Measure::SelfTest:
        return QStringLiteral("selftest");
    case Measure::Status:
        break;
    }
    return QStringLiteral("status");
}

Finding readFinding(Measure measure, const QJsonObject &said) {
    switch (measure) {
    case Measure::Bench:
        return MeasureWords::bench(said);
    case Measure::Check:
        return MeasureWords::check(said);
    case Measure::Profile:
        return MeasureWords::profile(said);
    case Measure::SelfTest:
        return MeasureWords::selfTest(said);
    case Measure::Status:
        break;
    }
    return MeasureWords::status(said);
}

QString asText(const Finding &finding) {
    QString text = finding.verdict + u'\n';
    for (const FoundRow &row : finding.rows)
        text += row.what + u'\t' + row.value + u'\t' + row.note + u'\n';
    return text;
}

} // namespace ui::performance
