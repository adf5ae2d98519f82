// What is asked before the window closes while something would be lost or is under way: a recording that is no voice
// yet, lines that are still to be made, an export. Asked in the notice bar, not in a box; where nothing is under way,
// nothing is asked.
#pragma once

#include <QObject>

#include <functional>

#include "ui/shared/notice_bar.h"

class QWidget;

namespace app::cloning {
class LineMaker;
}
namespace app::exporting {
class ScriptExport;
}

namespace ui {

class QuitDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        std::function<bool()> holdsRecording; // that is no voice yet
        std::function<void()> goBackToRecording;
        app::cloning::LineMaker &lines;
        app::exporting::ScriptExport &exporter;
        shared::NoticeBar &notices;
    };

    QuitDesk(Uses uses, QWidget *window);

    bool mayClose(bool restarts); // false: it has asked; closeWanted() or stays() follows when that is answered

Q_SIGNALS:
    void closeWanted(bool restarts);
    void stays(); // it is not closed after all

private:
    bool isBusy() const;
    void askAboutRecording(bool restarts);
    void askAboutWork(bool restarts);
    void stay();
    void forgetWork(); // when it has ended

    const Uses m_uses;
    QWidget *m_window;
    bool m_withoutRecording = false; // whoever closes was asked and said so
    bool m_withoutWork = false;
};

} // namespace ui
