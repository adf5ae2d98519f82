// What the Studio shows while there is no voice: what a voice is, and the button that starts one.
#pragma once

#include <QWidget>

namespace ui::studio {

class NoVoicePage : public QWidget {
    Q_OBJECT

public:
    explicit NoVoicePage(QWidget *parent = nullptr);

Q_SIGNALS:
    void voiceWanted(); // a new one
    void folderWanted();
    void lookAgainWanted();
};

} // namespace ui::studio
