#include "ui/danmaku/keys_desk.h"

#include <QAction>
#include <QKeySequence>
#include <QTimer>

#include <array>
#include <utility>

#include "app/danmaku/global_keys.h"
#include "app/settings/settings.h"
#include "ui/danmaku/queue_acts.h"
#include "ui/shared/notice_bar.h"

namespace ui::danmaku {

using app::danmaku::GlobalKey;
using app::danmaku::GlobalKeys;
using shared::Notice;

namespace {

const QString kSubject = QStringLiteral("danmaku keys");
constexpr auto kKeys = {DanmakuActs::Pause, DanmakuActs::Skip, DanmakuActs::HoldAll, DanmakuActs::Mute};

QString plainName(const QAction &act) {
    return act.iconText();
}

// "Ctrl+Shift+F12" as the desktop wants it; empty: it has no such key, or takes several strokes.
QString preferredFor(const QKeySequence &keys) {
    if (keys.count() != 1)
        return {};
    QString name = QKeySequence(keys[0].key()).toString(QKeySequence::PortableText);
    const bool isFunctionKey = name.size() > 1 && name[0] == u'F' && name[1].isDigit();
    const bool isPlain = name.size() == 1 && (name[0].isDigit() || (name[0] >= u'A' && name[0] <= u'Z'));
    if (!isFunctionKey && !isPlain) // others have names of their own there
        return {};
    if (isPlain)
        name = name.toLower();
    QString all;
    for (const auto &[modifier, word] :
         std::to_array<std::pair<Qt::KeyboardModifier, const char *>>({{Qt::ControlModifier, "CTRL+"},
                                                                       {Qt::AltModifier, "ALT+"},
                                                                       {Qt::ShiftModifier, "SHIFT+"},
                                                                       {Qt::MetaModifier, "LOGO+"}}))
        if (keys[0].keyboardModifiers().testFlag(modifier))
            all += QLatin1String(word);
    return all + name;
}

} // namespace

KeysDesk::KeysDesk(DanmakuActs &acts, app::Settings &settings, shared::NoticeBar &notices,
                   std::function<void()> openCompact, QObject *parent)
    : QObject(parent), m_acts(acts), m_settings(settings), m_notices(notices), m_openCompact(std::move(openCompact)),
      m_bus(QStringLiteral("ishowtts keys %1").arg(quintptr(this))) {
    connect(m_acts[DanmakuActs::KeysElsewhere], &QAction::triggered, this, [this] {
        const bool on =
            m_keys && (m_keys->state() == GlobalKeys::State::On || m_keys->state() == GlobalKeys::State::Lost);
        m_tells = true;
        on ? giveBack() : ask();
    });
    if (m_settings.keysElsewhere())
        QTimer::singleShot(0, this, &KeysDesk::ask); // when the window stands
}

KeysDesk::~KeysDesk() {
    if (std::exchange(m_keys, nullptr))
        QDBusConnection::disconnectFromBus(m_bus);
}

void KeysDesk::ask() {
    if (m_keys && (m_keys->state() == GlobalKeys::State::Absent || m_keys->state() == GlobalKeys::State::Unknown)) {
        m_keys.reset(); // to a portal a stranger stays one as long as its connection lasts
        QDBusConnection::disconnectFromBus(m_bus);
    }
    if (!m_keys) {
        m_keys = std::make_unique<GlobalKeys>(QDBusConnection::connectToBus(QDBusConnection::SessionBus, m_bus));
        connect(m_keys.get(), &GlobalKeys::changed, this, &KeysDesk::follow);
        connect(m_keys.get(), &GlobalKeys::pressed, this, &KeysDesk::press);
    }
    if (m_keys->state() == GlobalKeys::State::Asking) {
        follow();
        return;
    }
    QList<GlobalKey> keys;
    for (const auto act : kKeys)
        keys << GlobalKey{m_acts[act]->objectName(), plainName(*m_acts[act]), preferredFor(m_acts[act]->shortcut())};
    m_keys->ask(keys);
}

void KeysDesk::giveBack() {
    m_settings.setKeysElsewhere(false);
    m_notices.withdraw(kSubject);
    m_keys->giveBack();
}

void KeysDesk::press(const QString &id) {
    for (const auto act : kKeys)
        if (m_acts[act]->objectName() == id)
            m_acts[act]->trigger();
}

void KeysDesk::follow() {
    using State = GlobalKeys::State;
    const State state = m_keys->state();
    m_acts[DanmakuActs::KeysElsewhere]->setChecked(state == State::On || state == State::Lost);
    switch (state) {
    case State::On:
        m_settings.setKeysElsewhere(true);
        if (std::exchange(m_tells, false))
            sayWhichWork();
        break;
    case State::Refused:
        m_tells = false;
        m_settings.setKeysElsewhere(false);
        sayNone(tr("The desktop gives the Studio no keys in other programs."));
        break;
    case State::Ended: // nobody said no: they are asked for again at the next start
        m_tells = false;
        sayNone(tr("The desktop gives the Studio no keys in other programs for now."));
        break;
    case State::Unknown:
        m_tells = false;
        sayNone(tr("The desktop does not know the Studio, and gives it no keys in other programs."));
        break;
    case State::Absent:
        m_tells = false;
        sayNone(tr("This desktop has no keys that count in other programs."));
        break;
    case State::Off:
    case State::Asking:
    case State::Lost:
        break;
    }
}

void KeysDesk::sayWhichWork() {
    QStringList words;
    for (const auto act : kKeys)
        if (const QString keys = m_keys->triggers().value(m_acts[act]->objectName()); !keys.isEmpty())
            words << tr("%1: %2", "an act; its keys").arg(plainName(*m_acts[act]), keys);
    Notice notice;
    notice.kind = words.isEmpty() ? Notice::Kind::Attention : Notice::Kind::Good;
    notice.subject = kSubject;
    notice.answers = true;
    notice.what = words.isEmpty() ? tr("The desktop knows of the four buttons, and has no keys for them yet.")
                                  : tr("These keys count in all programs now.");
    notice.remedy = words.isEmpty() ? tr("Choose them in the desktop's settings, where shortcuts are.")
                                    : words.join(QStringLiteral(", ")) + u'.';
    m_notices.post(std::move(notice));
}

void KeysDesk::sayNone(const QString &what) {
    Notice notice;
    notice.kind = Notice::Kind::Attention;
    notice.subject = kSubject;
    notice.answers = true;
    notice.what = what;
    notice.remedy = tr("The compact window has the same four buttons: keep it in sight while you play.");
    notice.detail = m_keys->detail();
    notice.actions = {{tr("Compact window"), m_openCompact}};
    m_notices.post(std::move(notice));
}

} // namespace ui::danmaku

#include "moc_keys_desk.cpp"
