#include "ui/size_desk.h"

#include <QScreen>
#include <QWidget>

#include "app/settings/settings.h"
#include "ui/shared/notice_bar.h"

namespace ui {
namespace {

const QString kSize = QStringLiteral("size"); // the setting, and the subject of the notice

double times(const QString &size) { // of what the system has
    const int percent = size.toInt();
    return percent > 0 ? percent / 100.0 : 1.0;
}

} // namespace

SizeDesk::SizeDesk(app::Settings &settings, shared::NoticeBar &notices, QWidget *window)
    : QObject(window), m_settings(settings), m_notices(notices), m_window(window),
      m_atStart(settings.value(kSize).toString()) {
    connect(&m_settings, &app::Settings::changed, this, [this](const QString &id) {
        if (id == kSize)
            follow();
    });
}

void SizeDesk::begunWith(const QString &size) {
    m_atStart = size;
    follow();
}

bool SizeDesk::fits() const {
    const double larger = times(m_settings.value(kSize).toString()) / times(m_atStart);
    const QSizeF wanted = QSizeF(m_window->minimumSizeHint()) * larger;
    const QSize room = m_window->screen()->availableGeometry().size();
    return wanted.width() <= room.width() && wanted.height() <= room.height();
}

void SizeDesk::follow() {
    if (m_settings.value(kSize).toString() == m_atStart) {
        m_notices.withdraw(kSize);
        return;
    }
    shared::Notice notice;
    notice.what = tr("The new size counts from the next start.");
    if (fits()) {
        notice.remedy = tr("Lines, takes and layout stay as they are.");
        notice.actions = {{tr("Restart now"), [this] { Q_EMIT restartWanted(); }}};
    } else {
        notice.kind = shared::Notice::Kind::Attention;
        notice.remedy = tr("But then the window is larger than this screen: choose a smaller one.");
    }
    notice.subject = kSize;
    notice.answers = true;
    m_notices.post(std::move(notice));
}

} // namespace ui

#include "moc_size_desk.cpp"
