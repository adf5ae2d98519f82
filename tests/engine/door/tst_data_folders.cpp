#include "engine/data_folders.h"

#include <QTest>
#include <unistd.h>

namespace fs = std::filesystem;

class TestDataFolders : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        qputenv("HOME", "/home/someone");
        for (const char *variable : {"ISHOWTTS_DATA", "ISHOWTTS_SHIPPED", "XDG_DATA_HOME", "XDG_STATE_HOME"})
            qunsetenv(variable);
    }

    void theUserFolderFollowsTheDesktopsRules() {
        QCOMPARE(engine::userDataFolder(), fs::path("/home/someone/.local/share/ishowtts-studio"));
        qputenv("XDG_DATA_HOME", "/data/mine/");
        QCOMPARE(engine::userDataFolder(), fs::path("/data/mine/ishowtts-studio"));
        qputenv("XDG_DATA_HOME", "relative/is/ignored");
        QCOMPARE(engine::userDataFolder(), fs::path("/home/someone/.local/share/ishowtts-studio"));
        qputenv("XDG_DATA_HOME", "");
        QCOMPARE(engine::userDataFolder(), fs::path("/home/someone/.local/share/ishowtts-studio"));
    }

    void aVariableReplacesTheUserFolder() {
        qputenv("XDG_DATA_HOME", "/data/mine");
        qputenv("ISHOWTTS_DATA", "/elsewhere/./x/../y");
        QCOMPARE(engine::userDataFolder(), fs::path("/elsewhere/y"));
        qputenv("ISHOWTTS_DATA", "here");
        QCOMPARE(engine::userDataFolder(), fs::current_path() / "here");
    }

    void theLogHasAFolderOfItsOwn() {
        qputenv("ISHOWTTS_DATA", "/elsewhere");
        QCOMPARE(engine::userStateFolder(), fs::path("/home/someone/.local/state/ishowtts-studio"));
        qputenv("XDG_STATE_HOME", "/state/mine/");
        QCOMPARE(engine::userStateFolder(), fs::path("/state/mine/ishowtts-studio"));
        qputenv("XDG_STATE_HOME", "relative/is/ignored");
        QCOMPARE(engine::userStateFolder(), fs::path("/home/someone/.local/state/ishowtts-studio"));
    }

    void withoutHomeThePasswordFileIsAsked() {
        qunsetenv("HOME");
        QVERIFY(engine::userDataFolder().is_absolute());
        QVERIFY(engine::userDataFolder().string().ends_with("/.local/share/ishowtts-studio"));
    }

    void whatIsShippedLiesBesideTheProgram() {
        const fs::path program = fs::read_symlink("/proc/self/exe");
        QCOMPARE(engine::shippedDataFolder(), program.parent_path().parent_path() / "share" / "ishowtts-studio");
        qputenv("ISHOWTTS_SHIPPED", "/opt/shipped");
        QCOMPARE(engine::shippedDataFolder(), fs::path("/opt/shipped"));
    }

    void theUserComesFirst() {
        qputenv("ISHOWTTS_DATA", "/a");
        qputenv("ISHOWTTS_SHIPPED", "/b");
        QCOMPARE(engine::dataRoots(), (std::vector<fs::path>{"/a", "/b"}));
    }
};

QTEST_APPLESS_MAIN(TestDataFolders)
#include "tst_data_folders.moc"
