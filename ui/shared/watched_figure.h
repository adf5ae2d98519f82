// A figure that is watched: large, with tabular digits, over the words that say what it is.
#pragma once

#include <QString>
#include <QWidget>

class QLabel;

namespace ui::shared {

class WatchedFigure : public QWidget {
    Q_OBJECT

public:
    WatchedFigure(const QString &caption, const QString &tip, QWidget *parent = nullptr); // shows nothing yet

    void setValue(const QString &value);
    void setCaption(const QString &caption);
    QString value() const;
    QString caption() const;

private:
    QLabel *m_value;
    QLabel *m_caption;
};

} // namespace ui::shared
