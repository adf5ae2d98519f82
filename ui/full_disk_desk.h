// A full disk is one message, whatever could not be written: it names all of it, and goes when there is room again.
#pragma once

#include <QList>
#include <QObject>

#include "app/problem.h"

namespace app {
class Presets;
class Settings;
class Shortcuts;
} // namespace app
namespace app::lexicons {
class LexiconLibrary;
}
namespace app::script {
class Recovery;
}
namespace app::takes {
class TakeLibrary;
}

namespace ui {

namespace shared {
class NoticeBar;
}

class FullDiskDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::takes::TakeLibrary &takes;
        app::script::Recovery &recovery;
        app::Settings &settings;
        app::Presets &presets;
        app::Shortcuts &shortcuts;
        app::lexicons::LexiconLibrary &lexicons;
        shared::NoticeBar &notices;
    };

    FullDiskDesk(Uses uses, QObject *parent);

private:
    enum class Part { Takes, Script, Settings, Presets, Shortcuts, Lexicon }; // the gravest first
    struct Unwritten {
        Part part;
        app::Problem problem;
    };

    static QString nameOf(Part part);
    template <class Keeper, class Failed, class Written>
    void watch(Part part, Keeper &keeper, Failed failed, Written written);
    void add(Part part, const app::Problem &problem);
    void remove(Part part);
    void tell();

    const Uses m_uses;
    QList<Unwritten> m_unwritten; // in the order of Part
};

} // namespace ui
