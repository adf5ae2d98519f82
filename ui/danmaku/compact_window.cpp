#include "ui/danmaku/compact_window.h"

#include <QAction>
#include <QGuiApplication>
#include <QHideEvent>
#include <QLabel>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

#include "app/settings/settings.h"
#include "ui/danmaku/danmaku_words.h"
#include "ui/danmaku/on_air_pane.h"
#include "ui/danmaku/queue_acts.h"
#include "ui/danmaku/queue_model.h"
#include "ui/shared/drawn_anew.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"

namespace ui::danmaku {

using app::danmaku::Item;
using app::danmaku::LiveStage;

namespace {

const QString kPlace = QStringLiteral("chat_compact");
constexpr Qt::WindowStates kLarge = Qt::WindowMaximized | Qt::WindowFullScreen;

// What is remembered: where it is and how large in pixels of the system, which another size of the Studio's does not
// change, and its state. An origin of a screen is the same in both.
struct Place {
    QRect pixels;
    Qt::WindowStates state;

    QByteArray written() const;
    static std::optional<Place> read(const QByteArray &text);
};

QByteArray Place::written() const {
    return QStringLiteral("%1 %2 %3 %4 %5")
        .arg(pixels.x())
        .arg(pixels.y())
        .arg(pixels.width())
        .arg(pixels.height())
        .arg(state.toInt())
        .toLatin1();
}

std::optional<Place> Place::read(const QByteArray &text) {
    constexpr int kFarthest = 100'000;
    const QList<QByteArray> words = text.split(' ');
    int numbers[5];
    if (words.size() != std::ssize(numbers))
        return {};
    for (qsizetype i = 0; i < words.size(); ++i) {
        bool isNumber = false;
        numbers[i] = words[i].toInt(&isNumber);
        if (!isNumber || std::abs(numbers[i]) > kFarthest)
            return {};
    }
    const QRect pixels(numbers[0], numbers[1], numbers[2], numbers[3]);
    if (pixels.isEmpty())
        return {};
    return Place{pixels, Qt::WindowStates(numbers[4]) & kLarge};
}

QRect pixelsOf(const QRect &place, const QScreen &screen) {
    const QPoint origin = screen.geometry().topLeft();
    const qreal factor = screen.devicePixelRatio();
    return {origin + (place.topLeft() - origin) * factor, place.size() * factor};
}

} // namespace

CompactWindow::CompactWindow(LiveStage &stage, app::Settings &settings, const DanmakuActs &acts)
    : QWidget(nullptr, Qt::Window | Qt::WindowStaysOnTopHint), m_stage(stage), m_settings(settings) {
    setAttribute(Qt::WA_QuitOnClose, false); // the program ends with its main window
    setWindowTitle(tr("Reading chat"));
    m_state = new QLabel(this);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    setRole(m_state, "heading");
    m_now = new shared::ElidedLabel(this);
    m_now->setTextFormat(Qt::PlainText);
    setRole(m_now, "figure");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(kGrid);
    layout->addWidget(m_state);
    layout->addWidget(m_now);
    layout->addWidget(makeBigButtons(acts, this), 1);
    for (shared::ElidedLabel *&label : m_next) {
        label = new shared::ElidedLabel(this);
        label->setTextFormat(Qt::PlainText);
        setRole(label, "quiet");
        layout->addWidget(label);
    }
    for (const auto act : {DanmakuActs::Pause, DanmakuActs::Skip, DanmakuActs::HoldAll, DanmakuActs::Mute})
        addAction(acts[act]); // their keys work here, too
    resize(380, 360);
    comeBack();
    connect(&m_stage, &LiveStage::changed, this, &CompactWindow::follow);
    follow();
}

CompactWindow::~CompactWindow() {
    if (isVisible())
        remember();
}

void CompactWindow::hideEvent(QHideEvent *event) {
    if (!event->spontaneous() && !shared::isDrawnAnew(*this))
        remember();
    QWidget::hideEvent(event);
}

void CompactWindow::remember() {
    const Qt::WindowStates state = windowState() & kLarge;
    m_settings.setWindowGeometry(kPlace,
                                 Place{pixelsOf(state ? normalGeometry() : geometry(), *screen()), state}.written());
}

void CompactWindow::comeBack() {
    const QByteArray remembered = m_settings.windowGeometry(kPlace);
    const std::optional<Place> place = Place::read(remembered);
    if (!place) {
        restoreGeometry(remembered); // as it was kept once
        return;
    }
    QScreen *on = screen();
    for (QScreen *each : QGuiApplication::screens()) {
        if (pixelsOf(each->geometry(), *each).contains(place->pixels.center()))
            on = each;
    }
    const QRect room = on->availableGeometry();
    const QPoint origin = on->geometry().topLeft();
    QRect in(origin + (place->pixels.topLeft() - origin) / on->devicePixelRatio(),
             (place->pixels.size() / on->devicePixelRatio()).expandedTo(minimumSizeHint()).boundedTo(room.size()));
    in.moveLeft(std::clamp(in.left(), room.left(), room.right() - in.width() + 1));
    in.moveTop(std::clamp(in.top(), room.top(), room.bottom() - in.height() + 1));
    setGeometry(in);
    if (place->state)
        setWindowState(place->state);
}

void CompactWindow::follow() {
    const std::optional<Item> item = m_stage.onAir();
    const app::danmaku::Halt halt = m_stage.halt();
    const bool isHalted = halt.cause != app::danmaku::Halt::Cause::None;
    m_state->setText(m_stage.muted()     ? tr("Silent")
                     : m_stage.paused()  ? tr("Paused")
                     : m_stage.holding() ? tr("Held while you talk")
                     : m_stage.talking() ? tr("Held: you are talking")
                     : item              ? tr("On air")
                     : isHalted          ? tr("Reading stands still")
                                         : tr("Nothing is on air"));
    setRole(m_state,
            m_stage.muted() || m_stage.paused() || m_stage.holding() || m_stage.talking() || (isHalted && !item)
                ? "heading-attention"
                : "heading");
    m_now->setText(item && item->message ? spokenRow(oneLine(item->message->user, 40), oneLine(item->text))
                   : isHalted            ? oneLine(halt.problem.what)
                                         : QString());
    std::size_t shown = 0;
    for (const Item &next : m_stage.waiting()) {
        if (shown == kNext || !isQueued(next.stage))
            break;
        m_next[shown++]->setText(
            spokenRow(next.message ? oneLine(next.message->user, 40) : QString(), oneLine(next.text)));
    }
    for (; shown < kNext; ++shown)
        m_next[shown]->setText(shown == 0 ? tr("Nothing waits to be read.") : QString());
}

} // namespace ui::danmaku

#include "moc_compact_window.cpp"
