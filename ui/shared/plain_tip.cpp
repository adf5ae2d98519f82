#include "ui/shared/plain_tip.h"

#include <QTextDocument>

namespace ui::shared {

QString plainTip(const QString &words) {
    if (!Qt::mightBeRichText(words)) {
        return words;
    }
    return QStringLiteral("<qt>%1</qt>").arg(words.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")));
}

} // namespace ui::shared
