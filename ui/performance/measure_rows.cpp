#include "ui/performance/measure_words.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

#include <algorithm>

namespace ui::performance {

namespace {

constexpr double kPercent = 100;
constexpr double kMilliseconds = 1000; // in a second
constexpr double kMegabyte = 1e6;      // bytes
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
        const QJsonObject other = said[u"other_clocks"].toObject();
        const QJsonObject itsRtf = other[u"rtf_spread"].toObject();
        add(finding, other[u"clocks"].toString() == u"locked" ? tr("With locked clocks") : tr("With unlocked clocks"),
            number(itsRtf[u"mean"], 3), other.isEmpty() ? QString() : tr("CV %1").arg(percent(itsRtf[u"cv"], 1)));
        const QJsonObject phases = said[u"phases"].toObject();
        for (const QString &phase : phases.keys())
            add(finding, tr("Target %1").arg(phase), phases[phase].toBool() ? tr("met") : tr("not met"));
        return finding;
    }

    static Finding sweep(const QJsonArray &steps) {
        Finding finding;
        finding.verdict = tr("Measured with %L1 numbers of steps.").arg(steps.size());
        for (const QJsonValue &each : steps) {
            const QJsonObject rtf = each[u"rtf_spread"].toObject();
            add(finding, tr("NFE %1").arg(each[u"nfe_step"].toInt()), number(rtf[u"mean"], 3),
                tr("CV %1; first audio %2; %3 as fast as the original's first")
                    .arg(percent(rtf[u"cv"], 1), seconds(each[u"first_audio_seconds"]), times(each[u"speed_up"])));
        }
        return finding;
    }

    static Finding vocoder(const QJsonObject &said) {
        Finding finding;
        finding.verdict = tr("The vocoder of %1 was measured.").arg(said[u"model"].toString());
        for (const QJsonValue &each : said[u"vocoder"].toArray()) {
            const QJsonObject spread = each[u"seconds_spread"].toObject();
            add(finding, tr("%1 s of sound").arg(number(each[u"audio_seconds"], 0)), seconds(spread[u"median"]),
                tr("RTF %1, CV %2").arg(number(each[u"rtf"], 4), percent(spread[u"cv"], 1)));
        }
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
        compare(finding, said[u"comparison"].toObject());
        int operators = 0;
        for (const QJsonValue &each : said[u"operators"].toArray())
            if (operators++ < kOperators)
                add(finding, tr("Operator"), percent(each[u"share"], 1),
                    each[u"name"].toString() + u' ' + each[u"shapes"].toString());
        return finding;
    }

    // With an earlier profile: what became slower or faster for each second of speech.
    static void compare(Finding &finding, const QJsonObject &comparison) {
        const auto row = [&](const QString &what, const QJsonObject &each, double scale, int digits,
                             const QString &unit) {
            if (each.isEmpty())
                return;
            const auto figure = [&](const QJsonValue &value) {
                return value.isDouble() ? unit.arg(QLocale().toString(value.toDouble() * scale, 'f', digits))
                                        : QStringLiteral("–");
            };
            add(finding, tr("Since then: %1").arg(what),
                each[u"ratio"].isDouble() ? times(each[u"ratio"]) : QStringLiteral("–"),
                tr("%1, was %2", "a figure now, and then").arg(figure(each[u"now"]), figure(each[u"before"])));
        };
        row(tr("RTF"), comparison[u"rtf"].toObject(), 1, 3, QStringLiteral("%1"));
        for (const auto list : {u"stages", u"categories"})
            for (const QJsonValue &each : comparison[list].toArray())
                row(each[u"name"].toString(), each.toObject(), kMilliseconds, 1, tr("%1 ms for a second of speech"));
        row(tr("memory"), comparison[u"memory"].toObject(), 1 / kMegabyte, 0, tr("%1 MB"));
        addDifferences(finding, comparison);
    }

    static void addDifferences(Finding &finding, const QJsonObject &comparison) {
        for (const QJsonValue &each : comparison[u"differs"].toArray())
            add(finding, tr("Not alike: %1").arg(each[u"what"].toString()), each[u"now"].toVariant().toString(),
                tr("was %1").arg(each[u"before"].toVariant().toString()), true);
    }

    // Of two results of bench; the second is the newer one.
    static Finding comparison(const QJsonObject &said) {
        const QJsonValue low = said[u"low"];
        const bool sure = low.isDouble();
        Finding finding;
        finding.wrong = said[u"surely_slower"].toBool();
        const bool alike = said[u"alike"].toBool();
        finding.verdict = finding.wrong ? (alike ? tr("It has become slower than it was then.")
                                                 : tr("The later one is slower, but was not measured alike."))
                          : said[u"surely_faster"].toBool()
                              ? (alike ? tr("It has become faster than it was then.")
                                       : tr("The later one is faster, but was not measured alike."))
                          : sure ? tr("It is not surely slower or faster than it was then.")
                                 : tr("Single runs do not say whether it is slower or faster.");
        const QString now = number(said[u"now"].toObject()[u"mean_rtf"], 3);
        const QString before = number(said[u"before"].toObject()[u"mean_rtf"], 3);
        add(finding, tr("Since then: %1").arg(tr("RTF")), times(said[u"ratio"]),
            sure ? tr("%1, was %2; the ratio lies between %3 and %4 (95 %)")
                       .arg(now, before, number(low, 3), number(said[u"high"], 3))
                 : tr("%1, was %2", "a figure now, and then").arg(now, before),
            finding.wrong);
        addDifferences(finding, said);
        return finding;
    }

    static QString imported(const QJsonObject &said) {
        return tr("Records taken in: %L1; there already: %L2. They stand in the trend, and are never compared with "
                  "this computer's own.")
            .arg(said[u"imported"].toInt())
            .arg(said[u"known"].toInt());
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

Finding readFinding(Measure measure, const QJsonObject &said) {
    switch (measure) {
    case Measure::Bench:
        return MeasureWords::bench(said);
    case Measure::Sweep:
        return MeasureWords::sweep(said[u"sweep"].toArray());
    case Measure::Vocoder:
        return MeasureWords::vocoder(said);
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

Finding readComparison(const QJsonObject &said) {
    return MeasureWords::comparison(said);
}

QString importInWords(const QJsonObject &said) {
    return MeasureWords::imported(said);
}

QString asText(const Finding &finding) {
    QString text = finding.verdict + u'\n';
    for (const FoundRow &row : finding.rows)
        text += row.what + u'\t' + row.value + u'\t' + row.note + u'\n';
    return text;
}

} // namespace ui::performance
