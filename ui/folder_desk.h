// Shows folders in the system's file manager.
#pragma once

#include <QObject>

class QWidget;

namespace ui {

namespace shared {
class NoticeBar;
}

class FolderDesk : public QObject {
    Q_OBJECT

public:
    FolderDesk(shared::NoticeBar &notices, QWidget *window);

    void show(const QString &folder);       // a notice says where it is when nothing can show it
    void showOwn(const QString &subfolder); // of the person's data; it is made when it is not there

private:
    shared::NoticeBar &m_notices;
};

} // namespace ui
