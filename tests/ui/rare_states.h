// What a person meets now and then: a model that comes and one that does not, a microphone that counts in and records,
// a device and a sound server that go and come back, subtitles that were imported, a sheet with little room; and the
// panes of speed and of the server.
#pragma once

#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QProcess>

#include "tests/app/models/small_server.h"
#include "tests/app/speech/sound_server.h"
#include "tests/ui/by_name.h"
#include "tests/ui/performance_states.h"
#include "tests/ui/photographer.h"
#include "tests/ui/server_states.h"
#include "tests/ui/voice_desk_data.h"
#include "ui/exporting/export_desk.h"
#include "ui/import_desk.h"
#include "ui/models/models_desk.h"
#include "ui/models/models_window.h"
#include "ui/shared/status_line.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"
#include "ui/voices/clinic.h"
#include "ui/voices/record_page.h"
#include "ui/voices/voice_desk.h"

namespace rare {

inline bool comes(const std::function<bool()> &done) {
    return QTest::qWaitFor(done, 60'000);
}

inline void photographInBoth(Photographer &photographer, StudioDesk &desk, QWidget &shown, const QString &name) {
    for (const char *theme : {"dark", "light"}) {
        desk.window->findChild<QAction *>(QStringLiteral("view.theme.") + QLatin1String(theme))->trigger();
        QTest::qWait(300);
        photographer.takeOne(shown, name + u'-' + QLatin1String(theme));
    }
}

// A pane alone, with room for all of it.
inline void photographAlone(Photographer &photographer, StudioDesk &desk, QWidget &pane, const QSize &size,
                            const QString &name) {
    auto *dock = qobject_cast<QDockWidget *>(pane.parentWidget());
    dock->setFloating(true);
    dock->resize(size);
    photographInBoth(photographer, desk, pane, name);
    dock->setFloating(false);
}

// False: a state was not reached.
inline bool photographPerformance(Photographer &photographer) {
    return performance_states::throughPerformance(
        FAKE_NVML_LIBRARY, [&](StudioDesk &desk, QWidget &shown, const QString &state) {
            if (&shown == desk.window.get())
                photographer.takeAll(desk, state);
            else
                photographInBoth(photographer, desk, shown, state);
            if (state == QStringLiteral("performance-throttled"))
                photographAlone(photographer, desk, desk.window->performance().pane(), {1100, 760},
                                QStringLiteral("performance-pane"));
        });
}

// False: a state was not reached.
inline bool photographServer(Photographer &photographer) {
    server_states::withoutKeychain();
    StudioDesk desk;
    return server_states::throughServer(desk, [&](const QString &state) {
        photographer.takeAll(desk, state);
        if (state == QStringLiteral("server-network"))
            photographAlone(photographer, desk, desk.window->server().pane(), {1060, 560},
                            QStringLiteral("server-pane"));
    });
}

inline bool isReady(const StudioDesk &desk) {
    return comes([&] { return !desk.window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(); });
}

// The real list: one model comes at 4 MB/s, the publisher does not know the other.
inline void photographDownloads(Photographer &photographer) {
    SmallServer publisher([](const WebRequest &request) {
        WebReply reply;
        if (request.path.contains("/F5TTS_v1_Base/model")) {
            reply.headers = {{"ETag", "\"one\""}, {"Content-Length", "1348435761"}};
            reply.tellLength = false;
            reply.body = QByteArray(256 << 20, '\0');
            reply.bytesPerMillisecond = 4'000;
        } else {
            reply.status = "404 Not Found";
        }
        return reply;
    });
    StudioDesk desk;
    if (!isReady(desk))
        return;
    desk.services.settings().setModelMirror(QString::fromLatin1(publisher.origin()));
    auto *window = desk.window->models().open();
    app::models::ModelStore &store = desk.services.models();
    comes([&] { return store.isRead(); });
    for (const char *name : {"F5TTS_v1_Base", "F5TTS_Base"}) {
        const QString id = QLatin1String(name);
        if (!store.offered(id) || !store.accept(id, store.offered(id)->licenceHash()))
            qWarning("%s is not offered", name);
        comes([&] { return store.find(id) && !store.find(id)->accepted.isNull(); });
        store.fetch(id);
    }
    using State = app::models::ModelItem::State;
    const auto *failed = "F5TTS_Base";
    comes([&] { return store.find(QLatin1String(failed))->state == State::Failed; });
    comes([&] { return store.find(QStringLiteral("F5TTS_v1_Base"))->progress.secondsLeft > 0; });
    photographer.takeBeside(desk, *window, QStringLiteral("models-fetching"));
    const QSize usual = window->size();
    window->resize(window->minimumSize());
    photographer.takeBeside(desk, *window, QStringLiteral("models-fetching-small"));
    window->resize(usual);
    store.pause(QStringLiteral("F5TTS_v1_Base"));
    comes([&] { return !store.isFetching(); });
    QTest::qWait(200);
    photographer.takeBeside(desk, *window, QStringLiteral("models-paused"));
    window->close();
}

inline void photographRecording(Photographer &photographer, StudioDesk &desk) {
    using Stage = app::voices::Recorder::Stage;
    ui::voices::VoiceDesk &voices = desk.window->voices();
    voices.record();
    auto *page = voices.clinic().findChild<ui::voices::RecordPage *>();
    auto *device = named<QComboBox>(*page, QStringLiteral("Microphone"));
    comes([&] { return !device || device->findText(QStringLiteral("Desk")) > 0; });
    if (device) { // not in another language
        device->setCurrentIndex(device->findText(QStringLiteral("Desk")));
        Q_EMIT device->activated(device->currentIndex());
    }
    comes([&] { return page->recorder().stage() == Stage::Ready; });
    photographer.takeAll(desk, QStringLiteral("record-ready"));
    page->recorder().start();
    comes([&] { return page->recorder().stage() == Stage::CountIn; });
    photographer.takeAll(desk, QStringLiteral("record-count-in"));
    comes([&] { return page->recorder().stage() == Stage::Recording; });
    QProcess speaker;
    speaker.start(QStringLiteral("paplay"),
                  {QStringLiteral("--device=mic"), QStringLiteral(SOURCE_FOLDER "/voices/slt/reference.wav")});
    QTest::qWait(1500);
    photographer.takeAll(desk, QStringLiteral("record-running"));
    speaker.waitForFinished();
    voices.leave();
    desk.window->notices().dismiss();
}

inline void photographSound(Photographer &photographer) {
    SoundServer server;
    if (const QString trouble = server.startForTests({QStringLiteral("Headphones"), QStringLiteral("mic")});
        !trouble.isEmpty()) {
        qWarning("no pictures with sound: %s", qPrintable(trouble));
        return;
    }
    QProcess::execute(QStringLiteral("pactl"),
                      {QStringLiteral("load-module"), QStringLiteral("module-remap-source"),
                       QStringLiteral("master=mic.monitor"), QStringLiteral("source_name=desk"),
                       QStringLiteral("source_properties=device.description=Desk"), QStringLiteral("channels=1")});
    StudioDesk desk;
    if (!isReady(desk))
        return;
    app::speech::Player &player = desk.services.player();
    photographRecording(photographer, desk);
    const auto plays = [&] { return player.state() == app::speech::Player::State::Playing; };
    player.setDevice("Headphones");
    comes([&] { return player.deviceName() == QStringLiteral("Headphones"); });
    desk.window->studio().setText(
        QStringLiteral("The morning light came slowly over the hills, and nobody was awake. ").repeated(8));
    desk.window->studio().speak();
    comes(plays);
    QTest::qWait(1000);
    server.removeSink(QStringLiteral("Headphones"));
    comes([&] { return desk.window->notices().count() > 0; });
    photographer.takeAll(desk, QStringLiteral("device-gone"));
    server.die();
    comes([&] { return player.deviceName().isEmpty(); });
    photographer.takeAll(desk, QStringLiteral("server-gone"));
    if (!server.start().isEmpty())
        return;
    server.addSink(QStringLiteral("Headphones"));
    comes(plays);
    photographer.takeAll(desk, QStringLiteral("server-back"));
    desk.window->studio().stop();
    player.stop();
    comes([&] { return !desk.window->studio().isBusy(); });
}

// Lines with their times, and the sheet that exports them: as it opens, and in the least room that it can have.
inline void photographSubtitles(Photographer &photographer) {
    StudioDesk desk;
    if (!isReady(desk))
        return;
    QFile file(desk.file(QStringLiteral("evening.srt")));
    if (!file.open(QIODevice::WriteOnly))
        return;
    file.write("1\n00:00:01,000 --> 00:00:03,500\nGood morning, and welcome to our studio.\n\n"
               "2\n00:00:04,000 --> 00:00:06,000\nThe dragon was sleeping on a mountain of gold.\n\n"
               "3\n01:59:58,000 --> 02:00:00,000\nThe end.\n");
    file.close();
    desk.window->studio().setText({});
    desk.window->findChild<ui::ImportDesk *>()->import({file.fileName()});
    comes([&] { return desk.services.script().count() == 3; });
    photographer.takeAll(desk, QStringLiteral("imported"));
    auto *sheet = desk.window->exports().open();
    QTest::qWait(300);
    photographer.takeBeside(desk, *sheet, QStringLiteral("export-timed"));
    sheet->resize(sheet->minimumSizeHint());
    photographer.takeBeside(desk, *sheet, QStringLiteral("export-narrow"));
    sheet->close();
}

} // namespace rare
