// Opens the Lexicon window, and tells what came of what was done there.
#pragma once

#include <QObject>
#include <QPointer>

#include "ui/shared/notice_bar.h"

namespace app {
class Settings;
}
namespace app::cloning {
class SpokenLines;
}
namespace app::lexicons {
class LexiconLibrary;
struct LexiconReport;
} // namespace app::lexicons
namespace app::voices {
class VoiceLibrary;
}

namespace ui::lexicon {

class LexiconWindow;

class LexiconDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::Settings &settings;
        app::lexicons::LexiconLibrary &lexicons;
        app::voices::VoiceLibrary &voices;
        const app::cloning::SpokenLines &spoken;
        shared::NoticeBar &notices;
    };

    LexiconDesk(Uses uses, QWidget *window);

    LexiconWindow *open(); // the one there is, brought to the front, or a new one

private:
    void tellImported(const QString &voice, const app::lexicons::LexiconReport &report);

    const Uses m_uses;
    QWidget *m_window;
    QPointer<LexiconWindow> m_open;
    int m_removals = 0;
};

} // namespace ui::lexicon
