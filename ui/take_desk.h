// What is done with kept takes beyond the library itself: hear them, make them again, save them as files, and Undo
// after a removal. What leaves as a file has the loudness that the settings ask for.
#pragma once

#include <QHash>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

#include "app/exporting/free_names.h"
#include "app/exporting/temporary_takes.h"
#include "app/speech/job.h"
#include "app/speech/take_saver.h"
#include "app/takes/take_record.h"
#include "ui/shared/notice_bar.h"

class QWidget;

namespace app {
class Settings;
}
namespace app::cloning {
class LineMaker;
}
namespace app::speech {
class SpeechWorker;
}
namespace app::takes {
class TakeLibrary;
}
namespace app::voices {
class VoiceLibrary;
}
namespace ui::shared {
class Transport;
}

namespace ui {

class TakeDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::Settings &settings;
        app::voices::VoiceLibrary &voices;
        app::speech::SpeechWorker &worker;
        app::takes::TakeLibrary &takes;
        app::cloning::LineMaker &lines;
        shared::NoticeBar &notices;
        shared::Transport &transport;
    };

    TakeDesk(Uses uses, QWidget *window);

    void play(const app::takes::TakeRecord &take);
    void listenTo(quint64 job); // what sounds from now on is the take that is being made
    // Two takes, or one with what was heard last; more than that says so.
    void compare(const QList<app::takes::TakeRecord> &takes);
    void compareWhenKept(const QList<quint64> &jobs); // of two takes; the last such wish counts
    void again(const app::takes::TakeRecord &take, bool newSeed);
    void forgetAgain();                                       // what waits for the model is wanted no more
    bool isWaiting() const { return !m_again.isEmpty(); }     // for the model, to make takes again
    void save(const QList<app::takes::TakeRecord> &takes);    // one: asks for a name; several: for format and folder
    void dragOut(const QList<app::takes::TakeRecord> &takes); // as files, while the mouse button is down
    void setNewest(const app::speech::Take &take);            // that is whole, kept or not
    bool hasNewest() const { return m_newest != nullptr; }
    void saveNewest(); // asks for a name
    void saveNewestAs(const QString &file);

Q_SIGNALS:
    void comparisonWanted(const app::takes::TakeRecord &one, const app::takes::TakeRecord &other);
    void folderWanted(const QString &folder); // shown to the person
    void waitingChanged();

private:
    void sound(const app::takes::TakeRecord &take, std::function<void(const engine::ClipPtr &)> use);
    void connectLibrary();
    void connectPair();
    void connectSaver();
    void connectDragging();
    void chooseFile(const engine::ClipPtr &clip, const app::takes::TakeRecord &about);
    void saveAs(const engine::ClipPtr &clip, const QString &file, const app::takes::TakeRecord &about);
    void choose(const engine::ClipPtr &clip, const QString &name, const engine::audio::SoundTags &tags);
    void chooseFolder(const QList<app::takes::TakeRecord> &takes, engine::audio::SoundFormat format);
    void saveInto(const QString &folder, const QList<app::takes::TakeRecord> &takes, engine::audio::SoundFormat format);
    void saveAsNew(const QStringList &files, const QList<app::takes::TakeRecord> &takes,
                   engine::audio::SoundFormat format);

    // Several takes on their way into one folder: what became of them is said once, when all have an end.
    struct Batch {
        QString folder;
        engine::audio::SoundFormat format = engine::audio::SoundFormat::Wav16;
        qsizetype waiting = 0;
        qsizetype saved = 0;
        qsizetype below = 0; // what loudness was asked: their peaks allow no more
        QList<app::takes::TakeRecord> notSaved;
        QList<app::Problem> problems; // theirs
    };
    struct Saving {
        std::shared_ptr<Batch> batch;
        app::takes::TakeRecord take;
    };
    void endOne(const Saving &saving, const std::optional<app::Problem> &problem);
    void sayWhatWasSaved(const Batch &batch);

    const Uses m_uses;
    QWidget *m_window;
    app::speech::TakeSaver m_saver;
    app::exporting::TemporaryTakes m_temporary;
    app::exporting::FreeNames m_freeNames;
    struct Again {
        app::takes::TakeRecord take;
        bool newSeed = false;
    };
    bool isModelReady() const;
    void makeAgain(const Again &wish);
    void goOnWithAgain(); // when there are a model and voices

    std::optional<engine::ModelSummary> m_model; // that is loaded
    bool m_loading = false;
    QList<Again> m_again; // to be made when the model is there
    engine::ClipPtr m_newest;
    app::takes::TakeRecord m_newestRecord;
    bool m_dragging = false;
    quint64 m_listened = 0; // job
    std::optional<app::takes::TakeRecord> m_heard;
    QList<qint64> m_removed;         // by what the notice says
    QHash<QString, Saving> m_saving; // by file
    QList<quint64> m_pair;           // jobs whose takes will be compared
    QList<app::takes::TakeRecord> m_keptOfPair;
};

} // namespace ui
