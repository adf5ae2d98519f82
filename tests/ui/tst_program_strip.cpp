// The devices of monitor and program as a person chooses them, and "on air", with a real player on a real PulseAudio
// server.
#include <QAction>
#include <QMenu>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <memory>

#include "app/settings/settings.h"
#include "app/speech/player.h"
#include "app/storage/file_thread.h"
#include "tests/app/speech/heard.h"
#include "tests/app/speech/sound_server.h"
#include "tests/patience.h"
#include "ui/shared/level_meter.h"
#include "ui/shared/output_choice.h"
#include "ui/shared/program_strip.h"

using app::speech::Player;
using ui::shared::LevelMeter;
using ui::shared::OutputChoice;
using ui::shared::ProgramStrip;
using namespace Qt::StringLiterals;

class TestProgramStrip : public QObject {
    Q_OBJECT

    SoundServer m_server;
    QTemporaryDir m_folder;
    app::storage::FileThread m_files;
    std::unique_ptr<app::Settings> m_settings;
    std::unique_ptr<Player> m_player;
    std::unique_ptr<ProgramStrip> m_strip;
    std::unique_ptr<OutputChoice> m_choice;

    QToolButton &button() { return *m_strip->findChild<QToolButton *>(); }
    QSlider &slider() { return *m_strip->findChild<QSlider *>(); }
    LevelMeter &meter() { return *m_strip->findChild<LevelMeter *>(); }

    // As the menu stands when it is opened: the entries of the monitor, then those of the program.
    QList<QAction *> entries(bool program) {
        Q_EMIT m_choice->menu()->aboutToShow();
        QList<QAction *> found;
        bool second = false;
        for (QAction *action : m_choice->menu()->actions()) {
            second = second || action->isSeparator();
            if (action->isCheckable() && second == program)
                found.append(action);
        }
        return found;
    }

    QAction *entry(bool program, const QByteArray &id) {
        for (QAction *action : entries(program)) {
            if (action->data().toByteArray() == id)
                return action;
        }
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase() { QCOMPARE(m_server.startForTests(), QString()); }

    void init() {
        m_server.addSink(u"first"_qs);
        m_server.addSink(u"stream"_qs);
        QFile::remove(m_folder.filePath(u"settings.json"_qs));
        m_settings = std::make_unique<app::Settings>(m_folder.filePath(u"settings.json"_qs), m_files);
        m_player = std::make_unique<Player>();
        connect(m_settings.get(), &app::Settings::changed, m_player.get(), [this](const QString &key) {
            if (key == u"outputDevice")
                m_player->setDevice(m_settings->outputDevice());
            else if (key == u"programDevice")
                m_player->setProgramDevice(m_settings->programDevice());
        });
        m_strip = std::make_unique<ProgramStrip>(*m_player, *m_settings);
        m_choice = std::make_unique<OutputChoice>(*m_player, *m_settings);
        m_strip->show();
        m_choice->show();
        QTRY_COMPARE(m_player->devices().size(), 2);
        QTRY_COMPARE(m_player->deviceName(), u"first"_qs);
    }

    void cleanup() {
        m_choice.reset();
        m_strip.reset();
        m_player.reset();
        m_settings.reset();
    }

    void withoutAProgramTheButtonSaysWhatToDo() {
        QVERIFY(!button().isEnabled());
        QVERIFY(button().toolTip().contains(u"Choose a program device"_qs));
        QVERIFY(!slider().isVisible() && !meter().isVisible());
        m_strip->toggle();
        QTest::qWait(100);
        QVERIFY(!m_strip->isOnAir());
        QVERIFY(entry(true, {})->isChecked());
        QVERIFY(entry(false, {})->isChecked());
        QCOMPARE(m_choice->text(), u"first"_qs);
    }

    void aChosenProgramGoesOnAirAndIsHeard() {
        entry(true, "stream")->trigger();
        QCOMPARE(m_settings->programDevice(), QByteArray("stream"));
        QTRY_VERIFY(button().isEnabled());
        QVERIFY(slider().isVisible() && meter().isVisible());
        QTRY_VERIFY(m_choice->accessibleDescription().contains(u"stream"_qs));
        QVERIFY(entry(true, "stream")->isChecked());
        QVERIFY(!entry(false, "stream")->isEnabled()); // one device, one of the two
        QVERIFY(!button().isChecked());

        QTest::mouseClick(&button(), Qt::LeftButton);
        QTRY_VERIFY(button().isChecked());
        QCOMPARE(button().text(), u"On air"_qs);
        QVERIFY(button().accessibleDescription().contains(u"stream"_qs));
        Recording program(u"stream"_qs);
        m_player->play(tone(10));
        QVERIFY(QTest::qWaitFor([&] { return peak(program.more()) > 0.7F; }, kLongEnough));
        QTRY_VERIFY(meter().decibels() > -6);

        m_server.removeSink(u"stream"_qs);
        QTRY_COMPARE(button().text(), u"No device"_qs);
        QVERIFY(button().isChecked()); // it is on air again when the device is back
        QVERIFY(entry(true, "stream")->text().contains(u"not there"_qs));
        m_server.addSink(u"stream"_qs);
        QTRY_COMPARE(button().text(), u"On air"_qs);
        QTest::keyClick(&button(), Qt::Key_Space);
        QTRY_COMPARE(button().text(), u"Off air"_qs);
    }

    void theLevelIsASetting() {
        slider().setValue(50);
        QCOMPARE(m_settings->programLevel(), 0.25);
        m_settings->setProgramLevel(1);
        QCOMPARE(slider().value(), 100);
    }

    void theMonitorIsChosenHereToo() {
        entry(false, "stream")->trigger();
        QCOMPARE(m_settings->outputDevice(), QByteArray("stream"));
        QTRY_COMPARE(m_choice->text(), u"stream"_qs);
        QVERIFY(!entry(true, "stream")->isEnabled());
    }
};

QTEST_MAIN(TestProgramStrip)
#include "tst_program_strip.moc"
