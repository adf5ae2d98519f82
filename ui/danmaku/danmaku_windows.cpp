// What the desk of the danmaku opens: files of recorded chats, the rules, the compact window, a microphone.
#include <QApplication>
#include <QClipboard>
#include <QDate>
#include <QFileDialog>
#include <QFileInfo>

#include <utility>

#include "app/danmaku/talk_hold.h"
#include "app/settings/settings.h"
#include "ui/danmaku/compact_window.h"
#include "ui/danmaku/danmaku_desk.h"
#include "ui/danmaku/rules_window.h"
#include "ui/shared/home_folders.h"
#include "ui/shared/notice_bar.h"

namespace ui::danmaku {

using shared::Notice;

namespace {

const QString kRecording = QStringLiteral("danmaku recording");
const QString kTalk = QStringLiteral("danmaku microphone");

} // namespace

void DanmakuDesk::chooseReplay() {
    Q_EMIT wanted();
    auto *dialog = new QFileDialog(m_window, tr("Replay a recorded chat"), shared::documentsFolder(),
                                   tr("Recorded chats (*.txt *.log *.irc *.json *.jsonl *.ndjson);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) { m_uses.stage.replay({file, 1}); });
    dialog->open();
}

void DanmakuDesk::chooseRecording() {
    followActs(); // the act is on when it is recorded, not when it is asked for
    auto *dialog = new QFileDialog(m_window, tr("Record the chat"), shared::documentsFolder(),
                                   tr("Recorded chats (*.jsonl);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setOption(QFileDialog::DontConfirmOverwrite); // what is there stays: it goes on behind it
    dialog->setDefaultSuffix(QStringLiteral("jsonl"));
    dialog->selectFile(tr("chat %1", "name of a file; a date").arg(QDate::currentDate().toString(Qt::ISODate)));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) { record(file); });
    dialog->open();
}

void DanmakuDesk::record(const QString &file) {
    m_uses.stage.recordChat(file);
    Notice notice;
    notice.subject = kRecording;
    notice.what = tr("From now on what comes in is written to “%1”.").arg(QFileInfo(file).fileName());
    notice.remedy = tr("“Record the chat” again ends it; “Replay a recording” lets it come in again.");
    m_uses.notices.post(std::move(notice));
}

void DanmakuDesk::stopRecording() {
    const QString file = m_uses.stage.recording();
    m_uses.stage.stopRecording();
    Notice notice;
    notice.kind = Notice::Kind::Good;
    notice.subject = kRecording;
    notice.what = tr("The chat was recorded in “%1”.").arg(QFileInfo(file).fileName());
    notice.actions = {{tr("Copy its path"), [file] { QApplication::clipboard()->setText(file); }}};
    m_uses.notices.post(std::move(notice));
}

RulesWindow *DanmakuDesk::openRules() {
    if (!m_rules) {
        m_rules = new RulesWindow({m_uses.stage, m_uses.settings, m_uses.voices, *m_talk}, m_window);
        m_rules->setAttribute(Qt::WA_DeleteOnClose);
        m_rules->show();
    }
    m_rules->raise();
    m_rules->activateWindow();
    return m_rules;
}

void DanmakuDesk::connectTalk() {
    using app::danmaku::TalkHold;
    connect(m_talk, &TalkHold::problem, this, [this](const app::Problem &problem) {
        m_uses.notices.post(Notice::Kind::Attention, kTalk, problem, {{tr("Microphone …"), [this] { openTalk(); }}});
    });
    connect(m_talk, &TalkHold::solved, this, [this] { m_uses.notices.withdraw(kTalk); });
    connect(m_talk, &TalkHold::changed, this, &DanmakuDesk::followActs);
}

void DanmakuDesk::listen(bool wanted) {
    m_uses.settings.setValue(QStringLiteral("talkListens"), wanted);
    m_uses.notices.withdraw(kTalk);
    if (wanted) {
        Notice notice;
        notice.subject = kTalk;
        notice.answers = true;
        notice.what = tr("While a chat is read the microphone is listened to: nothing new begins while it hears you.");
        notice.remedy = tr("Its sound is only measured, never kept or sent. See that your voice reaches the line.");
        notice.actions = {{tr("Microphone …"), [this] { openTalk(); }}};
        m_uses.notices.post(std::move(notice));
    }
    followActs();
}

void DanmakuDesk::openTalk() {
    openRules()->showTalk();
}

CompactWindow *DanmakuDesk::openCompact() {
    if (!m_compact) {
        m_compact = new CompactWindow(m_uses.stage, m_uses.settings, *m_acts);
        m_compact->setAttribute(Qt::WA_DeleteOnClose);
        m_compact->show();
    }
    m_compact->raise();
    m_compact->activateWindow();
    return m_compact;
}

} // namespace ui::danmaku
