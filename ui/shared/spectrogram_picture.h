// Draws a spectrogram (app/speech/spectrogram.h) for what can be seen of time, with a ruler of frequencies at its left
// and one of levels at its right. What is not computed yet is drawn from coarser or finer columns that are there, or
// left out.
#pragma once

#include <QImage>
#include <QObject>
#include <QPixmap>

#include "app/speech/spectrogram.h"
#include "ui/shared/time_view.h"

class QPainter;

namespace ui {
struct Colours;
}

namespace ui::shared {

class SpectrogramPicture : public QObject {
    Q_OBJECT

public:
    explicit SpectrogramPicture(QObject *parent = nullptr);

    void show(const engine::ClipPtr &clip); // null: nothing
    void append(const engine::ClipPtr &clip);
    void rest(); // it is not looked at
    void invalidate();
    bool isBusy() const { return m_levels.isBusy(); } // more will come

    void paint(QPainter &painter, const QRectF &area, const Span &visible, double pixelRatio);
    // Frequencies at the left of `area`, levels between it and `right`.
    void paintRulers(QPainter &painter, const QRectF &area, double right, const QFont &font,
                     const Colours &colours) const;
    double frequencyWidth(const QFont &font) const;
    double levelWidth(const QFont &font) const;

    // "1.0 kHz, −31 dB"; `height` is 0 at the lowest band's lower edge and 1 at the highest one's upper edge.
    QString reading(double seconds, double height) const;
    double heightOf(double hertz) const;
    static QString explanation(); // a sentence for who cannot see it

Q_SIGNALS:
    void changed(); // more of it can be drawn

private:
    const quint8 *column(int level, qint64 index) const; // null where nothing is known
    const quint8 *columnOf(int level, qint64 index) const;
    QImage compose(int level, qint64 first, qint64 last) const;

    app::speech::Spectrogram m_levels;
    int m_sampleRate = engine::kSampleRate;
    int m_level = app::speech::Spectrogram::kFinestLevel; // that was last drawn
    QPixmap m_picture;
};

} // namespace ui::shared
