// What was found doubtful in a take, as it is kept with it (TakeRecord::doubts): a list of {"kind", "from", "to",
// "sureness", "reason", "remedy"}. Any thread.
#pragma once

#include <QList>
#include <QString>

#include <vector>

#include "app/takes/take_record.h"
#include "engine/quality/take_check.h"

namespace app::cloning {

struct TakeDoubt {
    double from = 0; // s in the take
    double to = 0;
    QString reason; // a sentence
    QString remedy; // a sentence
};

QString toJson(const std::vector<engine::quality::Doubt> &doubts); // "[]": it was looked for, and there is none
// None when it was not looked for, and when what is kept makes no sense.
QList<TakeDoubt> doubtsOf(const takes::TakeRecord &take);

} // namespace app::cloning
