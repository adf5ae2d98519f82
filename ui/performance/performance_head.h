// The figures that are watched, and in words what a person should know: what is wrong, or why something is not
// measured.
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace app::performance {
class PerformanceWatch;
}
namespace ui::shared {
class IconLabel;
class WatchedFigure;
} // namespace ui::shared

namespace ui::performance {

class PerformanceHead : public QWidget {
    Q_OBJECT

public:
    explicit PerformanceHead(const app::performance::PerformanceWatch &watch, QWidget *parent = nullptr);

    QWidget *note() { return m_note; } // the words, for a row of their own
    QString words() const;             // also what to do

    QSize minimumSizeHint() const override; // without the clocks, which give way

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    shared::WatchedFigure *add(const QString &caption, const QString &tip, QHBoxLayout *row);
    void followIfSeen(); // the watch
    void follow();
    void showSpeed();
    void showHeat();
    void placeClocks();
    void showWords();

    const app::performance::PerformanceWatch &m_watch;
    shared::WatchedFigure *m_rtf;
    shared::WatchedFigure *m_first;
    shared::WatchedFigure *m_heat;
    shared::WatchedFigure *m_clocks;
    QWidget *m_note;
    shared::IconLabel *m_icon;
    QLabel *m_words;
};

} // namespace ui::performance
