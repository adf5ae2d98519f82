// Kill -9 at random moments: a restless session (restless_session.h) is killed again and again, and after each time the
// library must be whole: nothing that was acknowledged is lost, no file is left over, no export is half.
//   build/release/tests/app.takes.killed --kills 300 [--seed 1]
#include <QCoreApplication>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include "engine/audio/file.h"
#include "tests/app/takes/library_check.h"
#include "tests/app/takes/restless_session.h"

using app::takes::TakeRecord;

namespace {

int kills = 20;
unsigned seed = 1;

// What a field may hold: the value acknowledged last, and those asked for after it.
class Field {
public:
    void tried(const QString &value) { m_values.emplace_back(value, false); }
    void done(const QString &value) {
        const auto found = std::find(m_values.begin(), m_values.end(), std::pair(value, false));
        m_values.erase(m_values.begin(), found);
        if (!m_values.empty())
            m_values.front().second = true;
    }
    void is(const QString &value) { m_values = {{value, true}}; }
    bool mayBe(const QString &value) const {
        return m_values.empty() ||
               std::any_of(m_values.begin(), m_values.end(), [&](const auto &one) { return one.first == value; });
    }

private:
    std::vector<std::pair<QString, bool>> m_values;
};

struct Expected {
    QString hash;
    std::map<QString, Field> fields; // star, name, note, remove

    explicit Expected(const TakeRecord &take) : Expected(take.audioHash) {
        fields[QStringLiteral("star")].is(take.starred ? QStringLiteral("1") : QStringLiteral("0"));
        fields[QStringLiteral("name")].is(take.name);
        fields[QStringLiteral("note")].is(take.note);
    }
    explicit Expected(QString audio) : hash(std::move(audio)) {
        fields[QStringLiteral("star")].is(QStringLiteral("0"));
        fields[QStringLiteral("name")].is(QString());
        fields[QStringLiteral("note")].is(QString());
        fields[QStringLiteral("remove")].is(QStringLiteral("0"));
    }
};

} // namespace

class TestKilled : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::minstd_rand m_random{seed};
    std::map<qint64, Expected> m_takes;
    QStringList m_exports; // file and hash, alternately
    QStringList m_faults;
    int m_more = 0;
    int m_acknowledged = 0;
    int m_cutOff = 0; // asked for and not acknowledged

    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(m_random); }

    // Kills at a random time, or a random time after a random line.
    QString outputOfKilledSession() {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(
            QCoreApplication::applicationFilePath(),
            {QStringLiteral("child"), m_folder.path(), QString::number(m_more), QString::number(below(1 << 30))});
        QByteArray output;
        if (below(2) == 0) {
            QTest::qWait(below(150));
        } else {
            const int lines = below(80);
            QElapsedTimer clock;
            clock.start();
            while (output.count('\n') < lines && clock.elapsed() < 10000) {
                process.waitForReadyRead(100);
                output += process.readAllStandardOutput();
            }
            QTest::qSleep(below(3));
        }
        process.kill();
        process.waitForFinished();
        return QString::fromUtf8(output + process.readAllStandardOutput());
    }

    void note(const QString &line) {
        const QStringList words = line.split(u' ');
        const bool done = words[0] == u"done";
        const QString what = words.value(1);
        if (words[0] == u"problem") {
            m_faults << line;
        } else if (what == u"keep" && done) {
            m_takes.insert({words.value(3).toLongLong(), Expected(words.value(4))});
        } else if (what == u"export" && done) {
            m_exports << words.value(2) << words.value(3);
        } else if (what == u"star" || what == u"name" || what == u"note" || what == u"remove") {
            const auto take = m_takes.find(words.value(2).toLongLong());
            if (take == m_takes.end())
                m_faults << QStringLiteral("the session knows a take that was never there: ") + line;
            else if (done)
                take->second.fields[what].done(words.value(3));
            else
                take->second.fields[what].tried(words.value(3));
        }
        (done ? m_acknowledged : m_cutOff) += 1;
        m_cutOff -= done ? 1 : 0;
    }

    void compare(const LibraryState &state) {
        m_faults << state.faults;
        for (const auto &[id, expected] : m_takes) {
            const TakeRecord *take = state.find(id);
            const auto field = [&](const char *name) { return expected.fields.at(QString::fromLatin1(name)); };
            const QString which = QStringLiteral("take %1: ").arg(id);
            // Examining is a start of its own: what was removed before it is purged.
            if (!take && !field("remove").mayBe(QStringLiteral("1")))
                m_faults << which + QStringLiteral("acknowledged and lost");
            if (!take)
                continue;
            if (!field("remove").mayBe(QStringLiteral("0")))
                m_faults << which + QStringLiteral("removed and there again");
            if (take->audioHash != expected.hash)
                m_faults << which + QStringLiteral("another sound");
            if (!field("star").mayBe(take->starred ? QStringLiteral("1") : QStringLiteral("0")) ||
                !field("name").mayBe(take->name) || !field("note").mayBe(take->note))
                m_faults << which + QStringLiteral("an acknowledged change is lost");
        }
        m_takes.clear();
        for (const TakeRecord &take : state.takes)
            m_takes.insert({take.id, Expected(take)});
    }

    void checkExports() {
        for (qsizetype i = 0; i < m_exports.size(); i += 2) {
            if (!QFile::exists(m_exports[i]))
                m_faults << QStringLiteral("acknowledged and not there: ") + m_exports[i];
        }
        m_exports.clear();
        QDirIterator files(m_folder.filePath(QStringLiteral("exports")), {QStringLiteral("*.wav")}, QDir::Files);
        while (files.hasNext()) {
            const QString file = files.next();
            try {
                const auto sound = engine::audio::readSound(file.toStdString(), 60);
                const qint64 bytes = 44 + qint64(sound.frames()) * 2;
                if (bytes != files.fileInfo().size())
                    m_faults << QStringLiteral("half an export: ") + file;
            } catch (const std::exception &error) {
                m_faults << QStringLiteral("half an export: ") + file + u' ' + QString::fromUtf8(error.what());
            }
            QFile::remove(file);
        }
    }

    void checkFolder() {
        static const QRegularExpression ours(QStringLiteral(
            "^library\\.(sqlite(-wal|-shm|\\.opening\\.lock|\\.session\\.lock)?|version-\\d+\\.sqlite)$"));
        const QStringList files = QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden);
        for (const QString &name : files) {
            if (!ours.match(name).hasMatch())
                m_faults << QStringLiteral("left over: ") + name;
        }
    }

private Q_SLOTS:
    void nothingAcknowledgedIsLost() {
        int migrated = 0;
        for (int kill = 0; kill < kills && m_faults.isEmpty(); ++kill) {
            if (below(3) == 0) {
                ++m_more;
                ++migrated;
            }
            const QString output = outputOfKilledSession();
            const QStringList lines = output.split(u'\n');
            for (const QString &line : lines.first(lines.size() - 1)) // the last one may be cut off
                note(line);
            compare(examineLibrary(m_folder.path(), schemaWithMore(m_more)));
            checkExports();
            checkFolder();
            if (!m_faults.isEmpty())
                m_faults << QStringLiteral("after kill %1 of seed %2, which followed:\n").arg(kill).arg(seed) +
                                output.right(1500);
        }
        QVERIFY2(m_faults.isEmpty(), qPrintable(m_faults.join(u'\n')));
        QVERIFY2(m_acknowledged > kills, "the sessions were killed before they did anything");
        qInfo("%d kills: %d things acknowledged, none lost; %d cut off; %d versions brought forward", kills,
              m_acknowledged, m_cutOff, migrated);
    }
};

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"child")
        return runRestlessSession(arguments.value(2), arguments.value(3).toInt(), arguments.value(4).toUInt());
    std::vector<char *> rest{argv[0]};
    for (int i = 1; i < argc; ++i) {
        if (arguments[i] == u"--kills" && i + 1 < argc)
            kills = arguments[++i].toInt();
        else if (arguments[i] == u"--seed" && i + 1 < argc)
            seed = arguments[++i].toUInt();
        else
            rest.push_back(argv[i]);
    }
    TestKilled test;
    return QTest::qExec(&test, int(rest.size()), rest.data());
}

#include "tst_killed.moc"
