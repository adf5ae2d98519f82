// The size of the settings, at once: everything is drawn anew that much larger, and nothing else changes. Where Qt
// cannot do that while it runs, a notice offers to start anew. What would not have room on the screen stays as it was.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>

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
    using Change = std::function<void(double from, double to)>; // of all windows; none: only a start can do it

    SizeDesk(app::Settings &settings, shared::NoticeBar &notices, QWidget *window);

    void begunWith(const QString &size); // that counts now, where it is not what the settings said at first
    void setChange(Change change) { m_change = std::move(change); }

Q_SIGNALS:
    void restartWanted();

private:
    void follow();
    void apply();
    void offerStart();
    bool fits() const; // the window, at the size of the settings

    app::Settings &m_settings;
    shared::NoticeBar &m_notices;
    QWidget *m_window;
    QString m_now; // that counts
    Change m_change;
    QTimer m_soon;
};

} // namespace ui
