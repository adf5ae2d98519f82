// What the chosen lines do differently from the rest of the script: voice, speed and seed of their own, and in a script
// with times (of subtitles) when one is shown. An empty field means "as the Studio", "mixed" that the lines differ.
// Every change is a step of undo in the script. Folded, the card is one row that says in words what the lines have of
// their own; so it begins where there is little room.
#pragma once

#include <QFrame>
#include <QList>

#include <optional>

#include "app/problem.h"

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QToolButton;

namespace app {
class Settings;
}
namespace app::cloning {
class LineMaker;
}
namespace app::script {
class ScriptDocument;
struct Line;
} // namespace app::script
namespace app::voices {
class VoiceLibrary;
}

namespace ui::shared {
class ElidedLabel;
}

namespace ui::studio {

class OwnCue;
class OwnSpeed;

class LineCard : public QFrame {
    Q_OBJECT

public:
    struct Uses {
        app::Settings &settings;
        app::voices::VoiceLibrary &voices;
        app::script::ScriptDocument &script;
        app::cloning::LineMaker &lines;
    };

    explicit LineCard(Uses uses, QWidget *parent = nullptr);

    void showLines(const QList<int> &rows); // one at least
    void setOpen(bool open);                // as a person wants it; remembered
    bool isOpen() const { return m_open; }
    void setRoomy(bool roomy); // opens or folds it, until a person has
    void focusSpeed();
    void focusSeed();
    void focusCue();
    void keepNewestSeeds(); // each line that of its own newest take
    void clearOwn();        // all three as the Studio has them
    void finishTyping();    // what stands in a field counts, as if it was left

Q_SIGNALS:
    void done();                // Enter or Esc in a field: back to the text
    void shown(QWidget *field); // it got the focus and should be seen
    void problem(const app::Problem &problem);

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QToolButton *makeReset(const QString &name);
    QLabel *addRow(QGridLayout *grid, const QString &name, QWidget *field, QToolButton *extra, QToolButton *reset);
    void takeSeed();
    void follow();
    void listVoices();
    void followVoice();
    void followSpeed();
    void followSeed();
    void followCue();
    void sumUp();
    void fold(bool folded);
    void followState();
    void openForNow();
    void focusField(QWidget *field);
    QList<const app::script::Line *> lines() const;

    Uses m_uses;
    QList<int> m_rows{0};
    bool m_open = false;
    bool m_asWanted = false;
    bool m_roomy = false;
    bool m_cueWanted = false; // asked for in a script without times
    QLabel *m_heading;
    shared::ElidedLabel *m_summary;
    QToolButton *m_fold;
    QWidget *m_fields;
    QComboBox *m_voice;
    int m_listed = 0; // of its entries; one more when the line's voice is not there
    OwnSpeed *m_speed;
    QLineEdit *m_seed;
    QToolButton *m_keepSeed;
    QToolButton *m_voiceReset;
    QToolButton *m_speedReset;
    QToolButton *m_seedReset;
    QLabel *m_cueName;
    OwnCue *m_cue;
    QToolButton *m_cueReset;
};

} // namespace ui::studio
