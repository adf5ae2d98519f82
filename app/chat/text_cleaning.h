// A stranger's text as plain words: compatibility forms as ordinary ones (NFKC), what cannot be seen away, marks that
// are heaped on letters away, white space one space. Linear in time whatever is given (Qt's normalization alone is
// not: it is called for short pieces). cleaned(cleaned(x)) == cleaned(x).
//
//   - Chinese ！，：；？（） stay in texts with Chinese or kana, as the voices know them; elsewhere they become ASCII
//   - marks: four or more on a letter are zalgo and go all; of fewer, what NFKC composes stays and one besides; lines
//     through or under letters go always. Scripts that write with marks (Thai, Hebrew, Hindi …) keep up to four
//   - longer than 20,000 code points: the rest is left out
#pragma once

#include <QString>

#include "app/chat/filter_line.h"

namespace app::chat {

void clean(FilterLine &line);
QString cleaned(const QString &text);

} // namespace app::chat
