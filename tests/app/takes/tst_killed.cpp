// Kill -9 at random moments: a restless session (restless_session.h) is killed again and again, and after each time the
// library must be whole: nothing that was acknowledged is lost, no file is left over, no export and no script is half.
//   build/release/tests/app.takes.killed --kills 300 [--seed 1]
#include <QCoreApplication>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <algorithm>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include "app/exporting/exported_files.h"
#include "app/script/script_format.h"
#include "app/script/whole_file.h"
#include "engine/audio/file.h"
#include "tests/app/storage/killing.h"
#include "tests/app/takes/library_check.h"
#include "tests/app/takes/restless_session.h"

using app::takes::TakeRecord;

namespace {

Kills kills{20};

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
        return m_values.empty() || mayBe([&](const QString &one) { return one == value; });
    }
    template <class Fits> bool mayBe(Fits fits) const {
        return std::any_of(m_values.begin(), m_values.end(), [&](const auto &one) { return fits(one.first); });
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
    std::minstd_rand m_random{kills.seed};
    std::map<qint64, Expected> m_takes;
    std::map<QString, Field> m_exports; // soundAndCaption() of each file
    Field m_script = [] {
        Field none;
        none.is({});
        return none;
    }();
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
            output = readLines(process, below(80));
            QTest::qSleep(below(3));
        }
        return killed(process, output);
    }

    Field &exportTo(const QString &file) {
        const auto [field, isNew] = m_exports.try_emplace(file);
        if (isNew)
            field->second.is(QStringLiteral("-"));
        return field->second;
    }

    void note(const QString &line) {
        const QStringList words = line.split(u' ');
        const bool done = words[0] == u"done";
        const QString what = words.value(1);
        if (words[0] == u"problem") {
            m_faults << line;
        } else if (what == u"keep" && done) {
            m_takes.insert({words.value(3).toLongLong(), Expected(words.value(4))});
        } else if (what == u"export" || what == u"save") {
            Field &field = what == u"save" ? m_script : exportTo(words.value(2));
            const QString value = words.last();
            done ? field.done(value) : field.tried(value);
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

    // An export is the one that was acknowledged last, or one that was begun after it; sound and captions are whole.
    void checkExports() {
        const QDir folder(m_folder.filePath(QStringLiteral("exports")));
        try { // the start after the kill
            app::exporting::ExportShape shape;
            shape.target = folder.filePath(QStringLiteral("another.wav"));
            const app::exporting::ExportedFiles notFinished(shape);
        } catch (const std::exception &error) {
            m_faults << QString::fromUtf8(error.what());
        }
        QStringList files;
        for (const auto &[file, field] : m_exports) {
            const QString captions = QString(file).replace(QStringLiteral(".wav"), QStringLiteral(".srt"));
            const QString sound = soundOf(file);
            const QString caption = captionOf(captions);
            if (!field.mayBe([&](const QString &value) { return value.section(u'-', 0, 0) == sound; }))
                m_faults << QStringLiteral("not the export it should be: %1, sound %2").arg(file, sound);
            if (!field.mayBe([&](const QString &value) { return value.section(u'-', 1) == caption; }))
                m_faults << QStringLiteral("not the export it should be: %1, caption %2").arg(captions, caption);
            files << (sound.isEmpty() ? QStringList() : QStringList(QFileInfo(file).fileName()))
                  << (caption.isEmpty() ? QStringList() : QStringList(QFileInfo(captions).fileName()));
        }
        expectOnly(files, folder);
        m_exports.clear();
        for (const QString &name : files) { // what the next session finds
            const QString file = folder.filePath(QFileInfo(name).completeBaseName() + QStringLiteral(".wav"));
            m_exports[file].is(soundOf(file) + u'-' +
                               captionOf(QString(file).replace(QStringLiteral(".wav"), QStringLiteral(".srt"))));
        }
    }

    // "" = not there; else the number of its samples.
    QString soundOf(const QString &file) {
        if (!QFile::exists(file))
            return {};
        try {
            QFile in(file);
            if (!in.open(QIODevice::ReadOnly) || in.size() < 44 ||
                qFromLittleEndian<quint32>(in.read(8).constData() + 4) + 8 != in.size())
                m_faults << QStringLiteral("half an export: ") + file;
            return QString::number(engine::audio::readSound(file.toStdString(), 60).frames());
        } catch (const std::exception &error) {
            m_faults << QStringLiteral("half an export: ") + file + u' ' + QString::fromUtf8(error.what());
            return QStringLiteral("damaged");
        }
    }

    static QString captionOf(const QString &file) {
        QFile in(file);
        if (!in.open(QIODevice::ReadOnly))
            return {};
        static const QRegularExpression whole(QStringLiteral("^1\n[\\d:,> -]+\ntext (\\d+)\n\n$"));
        const auto match = whole.match(QString::fromUtf8(in.readAll()));
        return match.hasMatch() ? match.captured(1) : QStringLiteral("damaged");
    }

    void checkScript() {
        const QDir folder(m_folder.filePath(QStringLiteral("scripts")));
        if (!folder.exists())
            return; // killed before
        const QString file = folder.filePath(QStringLiteral("evening.ishowtts"));
        QString number;
        try {
            app::script::replaceWhole(folder.filePath(QStringLiteral("another")), "the start after the kill");
            if (QFile::exists(file)) {
                const auto script = app::script::fromJson(app::script::readWhole(file, 1'000'000), file);
                number = script.lines.value(0).text.section(u' ', 0, 0);
                if (!script.lines.value(0).text.endsWith(u' ' + number))
                    m_faults << QStringLiteral("half a script");
            }
        } catch (const std::exception &error) {
            m_faults << QStringLiteral("the script is damaged: ") + QString::fromUtf8(error.what());
        }
        if (!m_script.mayBe(number))
            m_faults << QStringLiteral("not the script it should be: ") + number;
        m_script.is(number);
        QStringList files{QStringLiteral("another")};
        if (!number.isEmpty())
            files << QStringLiteral("evening.ishowtts");
        expectOnly(files, folder);
    }

    void expectOnly(const QStringList &files, const QDir &folder) {
        for (const QString &name : folder.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
            if (!files.contains(name))
                m_faults << QStringLiteral("left over: ") + folder.filePath(name);
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
        for (int kill = 0; kill < kills.number && m_faults.isEmpty(); ++kill) {
            if (below(3) == 0) {
                ++m_more;
                ++migrated;
            }
            const QString output = outputOfKilledSession();
            const QStringList lines = output.split(u'\n');
            for (const QString &line : lines.first(lines.size() - 1)) // the last one may be cut off
                note(line);
            compare(examineLibrary(m_folder.path(), schemaWithMore(m_more)));
            if (QDir(m_folder.filePath(QStringLiteral("exports"))).exists())
                checkExports();
            checkScript();
            checkFolder();
            if (!m_faults.isEmpty())
                m_faults << QStringLiteral("after kill %1 of seed %2, which followed:\n").arg(kill).arg(kills.seed) +
                                output.right(1500);
        }
        QVERIFY2(m_faults.isEmpty(), qPrintable(m_faults.join(u'\n')));
        QVERIFY2(m_acknowledged > kills.number, "the sessions were killed before they did anything");
        qInfo("%d kills: %d things acknowledged, none lost; %d cut off; %d versions brought forward", kills.number,
              m_acknowledged, m_cutOff, migrated);
    }
};

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"child")
        return runRestlessSession(arguments.value(2), arguments.value(3).toInt(), arguments.value(4).toUInt());
    return runWithKills<TestKilled>(kills, argc, argv);
}

#include "tst_killed.moc"
