#include "ui/theme.h"

#include <QApplication>
#include <QEvent>
#include <QFile>
#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QStyle>
#include <QStyleFactory>
#include <QWidget>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ui {

const Colours &lightColours() {
    static const Colours colours{
        .window = QColor(0xee, 0xf0, 0xf2),
        .panel = QColor(0xff, 0xff, 0xff),
        .control = QColor(0xe3, 0xe6, 0xe9),
        .text = QColor(0x16, 0x19, 0x1c),
        .quiet = QColor(0x4f, 0x58, 0x60),
        .faint = QColor(0x8d, 0x95, 0x9c),
        .accent = QColor(0x0a, 0x6f, 0x66),
        .onAccent = QColor(0xff, 0xff, 0xff),
        .accentHover = QColor(0x0c, 0x62, 0x5a),
        .good = QColor(0x17, 0x69, 0x3a),
        .attention = QColor(0x7d, 0x52, 0x00),
        .alarm = QColor(0xb0, 0x24, 0x1f),
        .outline = QColor(0x82, 0x8b, 0x94),
        .hairline = QColor(0xd3, 0xd8, 0xdc),
        .mark = QColor(0xfb, 0xe3, 0xa4),
        .dark = false,
    };
    return colours;
}

const Colours &darkColours() {
    static const Colours colours{
        .window = QColor(0x15, 0x17, 0x1a),
        .panel = QColor(0x1c, 0x1f, 0x23),
        .control = QColor(0x2a, 0x2e, 0x33),
        .text = QColor(0xe7, 0xea, 0xed),
        .quiet = QColor(0xa7, 0xae, 0xb7),
        .faint = QColor(0x6b, 0x72, 0x7a),
        .accent = QColor(0x3c, 0xc9, 0xb6),
        .onAccent = QColor(0x04, 0x21, 0x1d),
        .accentHover = QColor(0x5b, 0xd8, 0xc7),
        .good = QColor(0x5f, 0xce, 0x8d),
        .attention = QColor(0xe8, 0xb5, 0x4d),
        .alarm = QColor(0xff, 0x8a, 0x80),
        .outline = QColor(0x6c, 0x75, 0x7e),
        .hairline = QColor(0x33, 0x38, 0x3e),
        .mark = QColor(0x57, 0x44, 0x14),
        .dark = true,
    };
    return colours;
}

const Colours &coloursOf(const QPalette &palette) {
    return palette.color(QPalette::Window).lightnessF() < 0.5f ? darkColours() : lightColours();
}

namespace {

double luminance(const QColor &colour) {
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(double(colour.redF())) + 0.7152 * linear(double(colour.greenF())) +
           0.0722 * linear(double(colour.blueF()));
}

QPalette paletteFor(const Colours &colours) {
    QPalette palette;
    palette.setColor(QPalette::Window, colours.window);
    palette.setColor(QPalette::WindowText, colours.text);
    palette.setColor(QPalette::Base, colours.panel);
    palette.setColor(QPalette::AlternateBase, colours.window);
    palette.setColor(QPalette::Text, colours.text);
    palette.setColor(QPalette::PlaceholderText, colours.quiet);
    palette.setColor(QPalette::Button, colours.control);
    palette.setColor(QPalette::ButtonText, colours.text);
    palette.setColor(QPalette::ToolTipBase, colours.control);
    palette.setColor(QPalette::ToolTipText, colours.text);
    palette.setColor(QPalette::Highlight, colours.accent);
    palette.setColor(QPalette::HighlightedText, colours.onAccent);
    palette.setColor(QPalette::Link, colours.accent);
    palette.setColor(QPalette::LinkVisited, colours.accent);
    palette.setColor(QPalette::BrightText, colours.alarm);
    palette.setColor(QPalette::Light, colours.panel);
    palette.setColor(QPalette::Midlight, colours.control);
    palette.setColor(QPalette::Mid, colours.hairline);
    palette.setColor(QPalette::Dark, colours.outline);
    palette.setColor(QPalette::Shadow, QColor(0, 0, 0));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, colours.faint);
    }
    return palette;
}

// Ordered so that no token is the beginning of one that comes after it.
QString styleSheetFor(const Colours &colours, double scale) {
    QFile file(QStringLiteral(":/style/studio.qss"));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QString sheet = QString::fromUtf8(file.readAll());
    const auto px = [scale](int pixels) { return QStringLiteral("%1px").arg(int(std::lround(pixels * scale))); };
    const std::pair<QLatin1String, QString> tokens[] = {
        {QLatin1String("@accentHover"), colours.accentHover.name()},
        {QLatin1String("@accent"), colours.accent.name()},
        {QLatin1String("@onAccent"), colours.onAccent.name()},
        {QLatin1String("@window"), colours.window.name()},
        {QLatin1String("@panel"), colours.panel.name()},
        {QLatin1String("@control"), colours.control.name()},
        {QLatin1String("@text"), colours.text.name()},
        {QLatin1String("@quiet"), colours.quiet.name()},
        {QLatin1String("@faint"), colours.faint.name()},
        {QLatin1String("@good"), colours.good.name()},
        {QLatin1String("@attention"), colours.attention.name()},
        {QLatin1String("@alarm"), colours.alarm.name()},
        {QLatin1String("@outline"), colours.outline.name()},
        {QLatin1String("@hairline"), colours.hairline.name()},
        {QLatin1String("@bodySize"), px(kBodyPixels)},
        {QLatin1String("@headingSize"), px(kHeadingPixels)},
        {QLatin1String("@figureSize"), px(kFigurePixels)},
        {QLatin1String("@editorSize"), px(17)},
        {QLatin1String("@ground"), colours.dark ? QStringLiteral("dark") : QStringLiteral("light")},
    };
    for (const auto &[token, value] : tokens) {
        sheet.replace(token, value);
    }
    return sheet;
}

} // namespace

double contrast(const QColor &one, const QColor &other) {
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

void setRole(QWidget *widget, const char *role) {
    const QString wanted = QString::fromLatin1(role);
    if (widget->property("role").toString() != wanted) {
        widget->setProperty("role", wanted);
        widget->style()->unpolish(widget);
        widget->style()->polish(widget);
    }
}

QFont withTabularDigits(const QFont &font) {
    const QFontMetricsF metrics(font);
    const double zero = metrics.horizontalAdvance(u'0');
    for (char16_t digit = u'1'; digit <= u'9'; ++digit) {
        if (std::abs(metrics.horizontalAdvance(QChar(digit)) - zero) > 0.01) {
            QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
            fixed.setPixelSize(font.pixelSize() > 0 ? font.pixelSize() : QFontInfo(font).pixelSize());
            fixed.setWeight(font.weight());
            return fixed;
        }
    }
    return font;
}

Theme::Theme(QApplication &application, QObject *parent) : QObject(parent), m_application(application) {
    application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));

    QFont font = QApplication::font();
    // A person who made the system font larger gets everything larger by the same measure.
    m_bodyPixels = std::max(kBodyPixels, QFontInfo(font).pixelSize());
    font.setPixelSize(m_bodyPixels);
    // By the name of the face that is really there: fontconfig answers "Sans Serif", but Qt passes over such a name
    // when a list has another one, and Latin would be drawn in the face that is there for Chinese.
    QStringList families{QFontInfo(font).family()};
    for (const auto &family : {QStringLiteral("Noto Sans CJK SC"), QStringLiteral("Noto Sans SC")}) {
        if (!families.contains(family)) {
            families << family;
        }
    }
    font.setFamilies(families);
    application.setFont(font);

    application.installEventFilter(this);
    apply();
}

void Theme::setAppearance(Appearance appearance) {
    if (m_appearance == appearance) {
        return;
    }
    m_appearance = appearance;
    apply();
}

// Qt 6.4 has no colour-scheme hint. Without a palette of ours the application has the desktop's, which tells.
bool Theme::systemIsDark() {
    m_application.setPalette(QPalette());
    return m_application.palette().color(QPalette::Window).lightnessF() < 0.5f;
}

void Theme::apply() {
    m_applying = true;
    const bool dark = m_appearance == Appearance::System ? systemIsDark() : m_appearance == Appearance::Dark;
    const Colours &colours = dark ? darkColours() : lightColours();
    m_application.setPalette(paletteFor(colours));
    m_application.setStyleSheet(styleSheetFor(colours, double(m_bodyPixels) / kBodyPixels));
    m_applying = false;
}

bool Theme::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() == QEvent::ThemeChange && watched == &m_application && !m_applying &&
        m_appearance == Appearance::System) {
        // Later: the desktop's new palette is in place only after this event.
        QMetaObject::invokeMethod(this, &Theme::apply, Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

} // namespace ui

#include "moc_theme.cpp"
