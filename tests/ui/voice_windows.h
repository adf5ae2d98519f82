// Every window and page where voices, models and backups are seen, opened one after another in the real Studio: the
// clinic with a good and with a poor recording, the microphone, the models with a licence, a restore, a question.
#pragma once

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QMessageBox>

#include <functional>

#include "app/backup/backup_writer.h"
#include "tests/app/backup/data_of_tests.h"
#include "tests/patience.h"
#include "tests/ui/voice_desk_data.h"
#include "ui/backup/backup_desk.h"
#include "ui/backup/restore_sheet.h"
#include "ui/models/licence_panel.h"
#include "ui/models/models_desk.h"
#include "ui/models/models_window.h"
#include "ui/shared/status_line.h"
#include "ui/voices/clinic.h"
#include "ui/voices/voice_desk.h"
#include "ui/voices/voice_traffic.h"

using VisitWindow = std::function<void(QWidget &shown, const QString &state)>;

inline constexpr int kVoiceStates = 11; // that are visited

inline bool comesTrue(const std::function<bool()> &done) {
    return QTest::qWaitFor(done, 60'000);
}

inline void throughClinic(StudioDesk &desk, const VoiceData &data, const VisitWindow &visit) {
    auto &voices = desk.window->voices();
    const engine::Clip clip = VoiceData::repeated(VoiceData::recordingOf("slt"), 7);
    const std::pair<const char *, engine::Clip> files[] = {
        {"good", clip}, {"poor", VoiceData::withNoise(VoiceData::louder(clip, 30), 0.1F)}};
    for (const auto &[name, sound] : files) {
        bool shown = false;
        const QString file = data.path(QLatin1String(name) + QStringLiteral(".wav"));
        engine::audio::writeWav(file.toStdString(), sound);
        QObject::connect(&voices.clinic(), &ui::voices::Clinic::factsShown, &voices.clinic(), [&] { shown = true; });
        voices.addFiles({file});
        QVERIFY2(comesTrue([&] { return shown && voices.clinic().isReady() && voices.clinic().isVisible(); }), name);
        visit(*desk.window, QStringLiteral("clinic, ") + QLatin1String(name));
        QObject::disconnect(&voices.clinic(), &ui::voices::Clinic::factsShown, &voices.clinic(), nullptr);
        voices.leave();
    }
    desk.window->notices().dismiss();
    desk.window->findChild<QAction *>(QStringLiteral("voice.record"))->trigger();
    QVERIFY(comesTrue([&] { return voices.clinic().isVisible(); }));
    QTest::qWait(500); // devices are looked for
    visit(*desk.window, QStringLiteral("record"));
    voices.leave();
}

inline void throughModels(StudioDesk &desk, const VisitWindow &visit) {
    desk.window->findChild<QAction *>(QStringLiteral("file.models"))->trigger();
    auto *models = desk.window->findChild<ui::models::ModelsWindow *>();
    QVERIFY(models && QTest::qWaitForWindowExposed(models, kLongEnough));
    QVERIFY(comesTrue([&] { return desk.services.models().isRead(); }));
    visit(*models, QStringLiteral("models"));
    using Kind = app::models::ModelItem::Kind;
    for (const bool asks : {true, false}) {
        int licences = 0;
        for (const auto &item : *desk.services.models().items()) {
            ui::models::ModelCard *card = models->card(item.id);
            if (!card || item.kind != Kind::Offered)
                continue;
            if (asks)
                Q_EMIT card->downloadWanted();
            else
                Q_EMIT card->licenceWanted();
            QVERIFY(card->showsLicence());
            ++licences;
        }
        QVERIFY(licences >= 2);
        QTest::qWait(50); // scrolled to
        visit(*models, asks ? QStringLiteral("licences asked for") : QStringLiteral("licences read"));
        for (auto *panel : models->findChildren<ui::models::LicencePanel *>())
            Q_EMIT panel->closed();
    }
    models->close();
}

inline void throughRestore(StudioDesk &desk, const VoiceData &data, const VisitWindow &visit) {
    const PersonsFolders person(data.path(QStringLiteral("somebody")));
    person.fill(QStringLiteral("somebody"));
    const QString zip = data.path(QStringLiteral("before the holidays.zip"));
    app::backup::writeBackup(person.places(), zip.toStdString(), {});
    const QString text = data.path(QStringLiteral("text.zip"));
    writeFile(text, QByteArray(5000, 'x'));
    auto &desks = desk.window->backups();
    auto *sheet = desks.restore();
    QVERIFY(comesTrue([&] { return !desks.work().isRunning(); }));
    sheet->open(text);
    QVERIFY(comesTrue([&] { return !desks.work().isRunning(); }));
    visit(*sheet, QStringLiteral("restore, refused"));
    sheet->open(zip);
    QVERIFY(comesTrue([&] { return !desks.work().isRunning(); }));
    visit(*sheet, QStringLiteral("restore, contents"));
    Q_EMIT desks.work().previousFound(QDateTime::currentDateTime());
    QTest::qWait(50);
    visit(*sheet, QStringLiteral("restore, the way back"));
    sheet->close();
}

inline void throughImport(StudioDesk &desk, const VoiceData &data, const VisitWindow &visit) {
    auto &traffic = *desk.window->findChild<ui::voices::VoiceTraffic *>();
    const QString pack = data.path(QStringLiteral("slt.ishowtts-voice.zip"));
    traffic.exportTo(QStringLiteral("slt"), pack);
    QVERIFY(comesTrue([&] { return QFile::exists(pack); }));
    visit(*desk.window, QStringLiteral("a pack was written"));
    traffic.import(pack);
    QVERIFY(comesTrue([&] { return desk.window->findChild<QMessageBox *>() != nullptr; }));
    auto *question = desk.window->findChild<QMessageBox *>();
    QVERIFY(QTest::qWaitForWindowExposed(question, kLongEnough));
    visit(*question, QStringLiteral("import question"));
    question->close();
}

// 1280×720.
inline void throughVoiceWindows(const VisitWindow &visit) {
    const VoiceData data;
    StudioDesk desk({data.person.path().toStdString(), StudioDesk::shipped()});
    QVERIFY(QTest::qWaitForWindowActive(desk.window.get(), kLongEnough));
    QVERIFY(comesTrue([&] {
        return desk.services.voices().isRead() &&
               !desk.window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty();
    }));
    desk.window->resize(1280, 720);
    QTRY_COMPARE(desk.window->size(), QSize(1280, 720));
    throughClinic(desk, data, visit);
    throughModels(desk, visit);
    throughRestore(desk, data, visit);
    throughImport(desk, data, visit);
}
