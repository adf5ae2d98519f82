// The row below the script: Speak, Make changed, Stop; what happens now with its progress and the time left.
#pragma once

#include <QWidget>

#include "app/speech/job.h"

class QProgressBar;
class QPushButton;

namespace ui::shared {
class ElidedLabel;
}

namespace ui::studio {

class SpeakBar : public QWidget {
    Q_OBJECT

public:
    explicit SpeakBar(QWidget *parent = nullptr);

    void setBusy(bool busy); // Stop has something to stop
    void showReady();
    void showState(const QString &text, double fraction = -1);
    void showWaiting(bool modelReady);
    // batch: lines that were asked for at once; still: those of them that have not begun
    void showProgress(const engine::Progress &progress, int batch, int still);
    void showResult(const app::speech::Take &take);

Q_SIGNALS:
    void speakWanted();
    void makeWanted();
    void stopWanted();

private:
    QPushButton *m_speak;
    QPushButton *m_make;
    QPushButton *m_stop;
    shared::ElidedLabel *m_state;
    QProgressBar *m_progress;
};

} // namespace ui::studio
