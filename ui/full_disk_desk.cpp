#include "ui/full_disk_desk.h"

#include <QStringList>

#include <algorithm>

#include "app/lexicons/lexicon_library.h"
#include "app/script/recovery.h"
#include "app/settings/presets.h"
#include "app/settings/settings.h"
#include "app/settings/shortcuts.h"
#include "app/takes/take_library.h"
#include "ui/shared/notice_bar.h"

namespace ui {

using app::takes::TakeLibrary;
using shared::Notice;

namespace {

const QString kSubject = QStringLiteral("disk full"); // of the notice

} // namespace

QString FullDiskDesk::nameOf(Part part) {
    switch (part) {
    case Part::Takes:
        return tr("takes", "were not stored");
    case Part::Script:
        return tr("the script for the case of a crash", "was not stored");
    case Part::Settings:
        return tr("settings", "were not stored");
    case Part::Presets:
        return tr("presets", "were not stored");
    case Part::Shortcuts:
        return tr("keyboard shortcuts", "were not stored");
    case Part::Lexicon:
        return tr("the lexicon", "was not stored");
    }
    return {};
}

template <class Keeper, class Failed, class Written>
void FullDiskDesk::watch(Part part, Keeper &keeper, Failed failed, Written written) {
    connect(&keeper, failed, this, [this, part, &keeper](const app::Problem &problem) {
        if (keeper.isDiskFull())
            add(part, problem);
        else
            remove(part); // it is another reason now, and said elsewhere
    });
    connect(&keeper, written, this, [this, part] { remove(part); });
}

FullDiskDesk::FullDiskDesk(Uses uses, QObject *parent) : QObject(parent), m_uses(uses) {
    connect(&m_uses.takes, &TakeLibrary::problem, this, [this](const app::Problem &problem) {
        if (m_uses.takes.isDiskFull())
            add(Part::Takes, problem);
    });
    watch(Part::Script, m_uses.recovery, &app::script::Recovery::failed, &app::script::Recovery::stored);
    watch(Part::Settings, m_uses.settings, &app::Settings::saveFailed, &app::Settings::saved);
    watch(Part::Presets, m_uses.presets, &app::Presets::saveFailed, &app::Presets::saved);
    watch(Part::Shortcuts, m_uses.shortcuts, &app::Shortcuts::saveFailed, &app::Shortcuts::saved);
    watch(Part::Lexicon, m_uses.lexicons, &app::lexicons::LexiconLibrary::saveFailed,
          &app::lexicons::LexiconLibrary::saved);
    // Takes are the largest of all: where one has room, everything else on that disk has, and is tried again. The
    // script is every second.
    connect(&m_uses.takes, &TakeLibrary::kept, this, [this] {
        remove(Part::Takes);
        if (m_unwritten.isEmpty())
            return;
        m_uses.settings.save();
        m_uses.presets.refresh();
        m_uses.shortcuts.refresh();
        m_uses.lexicons.refresh();
    });
}

void FullDiskDesk::add(Part part, const app::Problem &problem) {
    m_unwritten.removeIf([&](const Unwritten &each) { return each.part == part; });
    const auto place =
        std::find_if(m_unwritten.begin(), m_unwritten.end(), [&](const Unwritten &each) { return part < each.part; });
    m_unwritten.insert(place, {part, problem});
    tell();
}

void FullDiskDesk::remove(Part part) {
    if (m_unwritten.removeIf([&](const Unwritten &each) { return each.part == part; }) > 0)
        tell();
}

void FullDiskDesk::tell() {
    if (m_unwritten.isEmpty()) {
        m_uses.notices.withdraw(kSubject);
        return;
    }
    QStringList names, details;
    for (const Unwritten &each : std::as_const(m_unwritten)) {
        names << nameOf(each.part);
        details << each.problem.what + u' ' + each.problem.detail;
    }
    const bool losesTakes = m_unwritten.first().part == Part::Takes;
    m_uses.notices.post(losesTakes ? Notice::Kind::Alarm : Notice::Kind::Attention, kSubject,
                        {tr("The disk is full. Not stored: %1.").arg(names.join(tr(", ", "between two of several"))),
                         tr("Free some space on it and try again. What was stored before is whole."),
                         details.join(u'\n')});
}

} // namespace ui

#include "moc_full_disk_desk.cpp"
