// All that is known of a take, as words: what it says, who says it, with which model and settings, on what, how long it
// took, and which sound it is.
#pragma once

#include <QList>
#include <QString>

#include "app/takes/take_record.h"

namespace ui::studio {

struct Fact {
    QString name;
    QString value; // never empty
};

QList<Fact> factsOf(const app::takes::TakeRecord &take);
// What one that was made from another has besides: which that is, and in what it differs. Without `parent`: it is gone.
QList<Fact> lineageOf(const app::takes::TakeRecord &take, const app::takes::TakeRecord *parent);
QString asText(const QList<Fact> &facts); // "name<tab>value", a line for each

} // namespace ui::studio
