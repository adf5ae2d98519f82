#include "ui/shared/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include "ui/theme.h"

namespace ui::shared {
namespace {

class TintedIcon : public QIconEngine {
public:
    TintedIcon(QString name, Tone tone) : m_name(std::move(name)), m_tone(tone) {
        QFile file(QStringLiteral(":/icons/%1.svg").arg(m_name));
        if (file.open(QIODevice::ReadOnly)) {
            m_svg = file.readAll();
        }
    }

    QIconEngine *clone() const override { return new TintedIcon(*this); }
    QString key() const override { return QStringLiteral("ishowtts-tinted"); }
    QString iconName() override { return m_name; }
    bool isNull() override { return m_svg.isEmpty(); }
    QSize actualSize(const QSize &size, QIcon::Mode, QIcon::State) override {
        const int side = qMin(size.width(), size.height());
        return {side, side};
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override {
        const double ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        const int side = qMin(rect.width(), rect.height());
        const QRectF square(rect.x() + (rect.width() - side) / 2.0, rect.y() + (rect.height() - side) / 2.0, side,
                            side);
        QPixmap picture = draw(qRound(side * ratio), mode, state);
        painter->drawPixmap(square, picture, QRectF(picture.rect()));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override {
        return draw(qMin(size.width(), size.height()), mode, state);
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal) override {
        return pixmap(size, mode, state);
    }

private:
    QColor colour(QIcon::Mode mode, QIcon::State state) const {
        const Colours &colours = coloursOf(QGuiApplication::palette());
        if (mode == QIcon::Disabled) {
            return colours.faint;
        }
        if (mode == QIcon::Selected) {
            return colours.onAccent;
        }
        if (state == QIcon::On && m_tone != Tone::Attention && m_tone != Tone::Alarm) {
            return colours.accent;
        }
        switch (m_tone) {
        case Tone::Text:
            return colours.text;
        case Tone::Quiet:
            return colours.quiet;
        case Tone::Accent:
            return colours.accent;
        case Tone::OnAccent:
            return colours.onAccent;
        case Tone::Good:
            return colours.good;
        case Tone::Attention:
            return colours.attention;
        case Tone::Alarm:
            return colours.alarm;
        }
        return colours.text;
    }

    QPixmap draw(int side, QIcon::Mode mode, QIcon::State state) {
        if (side <= 0 || m_svg.isEmpty()) {
            return {};
        }
        const QByteArray tint = colour(mode, state).name().toLatin1();
        const QString cacheKey = QStringLiteral("ishowtts/%1/%2/%3").arg(m_name, QString::fromLatin1(tint)).arg(side);
        QPixmap picture;
        if (QPixmapCache::find(cacheKey, &picture)) {
            return picture;
        }
        picture = QPixmap(side, side);
        picture.fill(Qt::transparent);
        QSvgRenderer renderer(QByteArray(m_svg).replace("currentColor", tint));
        QPainter painter(&picture);
        renderer.render(&painter, QRectF(0, 0, side, side));
        painter.end();
        QPixmapCache::insert(cacheKey, picture);
        return picture;
    }

    QString m_name;
    Tone m_tone;
    QByteArray m_svg;
};

} // namespace

QIcon icon(QStringView name, Tone tone) {
    return QIcon(new TintedIcon(name.toString(), tone));
}

QIcon programIcon() {
    return QIcon(QStringLiteral(":/icons/ishowtts-studio.svg"));
}

} // namespace ui::shared
