#include "app/chat/line_splitter.h"

#include <utility>

namespace app::chat {

QList<QByteArray> LineSplitter::feed(QByteArrayView bytes) {
    QList<QByteArray> lines;
    while (!bytes.isEmpty()) {
        const qsizetype end = bytes.indexOf('\n');
        const QByteArrayView piece = end < 0 ? bytes : bytes.first(end);
        bytes = end < 0 ? QByteArrayView() : bytes.sliced(end + 1);
        if (!m_skipping) {
            if (m_begun.size() + piece.size() > m_most) {
                m_skipping = true;
                ++m_skipped;
                m_begun.clear();
            } else {
                m_begun.append(piece);
            }
        }
        if (end < 0)
            break;
        ++m_number;
        m_skipping = false;
        QByteArray line = std::exchange(m_begun, {});
        if (line.endsWith('\r'))
            line.chop(1);
        if (!line.isEmpty())
            lines.append(std::move(line));
    }
    return lines;
}

QByteArray LineSplitter::rest() {
    return std::exchange(m_begun, {});
}

void LineSplitter::clear() {
    m_begun.clear();
    m_skipping = false;
}

} // namespace app::chat
