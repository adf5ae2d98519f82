// What was spoken into the microphone is in no file: it waits until somebody says that it is not wanted.
#include <QDateTime>

#include <algorithm>

#include "ui/voices/voice_desk.h"

namespace ui::voices {

using app::decoding::DecodedSound;
using shared::Notice;

namespace {

const QString kPutAway = QStringLiteral("recording put away:"); // and a number

DecodedSound fromMicrophone(const engine::ClipPtr &clip, bool whole) {
    DecodedSound sound;
    sound.clip = clip;
    sound.fileName =
        VoiceDesk::tr("Recording %1", "a date").arg(QDateTime::currentDateTime().toString(u"yyyy-MM-dd hh:mm"_qs));
    sound.format = VoiceDesk::tr("From the microphone");
    sound.notice = whole ? QString() : VoiceDesk::tr("The microphone went away; this is what came before");
    return sound;
}

} // namespace

void VoiceDesk::record() {
    if (m_open && m_clinic->isRecording()) {
        return; // it goes on
    }
    if (m_open) {
        leave(); // what is open can be gone back to
    }
    m_decoder.cancel();
    beginSession();
    openClinic(true);
    m_clinic->showRecorder();
}

void VoiceDesk::openRecording(const engine::ClipPtr &clip, bool whole) {
    m_reading = {};
    open(caseOf(fromMicrophone(clip, whole)));
}

void VoiceDesk::putRecordingAway() {
    if (const engine::ClipPtr clip = m_open ? m_clinic->endRecording() : nullptr) {
        m_reading = {};
        offerBack(caseOf(fromMicrophone(clip, true)));
    }
}

// A recording that is in no file waits until somebody says that it is not wanted.
void VoiceDesk::offerBack(const Clinic::Case &subject) {
    const bool isFile = !subject.sound.sha256.isEmpty();
    const QString name = subject.typed ? subject.typed->details.name : subject.text.details.name;
    m_uses.notices.post(isFile ? Notice::Kind::Info : Notice::Kind::Attention, kPutAway + QString::number(++m_notices),
                        {tr("%1 was put away, not saved.").arg(name), {}, {}},
                        {{tr("Go on with it"), [this, subject] { goOn(subject); }}});
}

const Notice *VoiceDesk::recordingAway() const {
    const auto notices = m_uses.notices.all();
    const auto found = std::find_if(notices.begin(), notices.end(), [](const Notice *notice) {
        return notice->kind == Notice::Kind::Attention && notice->subject.startsWith(kPutAway);
    });
    return found == notices.end() ? nullptr : *found;
}

bool VoiceDesk::holdsRecording() const {
    return (m_open && (m_clinic->isRecorded() || m_clinic->isRecording())) || recordingAway();
}

void VoiceDesk::goBackToRecording() {
    const bool isHere = m_open && (m_clinic->isRecorded() || m_clinic->isRecording());
    const Notice *away = isHere ? nullptr : recordingAway();
    if (away) {
        const Notice notice = *away;
        m_uses.notices.withdraw(notice.subject);
        notice.actions.front().run();
    }
}

} // namespace ui::voices
