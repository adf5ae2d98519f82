// In what two takes differ, in words. Any thread.
#pragma once

#include <QStringList>

#include "app/takes/take_record.h"

namespace app::takes {

// "NFE 7 → 16", "seed differs": what made the second otherwise than the first, the most telling first; empty when
// everything was the same. Names, notes, stars and how long the making took do not count.
QStringList differences(const TakeRecord &first, const TakeRecord &second);

} // namespace app::takes
