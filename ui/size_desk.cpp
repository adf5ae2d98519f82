#include "ui/size_desk.h"

#include "app/settings/settings.h"
#include "ui/shared/notice_bar.h"

namespace ui {
namespace {

const QString kSize = QStringLiteral("size"); // the setting, and the subject of the notice

} // namespace

SizeDesk::SizeDesk(app::Settings &settings, shared::NoticeBar &notices, QObject *parent)
    : QObject(parent), m_settings(settings), m_notices(notices), m_atStart(settings.value(kSize)) {
    connect(&m_settings, &app::Settings::changed, this, [this](const QString &id) {
        if (id == kSize)
            follow();
    });
}

void SizeDesk::follow() {
    if (m_settings.value(kSize) == m_atStart) {
        m_notices.withdraw(kSize);
        return;
    }
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
