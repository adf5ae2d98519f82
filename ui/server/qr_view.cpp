#include "ui/server/qr_view.h"

#include <QPainter>
#include <QPainterPath>

#include <qrencode.h>

#include <algorithm>
#include <memory>

#include "ui/theme_codes.h"

namespace ui::server {

namespace {

constexpr int kFrame = 4; // white squares around, by the standard
constexpr int kSide = 148;

} // namespace

QrView::QrView(QWidget *parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void QrView::setText(const QString &text) {
    if (text == m_text)
        return;
    m_text = text;
    m_side = 0;
    m_dark.clear();
    const std::unique_ptr<QRcode, void (*)(QRcode *)> code(
        text.isEmpty() ? nullptr
                       : QRcode_encodeString(text.toUtf8().constData(), 0, QR_ECLEVEL_M, QR_MODE_8, /*case*/ 1),
        &QRcode_free);
    if (code) {
        m_side = code->width;
        m_dark.resize(qsizetype(m_side) * m_side);
        for (qsizetype i = 0; i < m_dark.size(); ++i)
            m_dark.setBit(i, (code->data[i] & 1U) != 0);
    }
    setAccessibleName(tr("QR code"));
    setAccessibleDescription(text);
    setToolTip(text);
    update();
}

QSize QrView::sizeHint() const {
    return {kSide, kSide};
}

void QrView::paintEvent(QPaintEvent *) {
    if (m_side == 0)
        return;
    QPainter painter(this);
    const double room = std::min(width(), height());
    const double square = room / (m_side + 2 * kFrame);
    painter.fillRect(QRectF(0, 0, room, room), paperOfCodes());
    painter.translate(kFrame * square, kFrame * square);
    painter.scale(square, square);
    painter.setPen(Qt::NoPen);
    painter.setBrush(inkOfCodes());
    QPainterPath path; // in one piece: no seams between neighbours
    path.setFillRule(Qt::WindingFill);
    for (int row = 0; row < m_side; ++row) {
        for (int from = 0; from < m_side; ++from) {
            int to = from;
            while (to < m_side && m_dark.testBit(qsizetype(row) * m_side + to))
                ++to;
            if (to > from)
                path.addRect(from, row, to - from, 1);
            from = to;
        }
    }
    painter.drawPath(path);
}

} // namespace ui::server

#include "moc_qr_view.cpp"
