#include "ui/studio/take_acts.h"

#include <QAction>

namespace ui::studio {

TakeActs::TakeActs(QObject *parent) : Acts(parent) {
    add(Play, "take.play", tr("&Play the take"), u"play", tr("Play the take"), {Qt::Key_Enter, Qt::Key_Return});
    add(Again, "take.again", tr("&Make again, the same"), u"again",
        tr("Make it again with the same settings: the same bytes"));
    add(NewSeed, "take.new_seed", tr("Make again with a new see&d"), u"dice", tr("Make it again with a new seed"));
    add(Compare, "playback.compare", tr("&Compare takes"), u"compare",
        tr("Hear two takes in turn at the same place, or one with what is playing"),
        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)});
    add(Star, "take.star", tr("&Star, or not any more"), u"star", tr("Star it, or not any more"), {Qt::Key_S});
    add(Rename, "take.rename", tr("&Name the take …"), u"text", tr("Give it a name to find it by"), {Qt::Key_F2});
    add(Note, "take.note", tr("Write a n&ote"), u"note", tr("Write what is good about it, what is not"), {Qt::Key_N});
    add(Facts, "take.facts", tr("&Facts of the take …"), u"info",
        tr("All that made it: model, voice, settings, device, times, hash, and the take it was made from"),
        {Qt::Key_I});
    add(Parent, "take.parent", tr("&Go to the take it was made from"), u"line-up",
        tr("Go to the take that this one was made again from"), {Qt::Key_P});
    add(Save, "file.save_take", tr("Sa&ve take as …"), u"export",
        tr("Save as a sound file: what is chosen while the keyboard is among the takes, else the take made last"),
        {QKeySequence(Qt::CTRL | Qt::Key_E)});
    add(Remove, "take.remove", tr("&Remove the take"), u"remove", tr("Remove it; it can be undone"), {Qt::Key_Delete});
    add(BringBack, "take.bring_back", tr("&Bring the take back"), u"undo", tr("Bring a removed take back to its line"));
    follow(0, false);
    followParent(false);
}

std::vector<QList<QAction *>> TakeActs::groups() const {
    const auto &of = *this;
    return {{of[Play], of[Again], of[NewSeed], of[Compare]},
            {of[Star], of[Rename], of[Note], of[Save]},
            {of[Facts], of[Parent]},
            {of[Remove], of[BringBack]}};
}

void TakeActs::follow(qsizetype chosen, bool newestCanBeSaved, bool removed) {
    if (removed) {
        setWords(Remove, tr("Delete the take fo&r good"), tr("Delete it for good at the next start; it can be undone"));
    } else {
        setWords(Remove, tr("&Remove the take"), tr("Remove it; it can be undone"));
    }
    const QString none = tr("Choose a take first.");
    for (const Act act : {Play, Again, NewSeed, Compare, Star, Rename, Note, Facts, Save, Remove, BringBack}) {
        QString missing;
        if (chosen == 0) {
            missing = act == Save && newestCanBeSaved ? QString() : none;
        } else if (chosen > 1 && (act == Rename || act == Note || act == Facts)) {
            missing = tr("Choose one take only.");
        } else if (chosen > 2 && act == Compare) {
            missing = tr("Choose one take or two.");
        }
        if (missing.isEmpty() && removed && (act == Star || act == Rename || act == Note)) {
            missing = tr("Bring it back first.");
        } else if (act == BringBack && !removed) {
            missing = tr("Choose a removed take: “Removed” over the takes shows them.");
        }
        setMissing(act, missing);
    }
}

void TakeActs::followParent(bool isThere) {
    setMissing(Parent, isThere ? QString() : tr("Choose one take that was made again from another."));
}

} // namespace ui::studio

#include "moc_take_acts.cpp"
