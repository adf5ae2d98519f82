// Two small labels: an icon that follows the theme, and a line of text that is shortened where room is missing.
#pragma once

#include <QIcon>
#include <QLabel>

namespace ui::shared {

class IconLabel : public QWidget {
    Q_OBJECT

public:
    IconLabel(const QIcon &icon, int side, QWidget *parent = nullptr); // `side` in px

    void setIcon(const QIcon &icon);
    QSize sizeHint() const override { return {m_side, m_side}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QIcon m_icon;
    int m_side;
};

// Ends with "…" when it must; the whole text is in the tooltip then.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;
};

} // namespace ui::shared
