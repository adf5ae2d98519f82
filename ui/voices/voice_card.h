// A voice as its card shows it.
#pragma once

#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include "ui/shared/icons.h"

namespace ui::voices {

// What was found out about the recording, in a word: "noise", good or not so good, and why.
struct Mark {
    QString word;
    QString why; // a sentence
    shared::Tone tone = shared::Tone::Quiet;

    bool operator==(const Mark &) const = default;
};

struct VoiceCard {
    enum class Standing { Shipped, Own, Changed };

    QString id;
    QString name;
    QString language;   // as people call it; may be empty
    QStringList styles; // besides the first one
    QStringList tags;
    QString transcript;
    QString note;
    Standing standing = Standing::Shipped;
    bool hasBaseline = false; // what was changed can be taken back
    bool canBeRemoved = false;
    bool chosen = false; // for the Studio
    QList<Mark> marks;   // empty until the recording was looked at

    bool operator==(const VoiceCard &) const = default;
};

QString nameOf(VoiceCard::Standing standing);
QString describe(const VoiceCard &card); // in a sentence, for those who do not see the card
QString tipOf(const VoiceCard &card);

} // namespace ui::voices

Q_DECLARE_METATYPE(ui::voices::VoiceCard)
