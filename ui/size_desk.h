// The size of the settings counts from the next start: says so when it was changed, and offers that start.
#pragma once

#include <QJsonValue>
#include <QObject>

namespace app {
class Settings;
}

namespace ui {

namespace shared {
class NoticeBar;
}

class SizeDesk : public QObject {
    Q_OBJECT

public:
    SizeDesk(app::Settings &settings, shared::NoticeBar &notices, QObject *parent);

Q_SIGNALS:
    void restartWanted();

private:
    void follow();

    app::Settings &m_settings;
    shared::NoticeBar &m_notices;
    const QJsonValue m_atStart;
};

} // namespace ui
