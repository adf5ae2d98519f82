#include "tests/app/takes/restless_session.h"

#include <QCoreApplication>
#include <QDir>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <deque>
#include <functional>
#include <random>

#include "app/exporting/exported_files.h"
#include "app/script/script_document.h"
#include "app/script/script_file.h"
#include "app/storage/file_thread.h"
#include "app/storage/library_schema.h"
#include "app/takes/take_library.h"
#include "tests/app/takes/made_up_takes.h"

using app::script::ScriptDocument;
using app::script::ScriptFile;
using app::storage::Answer;
using app::takes::TakeLibrary;
using app::takes::TakePage;
using app::takes::TakeRecord;

namespace {

void print(const QString &line) {
    std::printf("%s\n", qPrintable(line));
    std::fflush(stdout);
}

class Session : public QObject {
public:
    Session(const QString &folder, int more, unsigned seed)
        : m_folder(folder), m_random(seed),
          m_database(folder + QStringLiteral("/library.sqlite"), schemaWithMore(more)),
          m_library(m_database, app::storage::takesFolder(folder.toStdString()), nullptr,
                    std::chrono::milliseconds(0)) {
        connect(&m_library, &TakeLibrary::kept, this, [this](quint64, const TakeRecord &take) {
            m_known << take;
            acknowledge(QStringLiteral(" %1 %2").arg(take.id).arg(take.audioHash));
        });
        connect(&m_library, &TakeLibrary::changed, this, [this] { acknowledge(); });
        connect(&m_library, &TakeLibrary::removed, this, [this] { acknowledge(); });
        connect(&m_library, &TakeLibrary::restored, this, [this] { acknowledge(); });
        connect(&m_library, &TakeLibrary::problem, this, [](const app::Problem &problem) {
            print(QStringLiteral("problem ") + problem.what + u' ' + problem.detail);
        });
        connect(&m_script, &ScriptFile::saved, this, [this] { print(QStringLiteral("done save %1").arg(m_saving)); });
        connect(&m_script, &ScriptFile::failed, this,
                [](const app::Problem &problem) { print(QStringLiteral("problem ") + problem.what); });
        connect(&m_script, &ScriptFile::changedOutside, this,
                [](const app::Problem &problem) { print(QStringLiteral("problem ") + problem.what); });
        connect(&m_library, &TakeLibrary::opened, this, [this] { acknowledge(); });
        begin(QStringLiteral("migrate %1").arg(more));
        app::takes::TakeQuery all;
        all.limit = 500;
        m_library.find(all, this, [this](const Answer<TakePage> &page) {
            m_known = page.value.value_or(TakePage()).takes;
            m_timer.start(0);
        });
        connect(&m_timer, &QTimer::timeout, this, [this] {
            while (int(m_asked.size()) < m_most)
                next();
            if (!m_script.isBusy() && below(3) == 0)
                saveScript();
        });
    }

private:
    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(m_random); }

    void begin(const QString &what) {
        print(QStringLiteral("try ") + what);
        m_asked.push_back(what);
    }

    void acknowledge(const QString &more = {}) { // answers come in the order of the questions
        print(QStringLiteral("done ") + m_asked.front() + more);
        m_asked.pop_front();
        m_most = 1 + below(4);
    }

    void next() {
        const int dice = m_known.size() > 60 ? 50 + below(50) : below(100);
        if (dice < 40 || m_known.isEmpty()) {
            begin(QStringLiteral("keep %1").arg(++m_job));
            auto take = madeUpTake(unsigned(m_job), QStringLiteral("text %1").arg(m_random()));
            // Now and then the sound of an earlier take.
            take.clip = madeUpClip(below(4) == 0 ? unsigned(below(20)) : m_random(), 200 + below(4000));
            m_library.keep(take, {}, m_known.isEmpty() ? 0 : m_known[below(int(m_known.size()))].id);
            return;
        }
        const int index = below(int(m_known.size()));
        const TakeRecord take = m_known[index];
        const QString number = QString::number(take.id);
        const QString value = QString::number(below(1000));
        if (dice < 50) {
            const bool on = below(2) == 1;
            begin(QStringLiteral("star %1 %2").arg(number).arg(on ? 1 : 0));
            m_library.star(take.id, on);
        } else if (dice < 58) {
            begin(QStringLiteral("name %1 %2").arg(number, value));
            m_library.rename(take.id, value);
        } else if (dice < 66) {
            begin(QStringLiteral("note %1 %2").arg(number, value));
            m_library.annotate(take.id, value);
        } else if (dice < 74) {
            exportOne(take);
        } else {
            begin(QStringLiteral("remove %1 1").arg(number));
            m_library.remove({take.id});
            if (below(3) == 0) {
                begin(QStringLiteral("remove %1 0").arg(number));
                m_library.restore({take.id});
            } else {
                m_known.removeAt(index);
            }
        }
    }

    // Over what is there.
    void exportOne(const TakeRecord &take) {
        app::exporting::ExportShape shape;
        shape.target = QStringLiteral("%1/exports/%2.wav").arg(m_folder).arg(below(3));
        shape.srt = true;
        begin(QStringLiteral("export %1 %2").arg(shape.target, soundAndCaption(take)));
        m_library.audio(take.audioHash, this, [this, shape, take](const Answer<engine::ClipPtr> &clip) {
            try {
                app::exporting::ExportedFiles files(shape);
                files.add({1, {}, take.text, take, true}, clip.value.value());
                files.finish({});
            } catch (const std::exception &error) {
                print(QStringLiteral("problem %1 %2").arg(QString::fromUtf8(error.what()), clip.problem.what));
            }
            acknowledge();
        });
    }

    void saveScript() {
        m_saving = below(1'000'000);
        m_document.type(0, QString::number(m_saving) + QString(30'000, u' ') + QString::number(m_saving));
        print(QStringLiteral("try save %1").arg(m_saving));
        m_script.saveAs(m_folder + QStringLiteral("/scripts/evening.ishowtts"));
    }

    const QString m_folder;
    std::minstd_rand m_random;
    app::storage::Database m_database;
    TakeLibrary m_library;
    ScriptDocument m_document;
    app::storage::FileThread m_files;
    ScriptFile m_script{m_document, m_files};
    int m_saving = 0;
    QTimer m_timer;
    QList<TakeRecord> m_known;
    std::deque<QString> m_asked;
    int m_most = 1;
    int m_job = 0;
};

} // namespace

QString soundAndCaption(const TakeRecord &take) {
    return QStringLiteral("%1-%2").arg(std::lround(take.seconds * take.sampleRate)).arg(take.text.section(u' ', 1));
}

app::storage::Schema schemaWithMore(int more) {
    app::storage::Schema schema = app::storage::librarySchema();
    for (int i = 1; i <= more; ++i)
        schema.steps.push_back({QStringLiteral("CREATE TABLE spare_%1 AS SELECT * FROM take").arg(i),
                                QStringLiteral("DROP TABLE IF EXISTS spare_%1").arg(i - 1),
                                QStringLiteral("UPDATE take SET note = note")});
    return schema;
}

int runRestlessSession(const QString &folder, int more, unsigned seed) {
    QDir().mkpath(folder + QStringLiteral("/exports"));
    QDir().mkpath(folder + QStringLiteral("/scripts"));
    const Session session(folder, more, seed);
    return QCoreApplication::exec();
}
