// Files that were dropped on the script. One is opened, or imported when it is a subtitle or a table; several texts
// become lines behind the current one; of several scripts the first is opened, and the others are named, with their
// lines one press away. No file is passed over in silence.
#pragma once

#include <QObject>
#include <QStringList>

namespace ui {

namespace shared {
class NoticeBar;
}

class ImportDesk;
class ScriptDesk;

class DropDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        ScriptDesk &scripts;
        ImportDesk &imports;
        shared::NoticeBar &notices;
    };

    DropDesk(Uses uses, QObject *parent) : QObject(parent), m_uses(uses) {}

    void take(const QStringList &files);

private:
    const Uses m_uses;
};

} // namespace ui
