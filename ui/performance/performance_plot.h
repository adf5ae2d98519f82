// The strips of the performance pane on one time axis. The hand that all plots share: Ctrl+wheel zooms, a drag (or the
// wheel, where nothing is to be scrolled) pans, hovering reads; a click asks for the take of what was spoken there, a
// double click where nothing was goes back to now. Keys: arrows move the cursor (Shift: far), [ and ] go from utterance
// to utterance, Enter asks for its take, Page Up and Page Down pan, + and - zoom, 0 is the chosen range again, Home the
// oldest, End now, P holds.
//
// It follows the newest values until it is held: by hold(), or by looking into the past. Drawn while it is visible
// only, when there is something new, at most once a frame.
#pragma once

#include <QSet>
#include <QTimer>

#include <optional>
#include <vector>

#include "app/performance/performance_watch.h"
#include "ui/performance/strips.h"
#include "ui/shared/plot_view.h"

namespace ui::performance {

class PerformancePlot : public shared::PlotView {
    Q_OBJECT

public:
    static constexpr qint64 kShortest = 10'000;    // ms that can be seen at once
    static constexpr qint64 kLongest = 86'400'000; // 24 h

    explicit PerformancePlot(const app::performance::PerformanceWatch &watch, QWidget *parent = nullptr);

    void setSpan(qint64 milliseconds); // the chosen one; back to it with 0
    qint64 span() const { return m_span; }
    qint64 from() const { return m_to - m_span; }
    qint64 to() const { return m_to; }
    void hold(bool on);
    bool isHeld() const { return m_held; }
    void goToNow();

    void setHidden(const QSet<QString> &strips); // by id
    const QSet<QString> &hidden() const { return m_hidden; }
    QList<const Strip *> withData() const; // also hidden ones
    const std::vector<const Strip *> &shown() const { return m_shown; }

    // What is read: under the cursor, or the newest.
    app::performance::Moment moment() const;
    std::optional<qint64> cursorTime() const;
    void moveCursor(qint64 time); // by hand

    void drawNow(); // what would be drawn soon

Q_SIGNALS:
    void viewChanged();   // other times are seen, or held
    void stripsChanged(); // withData() or shown()
    void read();          // moment() is another one
    void takeWanted(const app::performance::Utterance &utterance);

protected:
    void coloursChanged() override;
    bool event(QEvent *event) override;
    QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    static constexpr int kHeadWidth = 128; // px for titles and values

    void drawSoon();
    void chooseStrips();
    void rebuild();
    void fill();
    void fillStrip(int index);
    void fillLine(int index, int line, double &low, double &high);
    void fillFlag(int index, int line, double row);
    void fillFailures(int index);
    int columns() const; // px of what is plotted, about
    bool isSeen(const StripLine &line) const;
    void readCursor();
    void zoom(double factor, qint64 around);
    void pan(qint64 milliseconds);
    void look(qint64 to); // clamps; held unless that is now
    void step(int utterances);
    qint64 timeAt(double x) const;
    qint64 near() const; // ms that still count as under the cursor
    std::optional<app::performance::Utterance> utteranceAt(qint64 time) const;
    qint64 oldest() const;

    const app::performance::PerformanceWatch &m_watch;
    QSet<QString> m_hidden;
    std::vector<const Strip *> m_shown;
    std::vector<std::vector<const StripLine *>> m_lines; // of each, those that have data
    qint64 m_chosen = 300'000;
    qint64 m_span = 300'000;
    qint64 m_to = 0;
    bool m_held = false;
    bool m_built = false;
    std::optional<double> m_hover;  // x, px
    std::optional<qint64> m_cursor; // by hand
    std::optional<QPointF> m_pressed;
    bool m_dragging = false;
    qint64 m_pressedTo = 0;
    QTimer m_soon;
};

} // namespace ui::performance
