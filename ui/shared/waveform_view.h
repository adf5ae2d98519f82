// A wave along time (time_view.h). On demand its spectrogram stands over a narrower wave.
#pragma once

#include <QLineF>
#include <QList>
#include <QPixmap>

#include <memory>

#include "ui/shared/peaks.h"
#include "ui/shared/time_view.h"

namespace ui::shared {

class SpectrogramPicture;

class WaveformView : public TimeView {
    Q_OBJECT

public:
    explicit WaveformView(QWidget *parent = nullptr);
    ~WaveformView() override;

    void clear();
    void append(const engine::ClipPtr &clip);
    void show(const engine::ClipPtr &clip, const Peaks &peaks); // `peaks`: its own, found in the background
    // Another wave in the same place: playhead, zoom and selection stay. The ruler goes on to `room` seconds at least.
    void exchange(const engine::ClipPtr &clip, double room);

    double seconds() const override; // of the wave, or of the room for it
    const Peaks &peaks() const { return m_peaks; }

    void setLow(bool low); // a low wave, where other things need the room
    void setSpectrogramShown(bool shown);
    bool isSpectrogramShown() const { return m_spectrogramShown; }
    SpectrogramPicture &spectrogram() { return *m_spectrogram; }
    QRectF spectrogramArea() const; // empty when it is not shown
    QRectF waveArea() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintContent(QPainter &painter) override;
    QString emptyText() const override;
    QString readingAt(const QPointF &place) const override;
    void viewChanged() override;
    QString description() const override;
    double leftMargin() const override { return m_left; }
    double rightMargin() const override { return m_right; }

private:
    QList<QLineF> linesOf(const QSize &size) const;
    void paintWave(QPainter &painter);

    Peaks m_peaks;
    double m_room = 0; // seconds
    bool m_low = false;
    bool m_spectrogramShown = false;
    double m_left = 0; // px, for the rulers
    double m_right = 0;
    SpectrogramPicture *m_spectrogram;
    QPixmap m_ahead; // the wave in two colours: what is still to be played, and what was
    QPixmap m_behind;
};

} // namespace ui::shared
