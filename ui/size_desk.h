// The size of the settings counts from the next start: says so when it was changed, and offers that start.
#pragma once

#include <QObject>
#include <QString>

class QWidget;

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
    SizeDesk(app::Settings &settings, shared::NoticeBar &notices, QWidget *window);

    void begunWith(const QString &size); // that counts now, where it is not what the settings said at first

Q_SIGNALS:
    void restartWanted();

private:
    void follow();
    bool fits() const; // the window, at the size of the settings

    app::Settings &m_settings;
    shared::NoticeBar &m_notices;
    QWidget *m_window;
    QString m_atStart;
};

} // namespace ui
