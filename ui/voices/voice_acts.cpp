#include "ui/voices/voice_acts.h"

#include <QAction>

namespace ui::voices {

VoiceActs::VoiceActs(QObject *parent) : Acts(parent) {
    add(Add, "voice.add", tr("&Add a voice from a recording …"), u"plus",
        tr("Make a voice of a recording or of the sound of a video"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A)});
    add(Record, "voice.record", tr("Re&cord a voice …"), u"microphone", tr("Make a voice with the microphone"));
    add(Import, "voice.import", tr("&Import voices …"), u"download",
        tr("Take voices from a pack, from an F5-TTS file or from the original's lists"));
    add(Use, "voice.use", tr("&Speak with the voice"), u"speak", tr("Speak with it in the Studio"));
    add(Play, "voice.play", tr("&Play the voice's recording"), u"play", tr("Play its recording"));
    add(Edit, "voice.edit", tr("&Edit the voice"), u"pencil",
        tr("Look at its recording, and change what is known of it"));
    add(AddStyle, "voice.add_style", tr("Add a s&tyle to the voice …"), u"voice",
        tr("Add another way in which it speaks, from another recording"));
    add(Export, "voice.export", tr("Save the voice as a pac&k …"), u"export",
        tr("Write it into a file for others, with its licence and who allowed it"));
    add(Restore, "voice.restore", tr("&Back to the voice's first version"), u"reset",
        tr("Take away what was changed; it can be undone"));
    add(Remove, "voice.remove", tr("&Remove the voice"), u"remove", tr("Remove it; it can be undone"));
    follow(nullptr);
}

std::vector<QList<QAction *>> VoiceActs::groups() const {
    const auto &of = *this;
    return {{of[Add], of[Record], of[Import]},
            {of[Use], of[Play], of[Edit], of[AddStyle], of[Export]},
            {of[Restore], of[Remove]}};
}

void VoiceActs::follow(const VoiceCard *current) {
    for (const Act act : {Use, Play, Edit, AddStyle, Export, Restore, Remove}) {
        QString missing;
        if (!current) {
            missing = tr("Choose a voice first.");
        } else if (act == Restore && !current->hasBaseline) {
            missing = tr("Nothing of it was changed.");
        } else if (act == Remove && !current->canBeRemoved) {
            missing = tr("It came with the program; voices of your own can be removed.");
        }
        setMissing(act, missing);
    }
}

} // namespace ui::voices

#include "moc_voice_acts.cpp"
