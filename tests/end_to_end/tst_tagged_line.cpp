// A line with numbers and tags in the real Studio: typed, spoken and heard, with its pause; looked at, and not made
// again.
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <algorithm>
#include <cmath>

#include "engine/audio/file.h"
#include "tests/end_to_end/ears.h"
#include "tests/end_to_end/hands.h"

using end_to_end::Desk;

namespace {

const QString kStudio = QStringLiteral(PROGRAM_FOLDER "/ishowtts-studio");
const QString kText = QStringLiteral("It is 3 km. {pause 1500ms} Good bye [nobody] now.");
constexpr double kPause = 1.5; // s

struct Take {
    QString text;
    QString spoken;
    QString doubts;
};

// The longest silence of samples that are zero, s.
double longestZero(const engine::audio::Sound &sound) {
    std::size_t longest = 0, now = 0;
    for (const float sample : sound.interleaved) {
        now = sample == 0.0F ? now + 1 : 0;
        longest = std::max(longest, now);
    }
    return double(longest) / sound.sampleRate;
}

} // namespace

class TaggedLineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const QString missing = m_desk.setUp();
        QVERIFY2(missing.isEmpty(), qPrintable(missing));
        QVERIFY(m_desk.writeSettings(R"({"speech": {"nfe": 5}})"));
    }

    void whatIsTypedIsSaidWithItsPause() {
        QProcess *window = m_desk.start(kStudio, {});
        QVERIFY(window && m_hands.focusWindow(QStringLiteral("iShowTTS Studio")));
        QVERIFY(m_ears.listen(m_desk));
        QVERIFY(m_hands.keys({"ctrl+a"}));
        QVERIFY(m_hands.type(kText));
        QVERIFY(m_hands.keys({"ctrl+Return"}));
        QVERIFY(m_ears.hear());
        QTRY_COMPARE_WITH_TIMEOUT(takes().size(), 1, 120'000);
        QCOMPARE(takes()[0].text, kText);
        const QString spoken = takes()[0].spoken;
        QVERIFY2(spoken.contains(QStringLiteral("three kilometers")) && spoken.contains(QStringLiteral("Good bye")) &&
                     !spoken.contains(QStringLiteral("nobody")),
                 qPrintable(spoken));
        QTRY_VERIFY_WITH_TIMEOUT(takes()[0].doubts.startsWith(u'['), 30'000); // it was looked at

        const QString file = m_desk.folder(QStringLiteral("take.wav"));
        QVERIFY(m_hands.keys({"ctrl+e"}) && m_hands.focusWindow(QStringLiteral("Save take")) &&
                m_hands.keys({"ctrl+a"}));
        QVERIFY(m_hands.type(file) && m_hands.keys({"Return"}));
        QVERIFY(QTest::qWaitFor([&] { return QFile::exists(file); }, 30'000));
        const auto sound = engine::audio::readSound(file.toStdString(), 60);
        const double silence = longestZero(sound);
        QVERIFY2(std::abs(silence - kPause) <= 0.005, qPrintable(QString::number(silence)));
        QVERIFY(sound.seconds() > kPause + 1);

        QVERIFY(m_hands.keys({"ctrl+shift+Return"})); // it says what stands there: nothing is made
        QVERIFY(m_ears.hearNothing(1));
        QCOMPARE(takes().size(), 1);
        QVERIFY(m_hands.keys({"ctrl+q"}));
        QVERIFY(QTest::qWaitFor([&] { return window->state() == QProcess::NotRunning; }, 30'000));
    }

private:
    QList<Take> takes() {
        QList<Take> found;
        {
            QSqlDatabase library = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("tagged line"));
            library.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
            library.setDatabaseName(m_desk.folder(QStringLiteral("data/ishowtts-studio/library.sqlite")));
            if (library.open()) {
                QSqlQuery query(library);
                query.exec(QStringLiteral("SELECT text, spoken, doubts FROM take WHERE removed IS NULL ORDER BY id"));
                while (query.next())
                    found << Take{query.value(0).toString(), query.value(1).toString(), query.value(2).toString()};
            }
        }
        QSqlDatabase::removeDatabase(QStringLiteral("tagged line"));
        return found;
    }

    Desk m_desk;
    end_to_end::Hands m_hands{m_desk};
    end_to_end::Ears m_ears;
};

QTEST_GUILESS_MAIN(TaggedLineTest)
#include "tst_tagged_line.moc"
