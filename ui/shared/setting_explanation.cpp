#include "ui/shared/setting_explanation.h"

#include <QCoreApplication>
#include <QHash>

namespace ui::shared {

namespace {

struct Explained {
    Q_DECLARE_TR_FUNCTIONS(ui::shared::SettingExplanation)
};

} // namespace

QString explanationOf(const QString &settingId) {
    const QHash<QString, QString> all{
        {QStringLiteral("nfe"),
         Explained::tr("How many times the model refines the sound before it is done. 7 is fast and good for live use; "
                       "16 and 32 take longer and sound a little cleaner.")},
        {QStringLiteral("schedule"),
         Explained::tr("Which moments the steps visit. For 5, 6, 7, 10, 12 and 16 steps there are tables (EPSS) that "
                       "keep most of the quality of 32; uniform spreads them evenly.")},
        {QStringLiteral("speed"),
         Explained::tr("How fast it is said, as a factor: 1 is the pace of the voice's recording, 1.2 is a fifth "
                       "faster. The pitch stays.")},
        {QStringLiteral("cfg"),
         Explained::tr("How strongly the model is held to the text and the voice: 2 is usual. Higher is clearer up to "
                       "a point, then harsh; 0 lets it wander and takes half the time.")},
        {QStringLiteral("sway"),
         Explained::tr("Where the steps are spent: −1 puts most of them at the beginning, where the words are decided. "
                       "0 spreads them evenly.")},
        {QStringLiteral("crossFade"),
         Explained::tr(
             "A long text is made in several pieces: for so long the end of each overlaps the beginning of "
             "the next. Joined evenly, they only overlap where both are silent; a line that is made in one piece "
             "stays as it is.")},
        {QStringLiteral("precision"),
         Explained::tr("How many digits the model computes with. bf16 takes half the memory and is faster where the "
                       "device has units for it; Automatic chooses it only there.")},
        {QStringLiteral("seed"),
         Explained::tr("The number that the chance in every take comes from. The same text, voice, settings and seed "
                       "give the same take again; a new seed gives another reading.")},
        {QStringLiteral("loudness"),
         Explained::tr("How loud takes are played and exported (EBU R 128), as far as their peaks allow: they end at "
                       "−1 dBTP. The takes themselves stay as they were made.")},
    };
    return all.value(settingId);
}

} // namespace ui::shared
