// Strips stacked on one x axis, in the colours of the palette: lines and dots, levels with their names, a cursor
// through all of them. The only place that knows the plotting library (rule R6); what is plotted, and what a hand on it
// does, is its users'. The mouse reaches this widget, unless letDrag() gives it to the plot. GUI thread.
#pragma once

#include <QStringList>
#include <QVector>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace ui::shared {

enum class Ink { Accent, Text, Quiet, Good, Attention, Alarm };

struct PlotSeries {
    enum class Form {
        Line, // not a number: a gap
        Band, // a thick line
        Dots,
        BigDots,
        Rings,
        DottedLine,
    };
    QString name = {}; // beside the strip; empty: the title is enough
    Ink ink = Ink::Accent;
    Form form = Form::Line;
    bool over = false; // drawn over everything, and anew by redrawOver() alone
};

struct PlotLevel {
    double y = 0;
    QString name;
    Ink ink = Ink::Attention;
};

struct PlotText {
    double x = 0;
    double y = 0;
    QString text;
};

struct PlotStrip {
    QString title;
    QString unit = {};
    std::vector<PlotSeries> series;
    std::vector<PlotLevel> levels = {};
    bool hasNumbers = true; // along y
    double share = 1;       // of the height, beside the others
};

class PlotView : public QWidget {
    Q_OBJECT

public:
    explicit PlotView(QWidget *parent = nullptr);
    ~PlotView() override;

    // Replaces all that is there. `headWidth`, px: room for titles and names on the left of the strips; 0: the title
    // stands along y, and names of levels at the right end.
    void setStrips(std::vector<PlotStrip> strips, int headWidth = 0);
    const std::vector<PlotStrip> &strips() const { return m_strips; }
    void letDrag(); // the plot itself is dragged and zoomed, as long as nothing is drawn anew

    // x ascending. What is set is seen after redraw().
    void setSeries(int strip, int series, const QVector<double> &x, const QVector<double> &y);
    void setIntervals(int strip, int series, const QVector<double> &below, const QVector<double> &above);
    void setTexts(int strip, const std::vector<PlotText> &texts);
    void setYRange(int strip, double low, double high);
    void setXRange(double low, double high);
    void setXTicks(const QVector<double> &at, const QVector<QString> &names); // both empty: numbers
    void setXTitle(const QString &title);
    void setCursorLine(std::optional<double> x);
    void setValues(int strip, const QStringList &values); // beside the names of its series; seen after redrawOver()

    void redraw();     // now
    void redrawOver(); // the cursor, titles and values, and series that lie over the others

    // As drawn last; pixels are this widget's.
    double xAt(double pixel) const;
    double pixelOf(double x) const;
    double yPixelOf(int strip, double y) const;
    QRect plotArea() const; // of all strips, without heads and numbers

    // As it is shown, without the cursor; `scale` pixels for each of the size's.
    QImage picture(const QSize &size, double scale);
    QByteArray svg(const QSize &size, const QString &title);

Q_SIGNALS:
    void doubleClicked(); // with letDrag()

protected:
    virtual void coloursChanged(); // or the font; after everything was dressed anew

    void changeEvent(QEvent *event) override;

private:
    struct Parts;

    QColor colourOf(Ink ink) const;
    void build();
    void dress();
    void placeCursor();
    void spreadNames();
    void addSeries(int strip, const PlotSeries &series);
    void addLevel(int strip, const PlotLevel &level);
    void addHead(int strip);

    std::vector<PlotStrip> m_strips;
    int m_headWidth = 0;
    std::optional<double> m_cursor;
    std::unique_ptr<Parts> m_parts;
};

} // namespace ui::shared
