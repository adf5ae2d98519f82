#include "ui/voices/voice_card.h"

#include <QCoreApplication>

namespace ui::voices {

namespace {

struct CardWords {
    Q_DECLARE_TR_FUNCTIONS(ui::voices::VoiceCard)
};

} // namespace

QString nameOf(VoiceCard::Standing standing) {
    switch (standing) {
    case VoiceCard::Standing::Shipped:
        return CardWords::tr("shipped", "a voice");
    case VoiceCard::Standing::Own:
        return CardWords::tr("own", "a voice");
    case VoiceCard::Standing::Changed:
        return CardWords::tr("changed", "a voice");
    }
    return {};
}

QString describe(const VoiceCard &card) {
    QStringList parts{card.name};
    if (card.chosen) {
        parts << CardWords::tr("speaks in the Studio");
    }
    parts << card.language << nameOf(card.standing) << card.styles << card.tags;
    for (const Mark &mark : card.marks) {
        parts << mark.why;
    }
    parts.removeAll(QString());
    return parts.join(CardWords::tr(", ", "between parts of a description"));
}

QString tipOf(const VoiceCard &card) {
    QStringList lines{card.name};
    if (!card.styles.isEmpty()) {
        lines << CardWords::tr("Further styles: %1")
                     .arg(card.styles.join(CardWords::tr(", ", "between parts of a description")));
    }
    for (const Mark &mark : card.marks) {
        lines << mark.why;
    }
    if (!card.note.isEmpty()) {
        lines << card.note;
    }
    return lines.join(u'\n');
}

} // namespace ui::voices
