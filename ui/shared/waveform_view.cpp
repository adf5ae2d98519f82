#include "ui/shared/waveform_view.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/shared/spectrogram_picture.h"
#include "ui/theme.h"

namespace ui::shared {
namespace {

constexpr int kWave = 76;           // px
constexpr int kLowWave = 36;        // px, where there is little room
constexpr int kNarrowWave = 28;     // px, under a spectrogram
constexpr int kSpectrogram = 100;   // px: one for each band
constexpr int kLowSpectrogram = 58; // px, with the wave under it

QPixmap drawn(const QList<QLineF> &lines, const QColor &colour, const QSize &size) {
    QPixmap picture(size);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setPen(QPen(colour, 1));
    painter.drawLines(lines);
    return picture;
}

} // namespace

WaveformView::WaveformView(QWidget *parent) : TimeView(parent), m_spectrogram(new SpectrogramPicture(this)) {
    setAccessibleName(tr("Waveform"));
    connect(m_spectrogram, &SpectrogramPicture::changed, this, [this] {
        if (m_spectrogramShown) {
            update(spectrogramArea().toAlignedRect());
        }
    });
    describe();
}

WaveformView::~WaveformView() = default;

QSize WaveformView::sizeHint() const {
    const int wave = m_low ? kLowWave : kWave;
    return {640, int(kRuler) + (m_spectrogramShown ? kSpectrogram + kNarrowWave : wave)};
}

void WaveformView::setLow(bool low) {
    if (std::exchange(m_low, low) != low) {
        updateGeometry();
    }
}

QSize WaveformView::minimumSizeHint() const {
    return {160, int(kRuler) + (m_spectrogramShown ? kLowSpectrogram : kLowWave)};
}

void WaveformView::clear() {
    m_peaks.clear();
    m_spectrogram->show(nullptr);
    m_room = 0;
    forget();
}

void WaveformView::append(const engine::ClipPtr &clip) {
    lengthChanging();
    m_peaks.append(clip);
    m_spectrogram->append(clip);
    lengthChanged();
}

void WaveformView::show(const engine::ClipPtr &clip, const Peaks &peaks) {
    lengthChanging();
    m_peaks = peaks;
    m_spectrogram->show(clip);
    m_room = 0;
    lengthChanged();
}

void WaveformView::exchange(const engine::ClipPtr &clip, double room) {
    lengthChanging();
    m_peaks.clear();
    m_peaks.append(clip);
    m_spectrogram->show(clip);
    m_room = room;
    lengthChanged();
}

double WaveformView::seconds() const {
    return m_peaks.samples() > 0 ? std::max(m_peaks.seconds(), m_room) : 0.0;
}

void WaveformView::setSpectrogramShown(bool shown) {
    if (shown == m_spectrogramShown) {
        return;
    }
    m_spectrogramShown = shown;
    setAccessibleName(shown ? tr("Spectrogram and waveform") : tr("Waveform"));
    if (!shown) {
        m_spectrogram->rest();
    }
    updateGeometry();
    redraw();
    describe();
}

QRectF WaveformView::spectrogramArea() const {
    return m_spectrogramShown ? plot().adjusted(0, 0, 0, -waveArea().height()) : QRectF();
}

QRectF WaveformView::waveArea() const {
    QRectF area = plot();
    if (m_spectrogramShown) {
        area.setTop(area.bottom() - std::min<double>(kNarrowWave, std::round(area.height() / 4)));
    }
    return area;
}

void WaveformView::viewChanged() {
    m_ahead = {};
    m_behind = {};
    m_left = m_spectrogramShown ? std::ceil(m_spectrogram->frequencyWidth(smallFont())) : 0.0;
    m_right = m_spectrogramShown ? std::ceil(m_spectrogram->levelWidth(smallFont())) : 0.0;
    m_spectrogram->invalidate();
}

// One for each column of a picture of this size.
QList<QLineF> WaveformView::linesOf(const QSize &size) const {
    const double ratio = devicePixelRatioF();
    const int columns = size.width();
    const int rows = size.height();
    const double perColumn = visible().length() * m_peaks.sampleRate() / std::max(1, columns);
    const double start = visible().from * m_peaks.sampleRate();
    const double middle = rows / 2.0;
    const double reach = middle - 2 * ratio;
    QList<QLineF> lines;
    lines.reserve(columns);
    for (int column = 0; column < columns; ++column) {
        const auto first = std::size_t(std::max(0.0, start + column * perColumn));
        const auto last = std::max(first + 2, std::size_t(std::max(0.0, start + (column + 1) * perColumn)));
        const auto range = m_peaks.between(first, last);
        const double high = std::clamp(double(range.high), -1.0, 1.0);
        const double low = std::clamp(double(range.low), -1.0, 1.0);
        lines << QLineF(column + 0.5, middle - high * reach - 0.5, column + 0.5, middle - low * reach + 0.5);
    }
    return lines;
}

void WaveformView::paintWave(QPainter &painter) {
    const Colours &colours = coloursOf(palette());
    const QRectF area = waveArea();
    const double ratio = devicePixelRatioF();
    const QSize wanted(int(std::ceil(area.width() * ratio)), int(std::ceil(area.height() * ratio)));
    if (m_ahead.size() != wanted) {
        const QList<QLineF> lines = linesOf(wanted);
        m_ahead = drawn(lines, colours.quiet, wanted);
        m_behind = drawn(lines, colours.accent, wanted);
    }
    const double end = playhead() >= 0 ? std::clamp(xAt(playhead()), area.left(), area.right()) : area.right();
    const double split = end - area.left();
    painter.drawPixmap(QRectF(area.left(), area.top(), split, area.height()), m_behind,
                       QRectF(0, 0, split * ratio, wanted.height()));
    painter.drawPixmap(QRectF(end, area.top(), area.right() - end, area.height()), m_ahead,
                       QRectF(split * ratio, 0, (area.width() - split) * ratio, wanted.height()));
}

void WaveformView::paintContent(QPainter &painter) {
    const Colours &colours = coloursOf(palette());
    const QRectF area = waveArea();
    painter.setPen(colours.hairline);
    const double middle = std::round(area.center().y()) + 0.5;
    painter.drawLine(QPointF(area.left(), middle), QPointF(area.right(), middle));
    QColor veil = colours.accent;
    veil.setAlphaF(0.22f);
    paintSelection(painter, QRectF(area.left(), 0, area.width(), kRuler), veil);
    paintSelection(painter, area, veil);
    paintWave(painter);
    if (!m_spectrogramShown) {
        return;
    }
    const QRectF picture = spectrogramArea();
    m_spectrogram->paint(painter, picture, visible(), devicePixelRatioF());
    m_spectrogram->paintRulers(painter, picture, width(), smallFont(), colours);
    if (selection()) { // what is chosen stays as it is, for its colours mean something
        QColor shade = colours.panel;
        shade.setAlphaF(0.55f);
        const double from = std::clamp(xAt(selection()->from), picture.left(), picture.right());
        const double to = std::clamp(xAt(selection()->to), picture.left(), picture.right());
        painter.fillRect(QRectF(picture.topLeft(), QPointF(from, picture.bottom())), shade);
        painter.fillRect(QRectF(QPointF(to, picture.top()), picture.bottomRight()), shade);
    }
}

QString WaveformView::emptyText() const {
    return tr("What is spoken is drawn here while it is made.");
}

QString WaveformView::readingAt(const QPointF &place) const {
    const QString time = TimeView::readingAt(place);
    const QRectF picture = spectrogramArea();
    if (!picture.contains(place)) {
        return time;
    }
    const double share = (picture.bottom() - place.y()) / picture.height();
    return tr("%1 · %2", "time · frequency and level").arg(time, m_spectrogram->reading(secondsAt(place.x()), share));
}

QString WaveformView::description() const {
    const QString text = TimeView::description();
    return m_spectrogramShown && seconds() > 0 ? tr("%1 %2").arg(text, SpectrogramPicture::explanation()) : text;
}

} // namespace ui::shared

#include "moc_waveform_view.cpp"
