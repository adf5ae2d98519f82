// Two takes, A and B, at one place in time: which is heard changes at once, both at the same loudness unless that is
// turned off. What differs between them stands there in words. Also one take at two loudnesses. Over the transport,
// which plays them.
#pragma once

#include <QFrame>

#include <array>
#include <optional>

#include "app/problem.h"
#include "app/speech/level_matcher.h"
#include "app/speech/leveller.h"
#include "app/takes/take_record.h"

class QGridLayout;
class QLabel;
class QToolButton;

namespace app {
class Settings;
}
namespace app::takes {
class TakeLibrary;
}
namespace ui::shared {
class ElidedLabel;
class Transport;
} // namespace ui::shared

namespace ui::comparison {

class ComparisonStrip : public QFrame {
    Q_OBJECT

public:
    struct Uses {
        app::takes::TakeLibrary &takes;
        app::Settings &settings;
        shared::Transport &transport;
    };

    explicit ComparisonStrip(Uses uses, QWidget *parent = nullptr); // hidden until there is something to compare

    // The older one is A. Plays A from the beginning as soon as both are read and measured.
    void compare(const app::takes::TakeRecord &one, const app::takes::TakeRecord &other);
    // One take, at two loudnesses: LUFS, none = as spoken.
    void compareAt(const app::takes::TakeRecord &take, std::optional<double> a, std::optional<double> b);
    void hear(int side); // 0 or 1: from here on; begins anew when something else was played since
    void switchSides();
    void leave();
    bool isOpen() const { return m_sides[0].take.id != 0; }

Q_SIGNALS:
    void openChanged(bool open);
    void problem(const app::Problem &problem);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Side {
        app::takes::TakeRecord take; // id 0: none
        engine::ClipPtr clip;        // once it is read
        QToolButton *button = nullptr;
        shared::ElidedLabel *what = nullptr;
        QLabel *how = nullptr;
        QLabel *gain = nullptr;
        QToolButton *keep = nullptr;
        std::optional<double> target; // only of one take at two loudnesses
        std::optional<engine::audio::LoudnessChange> change;
    };

    QToolButton *makeButton(QStringView iconName, const QString &text, const QString &tip);
    void makeSide(int index, QGridLayout *grid);
    void connectLibrary();
    void begin(bool loudnesses);
    void read(int index);
    void measure();
    void level(int index);
    void beginWhenReady();
    void start();
    void keep(int index);
    void setLevelled(bool levelled);
    double decibelOf(int index) const;
    void showSides();
    QString whatDiffers() const;
    void showLevels();
    void followTransport();

    const Uses m_uses;
    app::speech::LevelMatcher m_matcher;
    std::array<Side, 2> m_sides;
    app::speech::Leveller m_leveller;
    engine::audio::LevelMatch m_match;
    bool m_loudnesses = false; // one take at two loudnesses
    int m_levelling = 0;       // sides that are not measured yet
    bool m_ready = false;      // both are read and measured
    quint64 m_question = 0;    // answers to earlier ones are dropped
    int m_heard = 0;

    shared::ElidedLabel *m_differs;
    QToolButton *m_play;
    QToolButton *m_loop;
    QToolButton *m_levelled;
};

} // namespace ui::comparison
