#include "ui/shared/status_line.h"

#include <QHBoxLayout>
#include <QStyle>
#include <QStyleOptionToolButton>
#include <QStylePainter>
#include <QToolButton>

#include "ui/shared/explanation.h"
#include "ui/shared/icons.h"
#include "ui/shared/plain_tip.h"
#include "ui/theme.h"

namespace ui::shared {
namespace {

struct About {
    StatusLine::Part part;
    QStringView icon;
    QString heading;
    QString text;
};

std::array<About, StatusLine::kParts> abouts() {
    using Part = StatusLine::Part;
    return {{
        {Part::Model, u"model", StatusLine::tr("Model"),
         StatusLine::tr("The speech model that is loaded. It turns text and a voice into sound.")},
        {Part::Device, u"device", StatusLine::tr("Device"),
         StatusLine::tr(
             "Where the arithmetic runs. A graphics card of NVIDIA is used when it and its driver are found; "
             "everything works without one, only slower.")},
        {Part::Precision, u"", StatusLine::tr("Precision"),
         StatusLine::tr("How exactly the numbers inside the model are kept. bf16 halves the work where the processor "
                        "has units for it; fp32 is the reference.")},
        {Part::Steps, u"", StatusLine::tr("Steps and schedule"),
         StatusLine::tr("How many times the model refines the sound (NFE), and when. EPSS has its own, better placed "
                        "times for 5, 6, 7, 10, 12 and 16 steps; all other counts are spread evenly. 7 and 8 steps "
                        "are therefore different schedules, not just different counts.")},
        {Part::Rtf, u"", StatusLine::tr("Real-time factor"),
         StatusLine::tr("Seconds of work per second of sound, of the last take. Below 1 it speaks faster than you can "
                        "listen. Longer texts have a better factor than short ones.")},
        {Part::FirstAudio, u"", StatusLine::tr("First audio"),
         StatusLine::tr("How long it took from the start of the last take until its first sound could be played.")},
        {Part::Heat, u"", StatusLine::tr("Temperature"),
         StatusLine::tr("How warm the graphics card is; the processor where there is none, or its load where nobody "
                        "tells its temperature.")},
        {Part::Queue, u"queue", StatusLine::tr("Queue"),
         StatusLine::tr("What waits to be spoken. One text is spoken at a time.")},
    }};
}

} // namespace

// A name gives way when the window is narrow: its text is shortened at the end, the whole is in the tooltip. A figure
// never does.
class StatusLine::Button : public QToolButton {
public:
    using QToolButton::QToolButton;

    QString exact;
    bool isName = false;

    QSize sizeHint() const override {
        const int picture = icon().isNull() ? 0 : kIcon + kGap;
        return {2 * kInset + picture + fontMetrics().horizontalAdvance(text()) + 1, fontMetrics().height() + 6};
    }
    QSize minimumSizeHint() const override {
        const QSize whole = sizeHint();
        return {isName ? std::min(whole.width(), 72) : whole.width(), whole.height()};
    }

protected:
    static constexpr int kInset = 8; // px
    static constexpr int kIcon = 14;
    static constexpr int kGap = 6;

    void paintEvent(QPaintEvent *) override {
        QStylePainter painter(this);
        QStyleOptionToolButton option;
        initStyleOption(&option);
        option.text.clear();
        option.icon = {};
        painter.drawComplexControl(QStyle::CC_ToolButton, option); // the ground and the focus ring
        QRect room = rect().adjusted(kInset, 0, -kInset, 0);
        if (!icon().isNull()) {
            icon().paint(&painter, QRect(QPoint(room.x(), (height() - kIcon) / 2), QSize(kIcon, kIcon)));
            room.adjust(kIcon + kGap, 0, 0, 0);
        }
        painter.setPen(palette().color(QPalette::ButtonText));
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(text(), Qt::ElideRight, room.width()));
    }
};

StatusLine::StatusLine(QWidget *parent) : QWidget(parent) {
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(kGrid, 2, kGrid, 3);
    layout->setSpacing(2);
    for (const About &about : abouts()) {
        auto *button = new Button(this);
        if (!about.icon.isEmpty()) {
            button->setIcon(icon(about.icon, Tone::Quiet));
        }
        button->isName = about.part == Part::Model || about.part == Part::Device;
        setRole(button, "status");
        button->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
        button->setFont(withTabularDigits(font()));
        button->hide();
        connect(button, &QToolButton::clicked, this, [this, button, about] {
            if (about.part == Part::Model) {
                Q_EMIT modelWanted();
                return;
            }
            if (about.part == Part::Heat) {
                Q_EMIT performanceWanted();
                return;
            }
            const QString text =
                button->exact.isEmpty() ? about.text : button->exact + QStringLiteral("\n\n") + about.text;
            explain(button, about.heading, text);
        });
        if (about.part == Part::Queue) {
            layout->addStretch(1);
        }
        layout->addWidget(button);
        m_buttons[std::size_t(about.part)] = button;
    }
}

void StatusLine::setPart(Part part, const QString &text, const QString &exact, bool attention) {
    static const auto all = abouts();
    const About &about = all[std::size_t(part)];
    Button *button = m_buttons[std::size_t(part)];
    setRole(button, attention ? "attention" : "status");
    button->setText(text);
    button->exact = exact;
    button->setToolTip(exact.isEmpty() ? about.heading : plainTip(QStringLiteral("%1: %2").arg(about.heading, exact)));
    button->setAccessibleName(QStringLiteral("%1: %2").arg(about.heading, text));
    button->setVisible(!text.isEmpty());
}

QString StatusLine::text(Part part) const {
    return m_buttons[std::size_t(part)]->text();
}

} // namespace ui::shared

#include "moc_status_line.cpp"
