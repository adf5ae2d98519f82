#include "app/voices/voice_editor.h"

#include <QCoreApplication>
#include <QPointer>

#include <exception>
#include <utility>

#include "app/storage/file_thread.h"
#include "app/voices/voice_folders.h"
#include "app/voices/voice_library.h"

namespace app::voices {

namespace {

using Answer = storage::Answer<VoiceChange>;

Answer refusal(const std::exception &error) {
    return {std::nullopt,
            storage::Trouble::Failed,
            {QCoreApplication::translate("voices", "The voice could not be changed."),
             QCoreApplication::translate("voices", "Try again; if it stays so, look at the log."),
             QString::fromUtf8(error.what())}};
}

Answer answerOf(const std::function<VoiceChange()> &work) {
    try {
        return {work(), {}, {}};
    } catch (const storage::Error &error) {
        return {std::nullopt, error.trouble(), error.problem()};
    } catch (const std::exception &error) {
        return refusal(error);
    }
}

} // namespace

VoiceEditor::VoiceEditor(std::vector<std::filesystem::path> roots, VoiceLibrary &library, storage::FileThread &files,
                         QObject *parent)
    : QObject(parent), m_folders(std::make_shared<VoiceFolders>(std::move(roots))), m_library(library), m_files(files) {
}

VoiceEditor::~VoiceEditor() {
    if (m_waiting > 0)
        m_files.flush(); // what is being done answers to this object
}

void VoiceEditor::tidy() {
    m_files.post([folders = m_folders] {
        try {
            folders->tidy();
        } catch (const std::exception &error) { // again at the next start
            qWarning("Old versions of voices were not tidied up: %s", error.what());
        }
    });
}

void VoiceEditor::post(std::function<VoiceChange(VoiceFolders &)> work, QObject *context, ChangeAnswered done) {
    ++m_waiting;
    m_files.post([this, work = std::move(work), context = QPointer<QObject>(context), done = std::move(done)] {
        Answer answer = answerOf([&] { return work(*m_folders); });
        QMetaObject::invokeMethod(
            this,
            [this, answer = std::move(answer), context, done] {
                --m_waiting;
                if (answer) {
                    Q_EMIT changed(*answer.value);
                    m_library.refresh();
                }
                if (context && done)
                    done(answer);
            },
            Qt::QueuedConnection);
    });
}

void VoiceEditor::create(const VoiceDetails &details, const VoiceReference &reference, QObject *context,
                         ChangeAnswered done) {
    post([=](VoiceFolders &folders) { return folders.create(details, reference); }, context, std::move(done));
}

void VoiceEditor::setDetails(const QString &id, const VoiceDetails &details, QObject *context, ChangeAnswered done) {
    post([=](VoiceFolders &folders) { return folders.setDetails(id, details); }, context, std::move(done));
}

void VoiceEditor::setStyle(const QString &id, const QString &style, const VoiceReference &reference, QObject *context,
                           ChangeAnswered done) {
    post([=](VoiceFolders &folders) { return folders.setStyle(id, style, reference); }, context, std::move(done));
}

void VoiceEditor::renameStyle(const QString &id, const QString &style, const QString &name, QObject *context,
                              ChangeAnswered done) {
    post([=](VoiceFolders &folders) { return folders.renameStyle(id, style, name); }, context, std::move(done));
}

void VoiceEditor::removeStyle(const QString &id, const QString &style, QObject *context, ChangeAnswered done) {
    post([=](VoiceFolders &folders) { return folders.removeStyle(id, style); }, context, std::move(done));
}

void VoiceEditor::overrideReference(const QString &id, const VoiceReference &reference, QObject *context,
                                    ChangeAnswered done) {
    post([=](VoiceFolders &folders) { return folders.overrideReference(id, reference); }, context, std::move(done));
}

void VoiceEditor::restoreBaseline(const QString &id, QObject *context, ChangeAnswered done) {
    post([=](VoiceFolders &folders) { return folders.restoreBaseline(id); }, context, std::move(done));
}

void VoiceEditor::remove(const QString &id, QObject *context, ChangeAnswered done) {
    post([=](VoiceFolders &folders) { return folders.remove(id); }, context, std::move(done));
}

void VoiceEditor::undo(const VoiceChange &change, QObject *context, ChangeAnswered done) {
    post([=](VoiceFolders &folders) { return folders.undo(change); }, context, std::move(done));
}

} // namespace app::voices

#include "moc_voice_editor.cpp"
