#include "ui/voices/check_words.h"

#include <QCoreApplication>
#include <QLocale>

#include "ui/shared/figures.h"

namespace ui::voices {

using engine::quality::Aspect;
using engine::quality::Finding;
using engine::quality::ReferenceCheck;
using engine::quality::Verdict;
using shared::Tone;

namespace {

constexpr double kNothingHeard = -120; // dBFS, as ReferenceCheck has it

struct Said {
    Q_DECLARE_TR_FUNCTIONS(ui::voices::CheckWords)
};

QString wordOf(Aspect aspect) {
    switch (aspect) {
    case Aspect::Speech:
        return Said::tr("speech", "on a card");
    case Aspect::Length:
        return Said::tr("length", "on a card");
    case Aspect::Noise:
        return Said::tr("noise", "on a card");
    case Aspect::Clipping:
        return Said::tr("clipping", "on a card");
    case Aspect::Loudness:
        return Said::tr("loudness", "on a card");
    case Aspect::Ends:
        return Said::tr("ends", "on a card");
    case Aspect::Rate:
        return Said::tr("transcript", "on a card");
    }
    return {};
}

} // namespace

QString nameOf(Aspect aspect) {
    switch (aspect) {
    case Aspect::Speech:
        return Said::tr("Speech");
    case Aspect::Length:
        return Said::tr("Length");
    case Aspect::Noise:
        return Said::tr("Noise");
    case Aspect::Clipping:
        return Said::tr("Clipping");
    case Aspect::Loudness:
        return Said::tr("Loudness");
    case Aspect::Ends:
        return Said::tr("Ends");
    case Aspect::Rate:
        return Said::tr("Transcript");
    }
    return {};
}

QString verdictName(Verdict verdict) {
    switch (verdict) {
    case Verdict::Good:
        return Said::tr("Good");
    case Verdict::Attention:
        return Said::tr("Could be better");
    case Verdict::Alarm:
        return Said::tr("Not right");
    }
    return {};
}

Tone toneOf(Verdict verdict) {
    return verdict == Verdict::Good ? Tone::Good : verdict == Verdict::Attention ? Tone::Attention : Tone::Alarm;
}

QStringView iconOf(Tone tone) {
    return tone == Tone::Good        ? u"check"
           : tone == Tone::Alarm     ? u"error"
           : tone == Tone::Attention ? u"warning"
                                     : u"info";
}

QString sentenceOf(const Finding &finding) {
    const QString reason = QString::fromStdString(finding.reason);
    return finding.remedy.empty()
               ? reason
               : Said::tr("%1 %2", "two sentences").arg(reason, QString::fromStdString(finding.remedy));
}

QList<Mark> marksOf(const ReferenceCheck &check) {
    QList<Mark> marks;
    for (const Finding &finding : check.findings) {
        const bool always =
            finding.aspect == Aspect::Noise || finding.aspect == Aspect::Clipping || finding.aspect == Aspect::Rate;
        if (always || finding.verdict == Verdict::Alarm) {
            marks << Mark{wordOf(finding.aspect), sentenceOf(finding), toneOf(finding.verdict)};
        }
    }
    return marks;
}

Mark unreadable(const QString &why) {
    return {Said::tr("recording", "on a card"), why, Tone::Alarm};
}

QString figureOf(Aspect aspect, const ReferenceCheck &check) {
    const QLocale locale;
    switch (aspect) {
    case Aspect::Speech:
        return shared::seconds(check.speechSeconds);
    case Aspect::Length:
        return shared::seconds(check.seconds);
    case Aspect::Noise:
        if (check.noiseDbfs && *check.noiseDbfs <= kNothingHeard)
            return Said::tr("nothing is heard", "between the words");
        return check.snrDb && check.noiseDbfs
                   ? Said::tr("%1 dBFS, SNR %2 dB")
                         .arg(locale.toString(*check.noiseDbfs, 'f', 0).replace(u'-', QStringLiteral("−")),
                              locale.toString(*check.snrDb, 'f', 0))
                   : QString();
    case Aspect::Clipping:
        return check.clipping.samples == 0 ? Said::tr("none")
                                           : Said::tr("%Ln samples", nullptr, int(check.clipping.samples));
    case Aspect::Loudness:
        return check.loudness ? shared::lufs(*check.loudness) : QString();
    case Aspect::Ends:
        return Said::tr("%1 at the end").arg(shared::seconds(check.endSilenceSeconds));
    case Aspect::Rate:
        if (check.rate.perSecond <= 0) {
            return {};
        }
        return check.rate.unit == engine::quality::RateUnit::Letters
                   ? Said::tr("%1 letters/s").arg(shared::glance(check.rate.perSecond))
                   : Said::tr("%1 syllables/s").arg(shared::glance(check.rate.perSecond));
    }
    return {};
}

} // namespace ui::voices
