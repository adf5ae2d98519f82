// The danmaku pane in the whole window, state after state: nothing there yet, a crowd, what waits for approval, a
// server that is away, people with hostile words; and the windows beside it. Reading is paused, so that all of them
// hold still.
#pragma once

#include <QAction>
#include <QLineEdit>
#include <QListWidget>
#include <QTest>

#include <functional>

#include "tests/patience.h"
#include "tests/ui/studio_desk.h"
#include "ui/danmaku/compact_window.h"
#include "ui/danmaku/danmaku_desk.h"
#include "ui/danmaku/danmaku_pane.h"
#include "ui/danmaku/item_list.h"
#include "ui/danmaku/phrase_sheet.h"
#include "ui/danmaku/queue_acts.h"
#include "ui/danmaku/rules_window.h"

namespace danmaku_states {

using app::danmaku::Command;
using ui::danmaku::DanmakuActs;

inline constexpr int kStates = 15;

inline bool waitUntil(const std::function<bool()> &done) {
    return QTest::qWaitFor(done, kLongEnough);
}

inline bool send(StudioDesk &desk, Command::What what, const QString &text = {}) {
    Command command;
    command.what = what;
    command.text = text;
    return desk.services.danmaku().command(command);
}

inline void goToStream(StudioDesk &desk) {
    desk.window->findChild<QAction *>(QStringLiteral("view.workspace.stream"))->trigger();
}

// `visit` gets what is shown and its name. False: a state was not reached.
inline bool throughDanmaku(StudioDesk &desk, const std::function<void(QWidget &, const QString &)> &visit) {
    auto &stage = desk.services.danmaku();
    auto &danmaku = desk.window->danmaku();
    auto &pane = danmaku.pane();
    QWidget &window = *desk.window;
    goToStream(desk);
    if (!waitUntil([&] { return pane.isVisible(); }))
        return false;
    const auto sized = [&] {
        desk.window->resize(1280, 720);
        return desk.window->size() == QSize(1280, 720);
    };
    if (!waitUntil(sized))
        return false;
    visit(window, QStringLiteral("danmaku-empty"));
    if (!waitUntil([&] { return send(desk, Command::What::Pause); }))
        return false;
    stage.startCrowd({20, 3});
    if (!waitUntil([&] { return pane.queue().rowCount() >= 8 && pane.over().rowCount() >= 3; }))
        return false;
    pane.queueList().setFocus();
    pane.queueList().setCurrentIndex(pane.queue().index(1));
    visit(window, QStringLiteral("danmaku-full"));
    app::danmaku::Rules rules = stage.rules();
    rules.review = app::danmaku::Review::All;
    stage.setRules(rules);
    const auto asks = [&] {
        for (const app::danmaku::Item &item : stage.waiting())
            if (item.stage == app::danmaku::Stage::Review)
                return true;
        return false;
    };
    if (!waitUntil(asks))
        return false;
    stage.stopSource(QStringLiteral("crowd"));
    visit(window, QStringLiteral("danmaku-review"));
    rules.review = app::danmaku::Review::Off;
    stage.setRules(rules);
    send(desk, Command::What::Mute);
    visit(window, QStringLiteral("danmaku-silent"));
    send(desk, Command::What::Unmute);
    qputenv("ISHOWTTS_TWITCH_HOST", "127.0.0.1"); // nobody listens there
    qputenv("ISHOWTTS_TWITCH_PORT", "9");
    stage.connectTwitch({QStringLiteral("somebody"), {}, false});
    stage.connectTwitch({QStringLiteral("with_the_longest_name_25_"), {}, false});
    const auto away = [&] {
        for (const app::chat::SourceState &state : stage.sources())
            if (state.phase == app::chat::SourceState::Phase::Waiting)
                return true;
        return false;
    };
    const bool isAway = waitUntil(away);
    visit(window, QStringLiteral("danmaku-broken"));
    stage.stopAll();
    qunsetenv("ISHOWTTS_TWITCH_HOST");
    qunsetenv("ISHOWTTS_TWITCH_PORT");
    if (!isAway)
        return false;
    auto *compact = danmaku.openCompact();
    if (!QTest::qWaitForWindowExposed(compact, kLongEnough))
        return false;
    visit(*compact, QStringLiteral("danmaku-compact"));
    compact->close();
    QDialog *all = danmaku.openRules();
    if (!QTest::qWaitForWindowExposed(all, kLongEnough))
        return false;
    auto *names = all->findChild<QListWidget *>();
    for (int page = 0; page < names->count(); ++page) {
        names->setCurrentRow(page);
        visit(*all, QStringLiteral("danmaku-rules-%1").arg(page + 1));
    }
    for (QLineEdit *field : all->findChildren<QLineEdit *>()) {
        if (field->maxLength() == 5'000)
            field->setText(QString::fromUtf8("快来 www.example.com 看！！！！！！ lol lol lol lol"));
    }
    QTest::qWait(200);
    visit(*all, QStringLiteral("danmaku-trial"));
    all->close();
    danmaku.acts()[DanmakuActs::BanPhrase]->trigger();
    auto *sheet = window.findChild<ui::danmaku::PhraseSheet *>();
    if (!sheet || !QTest::qWaitForWindowExposed(sheet, kLongEnough))
        return false;
    visit(*sheet, QStringLiteral("danmaku-phrase"));
    sheet->close();
    return true;
}

} // namespace danmaku_states
