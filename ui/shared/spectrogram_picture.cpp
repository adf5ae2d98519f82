#include "ui/shared/spectrogram_picture.h"

#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "engine/audio/mel.h"
#include "ui/shared/figures.h"
#include "ui/theme.h"
#include "ui/theme_levels.h"

namespace ui::shared {

using app::speech::Spectrogram;

namespace {

constexpr double kTick = 4;     // px
constexpr double kLabelGap = 4; // px, around a label
constexpr double kLegend = 10;  // px, the bar of colours
constexpr int kMostCoarser = 8; // levels that may stand in
constexpr int kMostFiner = 4;

QString hertzText(double hertz) {
    return hertz < 1000 ? SpectrogramPicture::tr("%1 Hz").arg(QLocale().toString(hertz, 'f', 0))
                        : SpectrogramPicture::tr("%1 kHz").arg(QLocale().toString(hertz / 1000, 'g', 3));
}

QString decibelText(double decibel) {
    const QString digits = QLocale().toString(std::abs(std::round(decibel)), 'f', 0);
    return decibel < -0.5 ? SpectrogramPicture::tr("−%1 dB", "a level below full scale").arg(digits)
                          : SpectrogramPicture::tr("%1 dB").arg(digits);
}

// The highest level on top.
const QImage &colourRamp() {
    static const QImage ramp = [] {
        QImage image(1, 256, QImage::Format_RGB32);
        for (int level = 0; level < 256; ++level) {
            image.setPixel(0, 255 - level, levelColours()[std::size_t(level)]);
        }
        return image;
    }();
    return ramp;
}

} // namespace

SpectrogramPicture::SpectrogramPicture(QObject *parent) : QObject(parent) {
    connect(&m_levels, &Spectrogram::changed, this, [this] {
        invalidate();
        Q_EMIT changed();
    });
}

void SpectrogramPicture::show(const engine::ClipPtr &clip) {
    m_levels.show(clip);
    m_sampleRate = clip && clip->sampleRate > 0 ? clip->sampleRate : engine::kSampleRate;
    invalidate();
}

void SpectrogramPicture::append(const engine::ClipPtr &clip) {
    if (clip && m_levels.samples() == 0 && clip->sampleRate > 0) {
        m_sampleRate = clip->sampleRate;
    }
    m_levels.append(clip);
    invalidate();
}

void SpectrogramPicture::rest() {
    m_levels.rest();
}

void SpectrogramPicture::invalidate() {
    m_picture = {};
}

const quint8 *SpectrogramPicture::columnOf(int level, qint64 index) const {
    const auto tile = m_levels.tile(level, index / Spectrogram::kColumns);
    const qint64 within = index % Spectrogram::kColumns;
    return tile && within < tile->columns ? tile->levels.data() + within * Spectrogram::kBands : nullptr;
}

const quint8 *SpectrogramPicture::column(int level, qint64 index) const {
    const quint8 *found = columnOf(level, index);
    for (int by = 1; !found && by <= kMostCoarser; ++by) {
        found = columnOf(level + by, index >> by);
        if (!found && by <= kMostFiner && level - by >= Spectrogram::kFinestLevel) {
            found = columnOf(level - by, index << by);
        }
    }
    return found;
}

// A pixel for each column and band, the highest band on top; transparent where nothing is known.
QImage SpectrogramPicture::compose(int level, qint64 first, qint64 last) const {
    QImage strip(int(last - first + 1), Spectrogram::kBands, QImage::Format_ARGB32_Premultiplied);
    strip.fill(Qt::transparent);
    const auto &colours = levelColours();
    const qsizetype line = strip.bytesPerLine() / qsizetype(sizeof(QRgb));
    auto *bottom = reinterpret_cast<QRgb *>(strip.bits()) + (Spectrogram::kBands - 1) * line;
    const qint64 end = qint64(m_levels.samples());
    for (qint64 index = std::max<qint64>(0, first); index <= last && (index << level) < end; ++index) {
        if (const quint8 *levels = column(level, index)) {
            QRgb *pixel = bottom + (index - first);
            for (int band = 0; band < Spectrogram::kBands; ++band, pixel -= line) {
                *pixel = colours[levels[band]];
            }
        }
    }
    return strip;
}

void SpectrogramPicture::paint(QPainter &painter, const QRectF &area, const Span &visible, double pixelRatio) {
    const QSize size(int(std::ceil(area.width() * pixelRatio)), int(std::ceil(area.height() * pixelRatio)));
    if (size.isEmpty() || visible.length() <= 0) {
        return;
    }
    if (m_picture.size() != size) {
        const double samples = visible.length() * m_sampleRate;
        m_level = Spectrogram::levelFor(samples / size.width());
        const double step = std::ldexp(1.0, m_level);
        const double from = visible.from * m_sampleRate / step; // columns
        const auto first = qint64(std::floor(from)) - 1;        // one more at each side, for smooth edges
        const auto last = qint64(std::ceil((visible.to * m_sampleRate) / step));
        m_levels.ask(m_level, first, last);
        const QImage strip = compose(m_level, first, last);
        m_picture = QPixmap(size);
        m_picture.fill(Qt::transparent);
        QPainter drawing(&m_picture);
        drawing.setRenderHint(QPainter::SmoothPixmapTransform);
        const double wide = size.width() * step / samples; // px a column
        drawing.drawImage(QRectF((double(first) - from) * wide, 0, strip.width() * wide, size.height()), strip);
    }
    painter.drawPixmap(area, m_picture, QRectF(m_picture.rect()));
}

double SpectrogramPicture::heightOf(double hertz) const {
    const double band = engine::audio::bandAt(hertz * engine::kSampleRate / m_sampleRate);
    return (band + 0.5) / Spectrogram::kBands;
}

QString SpectrogramPicture::reading(double seconds, double height) const {
    const int band = std::clamp(int(height * Spectrogram::kBands), 0, Spectrogram::kBands - 1);
    const QString hertz = hertzText(engine::audio::hertzAt(band) * m_sampleRate / engine::kSampleRate);
    const auto sample = qint64(seconds * m_sampleRate);
    const quint8 *levels = sample < qint64(m_levels.samples()) ? column(m_level, sample >> m_level) : nullptr;
    if (!levels) {
        return hertz;
    }
    const double decibel = Spectrogram::decibels(levels[band]);
    const QString level = levels[band] == 0     ? tr("below %1").arg(decibelText(decibel))
                          : levels[band] == 255 ? tr("over %1").arg(decibelText(decibel))
                                                : decibelText(decibel);
    return tr("%1, %2", "frequency, level").arg(hertz, level);
}

QString SpectrogramPicture::explanation() {
    return tr("Spectrogram as the model hears it, from low frequencies at the bottom to 12 kHz at the top; from dark "
              "at "
              "%1 to bright at %2.")
        .arg(decibelText(Spectrogram::kFloor), decibelText(Spectrogram::kTop));
}

double SpectrogramPicture::frequencyWidth(const QFont &font) const {
    return QFontMetricsF(font).horizontalAdvance(hertzText(500)) + 2 * kLabelGap + kTick;
}

double SpectrogramPicture::levelWidth(const QFont &font) const {
    return QFontMetricsF(font).horizontalAdvance(decibelText(Spectrogram::kFloor)) + 3 * kLabelGap + kLegend;
}

void SpectrogramPicture::paintRulers(QPainter &painter, const QRectF &area, double right, const QFont &font,
                                     const Colours &colours) const {
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    const double tall = metrics.ascent();
    double below = area.top(); // the lower edge of the last label
    for (const double hertz : {8000.0, 4000.0, 2000.0, 1000.0, 500.0, 250.0}) {
        const double y = area.bottom() - heightOf(hertz) * area.height();
        const QRectF label(0, y - tall / 2, area.left() - kTick - kLabelGap, tall);
        if (label.top() < below || label.bottom() > area.bottom() + kLabelGap) {
            continue;
        }
        below = label.bottom();
        painter.setPen(colours.outline);
        const double line = std::round(y) - 0.5;
        painter.drawLine(QPointF(area.left() - kTick, line), QPointF(area.left() - 1, line));
        painter.setPen(colours.quiet);
        painter.drawText(label, Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip, hertzText(hertz));
    }

    const QRectF bar(area.right() + kLabelGap, area.top(), kLegend, area.height());
    painter.drawImage(bar, colourRamp());
    painter.setPen(colours.quiet);
    const double left = bar.right() + kLabelGap;
    for (const double decibel :
         {Spectrogram::kTop, (Spectrogram::kTop + Spectrogram::kFloor) / 2, Spectrogram::kFloor}) {
        const double share = (decibel - Spectrogram::kFloor) / (Spectrogram::kTop - Spectrogram::kFloor);
        const double y = std::clamp(bar.bottom() - share * bar.height(), bar.top() + tall / 2, bar.bottom() - tall / 2);
        painter.drawText(QRectF(left, y - tall / 2, right - left, tall),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, decibelText(decibel));
    }
}

} // namespace ui::shared

#include "moc_spectrogram_picture.cpp"
