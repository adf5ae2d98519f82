#include "ui/danmaku/danmaku_desk.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QMenuBar>
#include <QToolButton>

#include <algorithm>
#include <utility>

#include "app/danmaku/talk_hold.h"
#include "app/settings/settings.h"
#include "app/voices/voice_library.h"
#include "ui/danmaku/compact_window.h"
#include "ui/danmaku/danmaku_pane.h"
#include "ui/danmaku/danmaku_words.h"
#include "ui/danmaku/item_list.h"
#include "ui/danmaku/keys_desk.h"
#include "ui/danmaku/on_air_pane.h"
#include "ui/danmaku/phrase_sheet.h"
#include "ui/danmaku/queue_acts.h"
#include "ui/danmaku/rules_window.h"
#include "ui/shared/icons.h"
#include "ui/shared/notice_bar.h"

namespace ui::danmaku {

using app::chat::SourceState;
using app::danmaku::Command;
using app::danmaku::Item;
using app::danmaku::LiveStage;
using app::danmaku::Stage;
using shared::Notice;

namespace {

const QString kSubject = QStringLiteral("danmaku");
const QString kUndo = QStringLiteral("danmaku undo");

bool isAway(const SourceState &state) {
    return state.phase == SourceState::Phase::Waiting || state.phase == SourceState::Phase::Failed;
}

Command of(Command::What what, quint64 item = 0, const QString &text = {}) {
    Command command;
    command.what = what;
    command.item = item;
    command.text = text;
    return command;
}

} // namespace

DanmakuDesk::DanmakuDesk(Uses uses, QWidget *window, QWidget *docks)
    : QObject(window), m_uses(uses), m_window(window), m_acts(new DanmakuActs(this)),
      m_talk(new app::danmaku::TalkHold(m_uses.stage, m_uses.settings, this)),
      m_pane(new DanmakuPane(m_uses.stage, m_uses.settings, *m_acts, docks)),
      m_onAir(new OnAirPane(m_uses.stage, *m_talk, m_uses.settings, m_uses.voices, *m_acts, docks)) {
    connectActs();
    connectItemActs();
    connectTalk();
    new KeysDesk(
        *m_acts, m_uses.settings, m_uses.notices, [this] { openCompact(); }, this);
    connect(&m_uses.stage, &LiveStage::changed, this, &DanmakuDesk::followActs);
    connect(&m_uses.stage, &LiveStage::sourceChanged, this, &DanmakuDesk::followActs);
    connect(&m_uses.stage, &LiveStage::recordingChanged, this, &DanmakuDesk::followActs);
    connect(&m_uses.stage, &LiveStage::problem, this,
            [this](const app::Problem &problem) { m_uses.notices.post(Notice::Kind::Attention, kSubject, problem); });
    connect(m_pane, &DanmakuPane::chosen, this, &DanmakuDesk::followItemActs);
    connect(m_pane, &DanmakuPane::menuWanted, this, &DanmakuDesk::showMenu);
    connect(m_pane, &DanmakuPane::copyWanted, this, &DanmakuDesk::copy);
    connect(m_pane, &DanmakuPane::editWanted, this,
            [this](quint64 item, const QString &text) { send(of(What::Edit, item, text), true); });
    connect(m_pane, &DanmakuPane::moveWanted, this, [this](quint64 item, int place) {
        Command command = of(What::Move, item);
        command.place = place;
        send(command);
    });
    connect(m_pane, &DanmakuPane::modelsWanted, this, &DanmakuDesk::modelsWanted);
    connect(m_pane, &DanmakuPane::deviceWanted, this, [this] {
        Q_EMIT wanted(); // all of it is seen
        m_onAir->focusDevice();
    });
    connect(&m_uses.stage, &LiveStage::previewEnded, this, [this](quint64 item) {
        if (m_heard == item)
            m_heard = 0;
    });
    followActs();
}

DanmakuDesk::~DanmakuDesk() {
    delete m_compact; // nobody else's
    delete m_rules;   // before the microphone that it shows
}

void DanmakuDesk::addMenu(QMenuBar &bar) {
    auto *menu = new QMenu(tr("Danmaku"), &bar);
    menu->setToolTipsVisible(true); // they say why an action is off
    shared::addGroups(*menu, m_acts->groups());
    QMenu *item = menu->addMenu(shared::icon(u"text"), tr("Th&e chosen message"));
    item->setToolTipsVisible(true);
    shared::addGroups(*item, m_acts->ofItem());
    bar.insertMenu(bar.actions().last(), menu);
}

void DanmakuDesk::connectActs() {
    const auto on = [this](DanmakuActs::Act act, auto what) {
        connect((*m_acts)[act], &QAction::triggered, this, what);
    };
    on(DanmakuActs::Pause, [this] { send(of(m_uses.stage.paused() ? What::Resume : What::Pause)); });
    on(DanmakuActs::Skip, [this] { send(of(What::Skip), true); });
    on(DanmakuActs::Mute, [this] { send(of(m_uses.stage.muted() ? What::Unmute : What::Mute)); });
    on(DanmakuActs::HoldAll, [this] { send(of(m_uses.stage.holding() ? What::ReleaseAll : What::HoldAll)); });
    on(DanmakuActs::Clear, [this] { send(of(What::Clear), true); });
    on(DanmakuActs::Undo, [this] { m_uses.stage.undo(); });
    on(DanmakuActs::Connect, [this] {
        Q_EMIT wanted();
        m_pane->focusChannel();
    });
    on(DanmakuActs::Reconnect, [this] {
        for (const SourceState &state : m_uses.stage.sources())
            if (isAway(state)) // the others would miss what is written meanwhile
                m_uses.stage.reconnectNow(state.name);
    });
    on(DanmakuActs::Rehearse, [this] {
        Q_EMIT wanted();
        m_uses.stage.startCrowd({});
    });
    on(DanmakuActs::Replay, [this] { chooseReplay(); });
    on(DanmakuActs::StopSources, [this] { m_uses.stage.stopAll(); });
    on(DanmakuActs::Record, [this] { m_uses.stage.recording().isEmpty() ? chooseRecording() : stopRecording(); });
    on(DanmakuActs::Type, [this] {
        Q_EMIT wanted();
        m_pane->focusTyped();
    });
    on(DanmakuActs::Rules, [this] { openRules(); });
    on(DanmakuActs::Compact, [this] { openCompact(); });
    on(DanmakuActs::Microphone, [this] { openTalk(); });
    on(DanmakuActs::Listen, [this] { listen(!m_uses.settings.value(QStringLiteral("talkListens")).toBool()); });
}

void DanmakuDesk::connectItemActs() {
    const auto on = [this](DanmakuActs::Act act, auto what) {
        connect((*m_acts)[act], &QAction::triggered, this, what);
    };
    on(DanmakuActs::Approve, [this] { sendOf(What::Approve); });
    on(DanmakuActs::ReadNext, [this] { sendOf(What::ReadNext); });
    on(DanmakuActs::Hold, [this] {
        const auto item = m_pane->current();
        const auto &all = m_uses.stage.waiting(); // as it is, not as it was shown last
        const bool held = item && std::any_of(all.begin(), all.end(), [&](const Item &each) {
                              return each.id == item->id && each.stage == Stage::Held;
                          });
        sendOf(held ? What::Release : What::Hold);
    });
    on(DanmakuActs::Up, [this] { step(-1); });
    on(DanmakuActs::Down, [this] { step(1); });
    on(DanmakuActs::Edit, [this] { m_pane->editCurrent(); });
    on(DanmakuActs::Preview, [this] { preview(); });
    on(DanmakuActs::Voice, [this] { chooseVoice(); });
    on(DanmakuActs::BanPerson, [this] { sendOf(What::BanPerson, true); });
    on(DanmakuActs::BanPhrase, [this] { askForPhrase(); });
    on(DanmakuActs::Remove, [this] { sendOf(What::Remove, true); });
    on(DanmakuActs::Requeue, [this] { sendOf(What::Requeue); });
    on(DanmakuActs::Copy, [this] { copy(); });
}

void DanmakuDesk::send(Command command, bool offersUndo) {
    if (!m_uses.stage.command(command)) {
        Notice notice;
        notice.subject = kSubject;
        notice.what = tr("That cannot be done any more: it is over, or nothing is there.");
        m_uses.notices.post(std::move(notice));
    } else if (const QString words = m_uses.stage.undoWords(); offersUndo && !words.isEmpty()) {
        Notice notice;
        notice.subject = kUndo;
        notice.what = words;
        notice.actions = {{tr("Undo"), [this] { m_uses.stage.undo(); }}};
        m_uses.notices.post(std::move(notice));
        m_undoes = words;
    } else {
        forgetUndo();
    }
    followActs(); // the buttons show what is, not what was asked for
}

void DanmakuDesk::sendOf(What what, bool offersUndo) {
    if (const std::optional<Item> item = m_pane->current())
        send(of(what, item->id), offersUndo);
}

void DanmakuDesk::step(int rows) {
    const std::optional<Item> item = m_pane->current();
    const int place = m_pane->placeOfCurrent();
    if (!item || place < 0 || place + rows < 0 || place + rows > m_pane->queue().lastPlace())
        return;
    Command command = of(What::Move, item->id);
    command.place = place + rows;
    send(command);
}

void DanmakuDesk::chooseVoice() {
    const std::optional<Item> item = m_pane->current();
    if (!item)
        return;
    auto *menu = new QMenu(m_window);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString &name, const QString &voice) {
        QAction *action = menu->addAction(QString(name).replace(u'&', QStringLiteral("&&")));
        action->setCheckable(true);
        action->setChecked(item->voice == voice);
        connect(action, &QAction::triggered, this,
                [this, id = item->id, voice] { send(of(What::SetVoice, id, voice), true); });
    };
    add(tr("The chosen voice"), {});
    menu->addSeparator();
    for (const engine::Voice &voice : m_uses.voices.voices()->voices)
        add(QString::fromStdString(voice.name), QString::fromStdString(voice.id));
    for (QAction *action : menu->actions())
        if (action->isChecked())
            menu->setActiveAction(action);
    menu->popup(m_pane->menuPlace());
}

void DanmakuDesk::askForPhrase() {
    const std::optional<Item> item = m_pane->current();
    auto *sheet = new PhraseSheet(item ? item->text : QString(), m_window);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    connect(sheet, &PhraseSheet::banned, this,
            [this](const QString &phrase) { send(of(What::BanPhrase, 0, phrase), true); });
    sheet->open();
}

void DanmakuDesk::copy() {
    if (const std::optional<Item> item = m_pane->current(); item && item->message)
        QApplication::clipboard()->setText(spokenRow(item->message->user, item->text));
}

void DanmakuDesk::preview() {
    const std::optional<Item> item = m_pane->current();
    if (!item || item->id == m_heard) {
        m_uses.stage.stopPreview();
        m_heard = 0;
        return;
    }
    m_heard = item->id;
    m_uses.stage.preview(item->id);
}

void DanmakuDesk::showMenu(const QPoint &where) {
    auto *menu = new QMenu(m_window);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    shared::addGroups(*menu, m_acts->ofItem());
    menu->popup(where);
}

// A button that has the keyboard stays on: if it were off, the keyboard would go to the one beside it, and the next key
// would do something else.
void DanmakuDesk::setMissing(int act, const QString &what) {
    const auto *button = qobject_cast<const QToolButton *>(QApplication::focusWidget());
    if (what.isEmpty() || !button || button->defaultAction() != (*m_acts)[std::size_t(act)])
        m_acts->setMissing(std::size_t(act), what);
}

// Its Undo would take another act back, or none.
void DanmakuDesk::forgetUndo() {
    if (!std::exchange(m_undoes, QString()).isEmpty())
        m_uses.notices.withdraw(kUndo);
}

void DanmakuDesk::followActs() {
    LiveStage &stage = m_uses.stage;
    const QString undoes = stage.undoWords();
    if (undoes != m_undoes) // by its key, or by another window
        forgetUndo();
    DanmakuActs &acts = *m_acts;
    acts[DanmakuActs::Pause]->setChecked(stage.paused());
    acts[DanmakuActs::Mute]->setChecked(stage.muted());
    acts[DanmakuActs::HoldAll]->setChecked(stage.holding());
    acts[DanmakuActs::Listen]->setChecked(m_uses.settings.value(QStringLiteral("talkListens")).toBool());
    acts[DanmakuActs::Record]->setChecked(!stage.recording().isEmpty());
    const auto queued = int(std::count_if(stage.waiting().begin(), stage.waiting().end(),
                                          [](const Item &item) { return isQueued(item.stage); }));
    setMissing(DanmakuActs::Skip, stage.onAir() ? QString() : tr("Nothing is on air."));
    const bool clears = !std::all_of(stage.waiting().begin(), stage.waiting().end(),
                                     [](const Item &item) { return isAside(item.stage); });
    setMissing(DanmakuActs::Clear, clears ? QString() : tr("There is nothing to clear."));
    setMissing(DanmakuActs::Undo, undoes.isEmpty() ? tr("Nothing was done in the last 30 s.") : QString());
    const bool any = std::any_of(stage.sources().begin(), stage.sources().end(),
                                 [](const SourceState &state) { return state.phase != SourceState::Phase::Off; });
    const QString none = any ? QString() : tr("Nothing is connected.");
    const bool away = std::any_of(stage.sources().begin(), stage.sources().end(), isAway);
    setMissing(DanmakuActs::Reconnect, any && !away ? tr("Nothing is away.") : none);
    setMissing(DanmakuActs::StopSources, none);
    followItemActs();
    Q_EMIT waiting(queued);
}

void DanmakuDesk::followItemActs() {
    const std::optional<Item> item = m_pane->current();
    const QString choose = tr("Choose a message first.");
    const bool waits = item && !app::danmaku::isOver(item->stage) && item->stage != Stage::Playing;
    const QString over = !item ? choose : waits ? QString() : tr("It does not wait any more.");
    for (const auto act : {DanmakuActs::ReadNext, DanmakuActs::Hold, DanmakuActs::Edit, DanmakuActs::Voice,
                           DanmakuActs::Remove, DanmakuActs::Preview})
        setMissing(act, over);
    const bool asks = item && (item->stage == Stage::Review || item->stage == Stage::Offered);
    setMissing(DanmakuActs::Approve, !item ? choose : asks ? QString() : tr("It does not wait for approval."));
    const int place = m_pane->placeOfCurrent();
    const QString still = !item ? choose : place < 0 ? tr("It is not in the queue.") : QString();
    setMissing(DanmakuActs::Up, still.isEmpty() && place == 0 ? tr("It is the first.") : still);
    setMissing(DanmakuActs::Down,
               still.isEmpty() && place >= m_pane->queue().lastPlace() ? tr("It is the last.") : still);
    setMissing(DanmakuActs::Requeue, !item ? choose
                                     : app::danmaku::isOver(item->stage) || item->stage == Stage::Offered
                                         ? QString()
                                         : tr("It waits already."));
    for (const auto act : {DanmakuActs::BanPerson, DanmakuActs::Copy})
        setMissing(act, item ? QString() : choose);
}

} // namespace ui::danmaku

#include "moc_danmaku_desk.cpp"
