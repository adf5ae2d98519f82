#include "ui/size_desk.h"

#include <QScreen>
#include <QWidget>

#include <utility>

#include "app/settings/settings.h"
#include "ui/shared/notice_bar.h"
#include "ui/window_factor.h"

namespace ui {
namespace {

const QString kSize = QStringLiteral("size"); // the setting, and the subject of the notice
constexpr int kAMoment = 50;                  // ms, until it is asked again whether a list is still open

double times(const QString &size) { // of what the system has
    const int percent = size.toInt();
    return percent > 0 ? percent / 100.0 : 1.0;
}

} // namespace

SizeDesk::SizeDesk(app::Settings &settings, shared::NoticeBar &notices, QWidget *window)
    : QObject(window), m_settings(settings), m_notices(notices), m_window(window),
      m_now(settings.value(kSize).toString()) {
    if (canChangeWindowFactor())
        m_change = changeWindowFactor;
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &SizeDesk::apply);
    connect(&m_settings, &app::Settings::changed, this, [this](const QString &id) {
        if (id == kSize)
            follow();
    });
}

void SizeDesk::begunWith(const QString &size) {
    m_now = size;
    follow();
}

bool SizeDesk::fits() const {
    const double larger = times(m_settings.value(kSize).toString()) / times(m_now);
    if (larger <= 1)
        return true; // better than now, on whatever screen it is by now
    const QSizeF wanted = QSizeF(m_window->minimumSizeHint()) * larger;
    const QSize room = m_window->screen()->availableGeometry().size();
    return wanted.width() <= room.width() && wanted.height() <= room.height();
}

void SizeDesk::follow() {
    m_notices.withdraw(kSize);
    m_soon.start(0); // the list that it was chosen in is to be closed first
}

void SizeDesk::apply() {
    const QString wanted = m_settings.value(kSize).toString();
    if (wanted == m_now)
        return;
    shared::Notice notice;
    notice.subject = kSize;
    notice.answers = true;
    if (qEnvironmentVariableIsSet("QT_SCALE_FACTOR")) {
        notice.what = tr("QT_SCALE_FACTOR in the environment says the size.");
        notice.remedy = tr("What is chosen here counts when the Studio starts without it.");
        m_notices.post(std::move(notice));
    } else if (!fits()) {
        notice.kind = shared::Notice::Kind::Attention;
        notice.what = tr("At %1 % the window would be larger than this screen.").arg(wanted);
        notice.remedy = tr("The size stays as it was.");
        m_settings.setValue(kSize, m_now);
        m_notices.post(std::move(notice));
    } else if (!m_change) {
        offerStart();
    } else if (!isWindowFactorFree()) {
        m_soon.start(kAMoment);
    } else {
        m_change(times(std::exchange(m_now, wanted)), times(wanted));
    }
}

void SizeDesk::offerStart() {
    shared::Notice notice;
    notice.what = tr("The new size counts from the next start.");
    notice.remedy = tr("Lines, takes and layout stay as they are.");
    notice.actions = {{tr("Restart now"), [this] { Q_EMIT restartWanted(); }}};
    notice.subject = kSize;
    notice.answers = true;
    m_notices.post(std::move(notice));
}

} // namespace ui

#include "moc_size_desk.cpp"
