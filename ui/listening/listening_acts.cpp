#include "ui/listening/listening_acts.h"

#include <QAction>

namespace ui::listening {

ListeningActs::ListeningActs(QObject *parent) : Acts(parent) {
    add(New, "listening.new", tr("&New listening test"), u"plus",
        tr("A new test: 26 sentences with NFE 5, 6, 7, 8, 16 and 32"));
    add(Edit, "listening.edit", tr("&Design …"), u"pencil", tr("Change sentences, settings and rules of the test"));
    add(Duplicate, "listening.duplicate", tr("D&uplicate"), u"copy", tr("Another test with the same design"));
    add(Remove, "listening.remove", tr("&Remove the test"), u"remove", tr("Take the test out of the list"));
    add(Make, "listening.make", tr("&Make what is missing"), u"speak",
        tr("Make the missing sounds in the background; whatever else you ask for goes first"));
    add(MakeAll, "listening.make_all", tr("Make what all tests la&ck"), u"speak",
        tr("Make the missing sounds of every test, one after another, say over night; a message says how it went"));
    add(Pause, "listening.pause", tr("&Pause making"), u"pause", tr("Stop making, or go on"));
    add(Listen, "listening.listen", tr("&Listen blind"), u"compare",
        tr("Begin a blind session, or go on with one that is not finished"),
        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B)});
    add(SaveSounds, "listening.save_sounds", tr("Save the &sounds …"), u"save",
        tr("Write all sounds that are made as WAV files into a folder"));
    add(RemoveSounds, "listening.remove_sounds", tr("R&emove the sounds"), u"remove",
        tr("Make room: the sounds of this test that no other test uses and nobody listened to; they can be made "
           "again"));
    add(RemoveUnused, "listening.remove_unused", tr("Remove sounds that no test needs an&y more"), u"remove",
        tr("Make room: sounds of designs that were changed or removed, and of other versions, models and recordings, "
           "that nobody listened to"));
    add(SaveTable, "listening.save_table", tr("Save the &votes as a table …"), u"export",
        tr("All votes of finished sessions as CSV, a row each"));
    add(SaveSessions, "listening.save_sessions", tr("Save all sess&ions …"), u"export",
        tr("All sessions as JSON, for another Studio to merge; it tells what lay where"));
    add(SaveLog, "listening.save_log", tr("Save the l&og …"), u"log", tr("The newest session, to be read by people"));
    add(SaveForm, "listening.save_form", tr("Save as the original's &form …"), u"export",
        tr("The newest session in the words of EVALUATION_TEMPLATE.txt"));
    add(Merge, "listening.merge", tr("Mer&ge other listeners …"), u"import",
        tr("Take in the sessions of other people about the same sounds"));
    add(ImportPairs, "listening.import_pairs", tr("Impor&t a folder of pairs …"), u"folder",
        tr("Sounds that were made elsewhere, as nfe6/…_nfe6.wav and nfe7/…_nfe7.wav"));
    add(MeasureWith, "listening.measure_with", tr("Measure wit&h …"), u"diagnostics",
        tr("A speaker model and what a recogniser heard, to measure whether the voice and the words stay"));
    add(Batch, "listening.batch", tr("C&ount artifacts"), u"diagnostics",
        tr("Speak 200 pairs that nobody listens to, so that the decision knows whether rare artifacts become more"));
    add(Apply, "listening.apply", tr("&Apply the choice"), u"check",
        tr("Make the setting that the test chose the default"));
    add(WriteToml, "listening.write_toml", tr("&Write into an ishowtts.toml …"), u"save",
        tr("Write the steps of the chosen setting as default_nfe_step, and nothing else, into a file of the original"));
    add(RollBack, "listening.roll_back", tr("Roll &back"), u"undo", tr("Take the last applied setting back"));
}

std::vector<QList<QAction *>> ListeningActs::groups() const {
    const ListeningActs &acts = *this;
    return {{acts[New], acts[Edit], acts[Duplicate], acts[Remove], acts[ImportPairs]},
            {acts[Make], acts[MakeAll], acts[Pause], acts[SaveSounds], acts[RemoveSounds], acts[RemoveUnused]},
            {acts[Listen], acts[Merge], acts[MeasureWith], acts[Batch]},
            {acts[SaveTable], acts[SaveSessions], acts[SaveLog], acts[SaveForm]},
            {acts[Apply], acts[WriteToml], acts[RollBack]}};
}

} // namespace ui::listening

#include "moc_listening_acts.cpp"
