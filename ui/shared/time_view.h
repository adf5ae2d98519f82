// What lies along time, with a ruler, a playhead and a selection. The hand that all of them share: Ctrl+wheel zooms,
// the wheel or a drag with the middle button pans, hovering reads, a click seeks, a drag selects, a double click shows
// everything. Keys: arrows seek by a second (with Shift a tenth), Home and End, + and - zoom, 0 shows everything; [ and
// ] put the ends of the selection to the playhead, Backspace clears it. What is drawn under the ruler is a child
// class's.
#pragma once

#include <QWidget>

#include <optional>

class QPainter;

namespace ui::shared {

struct Span {
    double from = 0; // seconds
    double to = 0;
    double length() const { return to - from; }
};

class TimeView : public QWidget {
    Q_OBJECT

public:
    using Span = shared::Span;

    virtual double seconds() const = 0; // how long it is; 0: there is nothing, and the hand does nothing

    void setPlayhead(double seconds); // negative: none
    double playhead() const { return m_playhead; }
    Span visible() const { return m_visible; }
    const std::optional<Span> &selection() const { return m_selection; }
    void clearSelection();
    void showAll();
    void reveal(double seconds); // moves what is visible there, when it is elsewhere
    void seekBy(double seconds); // from the playhead; asks for it
    void zoomBy(double factor);  // of what is visible; around the playhead, or the middle
    void selectFromPlayhead();   // to where the selection ended, or the end
    void selectToPlayhead();     // from where it began, or the beginning

Q_SIGNALS:
    void seekRequested(double seconds);
    void selectionChanged();

protected:
    static constexpr double kRuler = 20; // px

    explicit TimeView(QWidget *parent);

    virtual void paintContent(QPainter &painter) = 0; // over the ruler's lines, under the playhead
    virtual QString emptyText() const = 0;            // where there is nothing
    virtual QString readingAt(const QPointF &place) const;
    virtual void viewChanged() {} // zoom, place, colours: what was drawn before is old
    virtual QString description() const;
    virtual double leftMargin() const { return 0; } // px that time does not run through
    virtual double rightMargin() const { return 0; }

    void lengthChanging(); // before seconds() changes, and after: who saw all of it goes on to do so
    void lengthChanged();
    void forget(); // playhead, selection and zoom; seconds() is 0
    void describe();
    void redraw();
    QRectF plot() const;              // where time runs, without the ruler
    double secondsAt(double x) const; // between 0 and the end
    double xAt(double seconds) const;
    void paintSelection(QPainter &painter, const QRectF &area, const QColor &veil) const;
    QFont smallFont() const;

    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void zoom(double factor, double around);
    void pan(double seconds);
    void select(double from, double to);
    void paintRuler(QPainter &painter) const;
    void paintPlayhead(QPainter &painter) const;
    void paintHover(QPainter &painter) const;

    Span m_visible;
    std::optional<Span> m_selection;
    double m_playhead = -1;
    bool m_sawAll = true;
    std::optional<QPointF> m_hover;
    std::optional<double> m_pressed; // x
    std::optional<double> m_panned;
    bool m_selecting = false;
};

} // namespace ui::shared
