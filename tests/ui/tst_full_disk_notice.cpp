// A disk that fills while somebody works: takes, the script's recovery, settings, presets, keys and the lexicon fail to
// be written, and one message says so. Real services on a disk that is full when this test says so.
#include <QApplication>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <dlfcn.h>

#include "app/script/recovery.h"
#include "app/takes/take_library.h"
#include "tests/app/storage/faulty_disk.h"
#include "tests/patience.h"
#include "tests/ui/script_window.h"

using ui::shared::Notice;

namespace {

void disk(const char *function) {
    auto *call = reinterpret_cast<void (*)()>(::dlsym(RTLD_DEFAULT, function));
    QVERIFY(call);
    call();
}

struct FullDisk : ScriptWindow {
    QSignalSpy notSaved{&desk.services.settings(), &app::Settings::saveFailed};
    QSignalSpy notStored{&desk.services.recovery(), &app::script::Recovery::failed};
    QSignalSpy notKept{&desk.services.takes(), &app::takes::TakeLibrary::notKept};
    QSignalSpy presetsNotSaved{&desk.services.presets(), &app::Presets::saveFailed};
    QSignalSpy presetsSaved{&desk.services.presets(), &app::Presets::saved};
    QSignalSpy kept{&desk.services.takes(), &app::takes::TakeLibrary::kept};

    ~FullDisk() { disk("faulty_disk_has_room"); }
    void type() {
        editor.setFocus();
        QTest::keyClicks(&editor, QStringLiteral("and "));
    }
    static bool comes(const QSignalSpy &spy) {
        return QTest::qWaitFor([&] { return !spy.isEmpty(); }, kPatience);
    }
    QStringList said() const {
        QStringList all;
        for (const Notice *notice : window.notices().all()) {
            if (notice->subject != u"player") // there may be no loudspeaker
                all << notice->subject + QStringLiteral(": ") + notice->what + u' ' + notice->remedy + u' ' +
                           notice->detail;
        }
        return all;
    }
    bool says(int count) const {
        return QTest::qWaitFor([&] { return said().size() == count; }, kPatience);
    }
    QByteArray state() const { return said().join(u'\n').toUtf8(); }
};

} // namespace

class TestFullDiskNotice : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whateverFailsFirstOneMessageSaysIt_data() {
        QTest::addColumn<QString>("order");
        QTest::newRow("a take, the script, a setting") << QStringLiteral("take script setting");
        QTest::newRow("a setting, the script, a take") << QStringLiteral("setting script take");
    }

    void whateverFailsFirstOneMessageSaysIt() {
        QFETCH(QString, order);
        FullDisk desk;
        QVERIFY(desk.isReady());
        desk.write({QStringLiteral("Good morning.")});
        disk("faulty_disk_is_full");
        for (const QString &what : order.split(u' ')) {
            if (what == u"take") {
                desk.window.studio().speak();
                QVERIFY2(FullDisk::comes(desk.notKept), desk.state());
            } else if (what == u"setting") {
                desk.desk.services.settings().setNfeStep(9);
                desk.desk.services.settings().save();
                QVERIFY2(FullDisk::comes(desk.notSaved), desk.state());
            } else {
                desk.type();
                QVERIFY2(FullDisk::comes(desk.notStored), desk.state());
            }
            QVERIFY2(desk.says(1), desk.state());
        }
        QCOMPARE(desk.desk.services.presets().save(QStringLiteral("Mine")), QString());
        QVERIFY2(FullDisk::comes(desk.presetsNotSaved), desk.state());
        const Notice *full = desk.window.notices().about(QStringLiteral("disk full"));
        QVERIFY(full);
        for (const char *part : {"takes", "the script", "settings", "presets"})
            QVERIFY2(full->what.contains(QLatin1String(part)), qPrintable(full->what));

        disk("faulty_disk_has_room");
        desk.window.studio().speak();
        QVERIFY2(FullDisk::comes(desk.kept), desk.state());
        QVERIFY2(desk.says(0), desk.state());
        QVERIFY(QTest::qWaitFor([&] { return desk.desk.services.settings().isSaved(); }, FullDisk::kPatience));
        QVERIFY(!desk.presetsSaved.isEmpty()); // what was said not to be stored is
    }
};

// Once more, with all that is written below a folder on that disk.
int main(int count, char **arguments) {
    if (qEnvironmentVariableIsSet("FAULTY_DISK_FOLDER")) {
        QApplication application(count, arguments);
        TestFullDiskNotice test;
        return QTest::qExec(&test, count, arguments);
    }
    const QTemporaryDir folder;
    qputenv("TMPDIR", folder.path().toUtf8());
    const QStringList environment = faultyDisk(folder.path(), QStringLiteral("LATER=1"));
    for (const QString &each : environment)
        qputenv(each.section(u'=', 0, 0).toLatin1().constData(), each.section(u'=', 1).toUtf8());
    QProcess test;
    test.setProcessChannelMode(QProcess::ForwardedChannels);
    QStringList rest;
    for (int i = 1; i < count; ++i)
        rest << QString::fromLocal8Bit(arguments[i]);
    test.start(QString::fromLocal8Bit(arguments[0]), rest);
    test.waitForFinished(-1);
    return test.exitStatus() == QProcess::NormalExit ? test.exitCode() : 1;
}

#include "tst_full_disk_notice.moc"
