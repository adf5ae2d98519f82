// A text as a QR code: black on white in every theme, since that is what cameras read. Drawn as squares, sharp at any
// scale.
#pragma once

#include <QBitArray>
#include <QWidget>

namespace ui::server {

class QrView : public QWidget {
    Q_OBJECT

public:
    explicit QrView(QWidget *parent = nullptr);

    void setText(const QString &text); // empty, or too long for a code: nothing is drawn
    const QString &text() const { return m_text; }
    int modules() const { return m_side; } // squares in a row, without the white frame; 0: there is none

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    QBitArray m_dark; // row by row
    int m_side = 0;
};

} // namespace ui::server
