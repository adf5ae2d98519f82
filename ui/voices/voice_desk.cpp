#include "ui/voices/voice_desk.h"

#include <QFileInfo>
#include <QWidget>

#include <algorithm>
#include <memory>
#include <utility>

#include "app/settings/settings.h"
#include "app/voices/kept_clipping.h"
#include "app/voices/voice_editor.h"
#include "ui/shared/stand_in.h"
#include "ui/voices/check_words.h"
#include "ui/voices/voice_sound.h"
#include "ui/voices/voices_pane.h"

namespace ui::voices {

using app::decoding::DecodedSound;
using app::decoding::Decoder;
using app::voices::VoiceChange;
using app::voices::VoiceEditor;
using shared::Notice;

namespace {

using Answer = app::storage::Answer<VoiceChange>;

const QString kSubject = QStringLiteral("voice desk"); // of notices about what did not work

QList<Mark> marksIn(const app::voices::CheckedReference *reference) {
    if (!reference) {
        return {};
    }
    return reference->check ? marksOf(*reference->check) : QList<Mark>{unreadable(reference->problem)};
}

QString defaultStyle() {
    return QString::fromLatin1(engine::kDefaultStyle);
}

} // namespace

VoiceDesk::VoiceDesk(Uses uses, QWidget *window, QWidget *docks, QWidget *stage)
    : QObject(window), m_uses(uses), m_window(window), m_checks(uses.voices),
      m_pane(new VoicesPane(
          uses.settings, uses.voices, [this](const QString &id) { return marksIn(m_checks.of(id)); }, docks)),
      m_clinic(new Clinic(stage)),
      m_sound(new VoiceSound({uses.voices, uses.player, uses.transport, uses.notices, *m_pane, *m_clinic}, this)) {
    connectPane();
    connectClinic();
    connectDecoder();
    connectWaiting();
    connect(&m_uses.voices, &app::voices::VoiceLibrary::changed, this, &VoiceDesk::followLibrary);
}

void VoiceDesk::connectPane() {
    connect(&m_checks, &app::voices::ReferenceChecks::checked, &m_pane->model(), &VoiceListModel::refreshMarks);
    connect(m_pane, &VoicesPane::playWanted, m_sound, &VoiceSound::play);
    connect(m_pane, &VoicesPane::addWanted, this, &VoiceDesk::chooseFile);
    connect(m_pane, &VoicesPane::recordWanted, this, &VoiceDesk::record);
    connect(m_pane, &VoicesPane::filesDropped, this, &VoiceDesk::addFiles);
    connect(m_pane, &VoicesPane::editWanted, this, [this](const QString &id) { edit(id); });
    connect(m_pane, &VoicesPane::addStyleWanted, this, [this](const QString &id) {
        choose(tr("A recording for a style of %1").arg(nameOf(id)), {Purpose::NewStyle, id, {}});
    });
    connect(m_pane, &VoicesPane::removeWanted, this, &VoiceDesk::remove);
    connect(m_pane, &VoicesPane::restoreWanted, this, &VoiceDesk::restore);
}

void VoiceDesk::connectClinic() {
    connect(m_clinic, &Clinic::leaveWanted, this, &VoiceDesk::leave);
    connect(m_clinic, &Clinic::recorded, this, &VoiceDesk::openRecording);
    connect(m_clinic, &Clinic::problem, this, [this](const app::Problem &problem) {
        m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("microphone"), problem);
    });
    connect(m_clinic, &Clinic::saveWanted, this, &VoiceDesk::save);
    connect(m_clinic, &Clinic::styleWanted, this,
            [this](const QString &style) { edit(m_clinic->subject().voiceId, style); });
    connect(m_clinic, &Clinic::removeStyleWanted, this, [this] {
        const QString id = m_clinic->subject().voiceId;
        const QString style = m_clinic->subject().text.style;
        m_clinic->setBusy(true);
        m_savedSession = m_session;
        m_saving = m_clinic->put();
        const QString chosen = m_uses.settings.voiceId();
        m_uses.editor.removeStyle(id, style, this, [this, id, style, chosen](const Answer &answer) {
            if (answer) {
                saved(tr("The style “%1” was removed.").arg(style), {*answer.value}, {id, {}, false}, chosen);
            } else {
                notSaved(answer.problem);
            }
        });
    });
    connect(m_clinic, &Clinic::playWanted, m_sound, &VoiceSound::playPart);
}

void VoiceDesk::connectDecoder() {
    connect(&m_decoder, &Decoder::progressed, m_clinic,
            [this](quint64, double fraction, double left) { m_clinic->showProgress(fraction, left); });
    connect(&m_decoder, &Decoder::decoded, this,
            [this](quint64, const app::decoding::DecodedSound &sound) { prepare(sound); });
    connect(&m_decoder, &Decoder::failed, this, [this](quint64, const app::Problem &problem) {
        openClinic(false);
        if (isNextWaiting()) {
            m_uses.notices.post(Notice::Kind::Attention, kSubject + u':' + QString::number(++m_notices), problem);
            readNext();
            return;
        }
        m_inLine = false;
        m_uses.notices.post(Notice::Kind::Attention, kSubject, problem,
                            {{tr("Choose another file …"), [this, reading = m_reading] {
                                  if (reading.purpose == Purpose::NewStyle) {
                                      choose(tr("A recording"), reading);
                                  } else {
                                      chooseFile();
                                  }
                              }}});
    });
}

QString VoiceDesk::nameOf(const QString &voiceId) const {
    const engine::Voice *voice = m_uses.voices.find(voiceId);
    return voice ? QString::fromStdString(voice->name) : voiceId;
}

void VoiceDesk::addStyle(const QString &voiceId, const QString &file) {
    read(file, {Purpose::NewStyle, voiceId, {}});
}

void VoiceDesk::edit(const QString &voiceId, const QString &style) {
    const engine::Voice *voice = m_uses.voices.find(style.isEmpty() ? voiceId : voiceId + u':' + style);
    if (voice) {
        read(QString::fromStdString(voice->recording.string()),
             {Purpose::Edit, voiceId, style.isEmpty() ? defaultStyle() : style});
    }
}

void VoiceDesk::read(const QString &file, const Reading &reading) {
    if (m_open) {
        leave(); // what is open can be gone back to
    }
    m_uses.notices.withdraw(kSubject);
    m_reading = reading;
    beginSession();
    m_clinic->showReading(reading.purpose == Purpose::Edit ? nameOf(reading.voiceId) : QFileInfo(file).fileName());
    m_decoder.start(file);
    openClinic(true);
}

// Hours of sound are not drawn in a moment.
void VoiceDesk::prepare(const app::decoding::DecodedSound &sound) {
    m_drawing = {};
    const engine::Voice *voice = m_reading.purpose == Purpose::Edit ? m_uses.voices.find(m_reading.voiceId) : nullptr;
    const auto edited = voice ? std::optional(*voice) : std::nullopt;
    m_files.post([this, sound = sound, edited, style = m_reading.style.toStdString(), session = m_session,
                  stop = m_drawing.get_token()]() mutable {
        // Of the file that it was cut out of: in the recording hardly any of it can be seen.
        if (auto clipping = edited ? app::voices::clippingOf(*edited, style) : engine::quality::KnownClipping{};
            !clipping.steps.empty())
            sound.clipping = std::make_shared<const engine::quality::KnownClipping>(std::move(clipping));
        auto peaks = std::make_shared<shared::Peaks>();
        peaks->append(sound.clip, stop);
        QMetaObject::invokeMethod(
            this,
            [this, sound, session, peaks] {
                if (session == m_session) { // else it was cancelled
                    open(caseOf(sound, peaks));
                }
            },
            Qt::QueuedConnection);
    });
}

Clinic::Case VoiceDesk::caseOf(const DecodedSound &sound, const std::shared_ptr<const shared::Peaks> &peaks) const {
    Clinic::Case subject{sound, m_reading.voiceId, {m_reading.purpose, {}, {}, {}, {}}, {}, {}};
    subject.peaks = peaks;
    const engine::Voice *voice = m_uses.voices.find(m_reading.voiceId);
    if (m_reading.purpose == Purpose::NewVoice || !voice) {
        subject.text.purpose = Purpose::NewVoice;
        subject.voiceId.clear();
        subject.text.details.name = QFileInfo(sound.fileName).completeBaseName().replace(u'_', u' ').trimmed();
    } else {
        app::voices::VoiceDetails &details = subject.text.details = app::voices::VoiceDetails::of(*voice);
        if (subject.text.purpose == Purpose::NewStyle) {
            subject.voiceRights = {details.licence, details.source, details.consent};
            subject.text.ownRights = true; // it is another recording
            details.licence.clear();
            details.source.clear();
            details.consent = {};
        }
        subject.text.styles << defaultStyle();
        for (const engine::VoiceStyle &style : voice->styles) {
            subject.text.styles << QString::fromStdString(style.name);
        }
    }
    if (subject.text.purpose == Purpose::Edit) {
        const engine::Voice styled =
            m_reading.style == defaultStyle() ? *voice : engine::withStyle(*voice, m_reading.style.toStdString());
        const auto own = std::find_if(voice->styles.begin(), voice->styles.end(), [&](const engine::VoiceStyle &style) {
            return style.name == m_reading.style.toStdString() && style.hasOwnRights();
        });
        if (own != voice->styles.end()) {
            app::voices::VoiceDetails &details = subject.text.details;
            subject.voiceRights = {details.licence, details.source, details.consent};
            subject.text.ownRights = true;
            details.licence = QString::fromStdString(own->licence);
            details.source = QString::fromStdString(own->source);
            details.consent = own->consent;
        }
        subject.text.style = m_reading.style;
        subject.text.transcript = QString::fromStdString(styled.transcript).simplified();
        subject.origin = styled.origin;
        subject.window = shared::Span{0, sound.clip->seconds()};
    }
    return subject;
}

void VoiceDesk::open(const Clinic::Case &subject) {
    beginSession();
    m_clinic->open(subject);
    openClinic(true);
}

// What was being drawn for another one is wanted no more.
void VoiceDesk::beginSession() {
    ++m_session;
    m_drawing.request_stop();
}

void VoiceDesk::openClinic(bool open) {
    if (!open || m_clinic->isReady() || m_decoder.isRunning()) {
        m_clinic->closeRecorder();
        m_uses.notices.withdraw(QStringLiteral("microphone"));
    }
    if (!open) {
        beginSession();
        m_clinic->close();
    }
    if (m_open != open) {
        m_open = open;
        Q_EMIT clinicWanted(open);
        if (!open) {
            m_sound->leaveClinic();
        }
    }
}

// Nothing is asked; what was typed can be had back.
void VoiceDesk::leave() {
    if (m_clinic->isBusy()) {
        return; // it is gone in a moment, or says why it could not be saved
    }
    m_decoder.cancel();
    putRecordingAway();
    if (m_clinic->isReady() && m_clinic->isChanged() && m_open) {
        offerBack(m_clinic->put());
    }
    openClinic(false);
    offerRest();
}

void VoiceDesk::goOn(const Clinic::Case &subject) {
    leave(); // what is open can be gone back to
    open(subject);
}

void VoiceDesk::save(bool speak) {
    m_savedSession = m_session;
    m_saving = m_clinic->put();
    const Clinic::Case &subject = m_clinic->subject();
    const auto done = [this, speak](const QString &what, const QString &style) {
        return [this, speak, what, style](const Answer &answer) {
            if (answer) {
                saved(what, {*answer.value}, {answer.value->id, style, speak});
            } else {
                notSaved(answer.problem);
            }
        };
    };
    switch (subject.text.purpose) {
    case Purpose::NewVoice: {
        app::voices::VoiceDetails details = m_clinic->details();
        if (details.source.isEmpty()) {
            details.source = subject.sound.fileName;
        }
        m_uses.editor.create(details, m_clinic->reference(), this,
                             done(tr("The voice “%1” was saved.").arg(details.name), {}));
        return;
    }
    case Purpose::NewStyle:
        m_uses.editor.setStyle(subject.voiceId, m_clinic->style(), m_clinic->reference(), this,
                               done(tr("The style “%1” was saved.").arg(m_clinic->style()), m_clinic->style()));
        return;
    case Purpose::Edit:
        saveEdited(speak);
        return;
    }
}

// What is said of the voice, and what the model hears of it, are two changes; Undo takes both back.
void VoiceDesk::saveEdited(bool speak) {
    const QString id = m_clinic->subject().voiceId;
    const QString style = m_clinic->subject().text.style;
    const QString what = tr("“%1” was saved.").arg(m_clinic->details().name);
    const Awaited awaited{id, style == defaultStyle() ? QString() : style, speak};
    const bool both = m_clinic->areDetailsChanged();
    const auto saveDetails = [this, id, what, awaited, details = m_clinic->details()](QList<VoiceChange> before) {
        m_uses.editor.setDetails(id, details, this, [this, what, awaited, before](const Answer &answer) {
            if (answer) {
                saved(what, before + QList<VoiceChange>{*answer.value}, awaited);
                return;
            }
            if (!before.isEmpty()) {
                offerUndo(tr("The recording was saved."), before);
            }
            notSaved(answer.problem);
        });
    };
    if (!m_clinic->isReferenceChanged()) {
        if (both) {
            saveDetails({});
        } else {
            saved({}, {}, awaited); // nothing was changed
        }
        return;
    }
    const auto done = [this, what, awaited, both, saveDetails](const Answer &answer) {
        if (!answer) {
            notSaved(answer.problem);
        } else if (both) {
            saveDetails({*answer.value});
        } else {
            saved(what, {*answer.value}, awaited);
        }
    };
    if (style == defaultStyle()) {
        m_uses.editor.overrideReference(id, m_clinic->reference(), this, done);
    } else {
        m_uses.editor.setStyle(id, style, m_clinic->reference(), this, done);
    }
}

void VoiceDesk::saved(const QString &what, const QList<VoiceChange> &changes, const Awaited &awaited,
                      const QString &chosen) {
    m_saving.reset();
    const bool isShown = m_session == m_savedSession; // else something else was opened meanwhile
    if (isShown) {
        openClinic(false);
    }
    if (!changes.isEmpty()) {
        offerUndo(what, changes, chosen);
    }
    m_awaited = awaited;
    if (changes.isEmpty()) {
        followLibrary();
    }
    if (isShown && isNextWaiting() && !awaited.speak) {
        readNext();
    } else if (isShown) {
        offerRest();
    }
}

void VoiceDesk::notSaved(const app::Problem &problem) {
    const auto saving = std::exchange(m_saving, std::nullopt);
    if (saving && m_session == m_savedSession) {
        m_clinic->setBusy(false);
    } else if (saving) {
        offerBack(*saving);
    }
    m_uses.notices.post(Notice::Kind::Alarm, kSubject, problem);
}

void VoiceDesk::followLibrary() {
    if (!m_chosenBack.isEmpty() && m_uses.voices.find(m_chosenBack)) {
        m_uses.settings.setVoiceId(std::exchange(m_chosenBack, {}));
    }
    if (!m_awaited || !m_uses.voices.find(m_awaited->id)) {
        return;
    }
    const Awaited awaited = *std::exchange(m_awaited, std::nullopt);
    m_pane->select(awaited.id);
    const QString address = awaited.style.isEmpty() ? awaited.id : awaited.id + u':' + awaited.style;
    if (awaited.speak) {
        m_uses.settings.setVoiceId(address);
        Q_EMIT speakWanted(address);
    } else if (!m_open) {
        m_pane->focusVoices();
    }
}

void VoiceDesk::remove(const QString &voiceId) {
    const QString chosen = m_uses.settings.voiceId();
    m_uses.editor.remove(voiceId, this, [this, name = nameOf(voiceId), chosen](const Answer &answer) {
        if (answer) {
            offerUndo(tr("“%1” was removed.").arg(name), {*answer.value}, chosen);
        } else {
            notSaved(answer.problem);
        }
    });
}

void VoiceDesk::restore(const QString &voiceId) {
    m_uses.editor.restoreBaseline(voiceId, this, [this, name = nameOf(voiceId)](const Answer &answer) {
        if (answer) {
            offerUndo(tr("“%1” is as it was at first.").arg(name), {*answer.value});
        } else {
            notSaved(answer.problem);
        }
    });
}

// Each keeps its own: what is done next takes no Undo away.
void VoiceDesk::offerUndo(const QString &what, const QList<VoiceChange> &changes, const QString &chosen) {
    m_uses.notices.post(Notice::Kind::Good, QStringLiteral("voice change:%1").arg(++m_notices), {what, {}, {}},
                        {{tr("Undo"), [this, what, changes, chosen] { undo(what, changes, chosen); }}});
}

// The last change first. When the chosen voice had gone with it, it is chosen again, unless somebody chose another one.
void VoiceDesk::undo(const QString &what, QList<VoiceChange> changes, const QString &chosen) {
    const QString now = m_uses.settings.voiceId();
    const bool goesBack =
        !chosen.isEmpty() && !m_uses.voices.find(chosen) && now == shared::standIn(m_uses.voices, chosen);
    const VoiceChange last = changes.takeLast();
    m_uses.editor.undo(last, this, [this, what, changes, last, chosen, goesBack](const Answer &answer) {
        if (!answer) {
            m_uses.notices.post(Notice::Kind::Alarm, kSubject, answer.problem);
            offerUndo(what, changes + QList<VoiceChange>{last}, chosen);
            return;
        }
        if (goesBack) {
            m_chosenBack = chosen;
            followLibrary();
        }
        if (!changes.isEmpty()) {
            undo(what, changes, {});
        } else {
            m_pane->select(answer.value->id);
        }
    });
}

} // namespace ui::voices

#include "moc_voice_desk.cpp"
