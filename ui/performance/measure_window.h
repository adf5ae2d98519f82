// The verbs that measure, without a shell: what is measured, its result as a table, and how the speed of this computer
// went. It stands beside the main window and blocks nothing. While something is spoken nothing is measured: both would
// be slower than they are.
#pragma once

#include <QDialog>

#include <filesystem>
#include <functional>
#include <memory>

#include "app/performance/performance_watch.h"
#include "app/performance/verb_run.h"
#include "ui/performance/measure_words.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTemporaryFile;

namespace app::storage {
class FileThread;
}
namespace ui::shared {
class IconLabel;
}

namespace ui::performance {

class FoundTable;
class TrendPlot;

class MeasureWindow : public QDialog {
    Q_OBJECT

public:
    struct Uses {
        const app::performance::PerformanceWatch &watch;
        app::storage::FileThread &files;         // reads the history
        std::function<MeasureSettings()> chosen; // by the person
        std::filesystem::path history;
        QString program = app::performance::VerbRun::besideThisProgram();
    };

    MeasureWindow(Uses uses, QWidget *parent);
    ~MeasureWindow() override;

    void choose(Measure measure);
    void begin();
    // The speed that is shown beside that of the file; else begins: where the time goes, now and in that file.
    void compareWith(const QString &file);
    void compareFiles(const QString &earlier, const QString &later); // of two results of speed that were saved
    void traceTo(const QString &file); // begins: where the time goes, each step of which stands in the file then
    void stop();
    void importTable(const QString &file); // records of iShowTTS, or of another table, into the history
    void saveResult(const QString &file);  // as the verb said it; an earlier profile is such a file
    void saveTrend(const QString &file);   // .svg: a drawing, else PNG
    bool isMeasuring() const { return m_run.isRunning(); }
    const Finding &finding() const { return m_finding; } // the newest
    QString words() const;                               // how it stands
    TrendPlot &trend() { return *m_trend; }

private:
    QWidget *makeChoice();
    QWidget *makeBottom();
    QPushButton *makeFilesButton();
    void start(const QStringList &arguments);
    bool showsSpeed() const; // of one count of steps
    void compareSpeed(const QString &file);
    void compareShown(const QString &file, const std::shared_ptr<QTemporaryFile> &shown);
    void startComparing(const QString &earlier, const QString &later);
    void letGoOfShown();
    Measure chosen() const;
    bool isSpeaking() const;
    void follow();          // what can be done now
    QString whyNot() const; // it is not measured now; empty where it can be
    bool refuses();         // and says why
    void say(const QString &words, bool wrong);
    void take(const QByteArray &json);
    void readHistory();
    void ask(const QString &title, const QString &filter, const QString &name,
             const std::function<void(const QString &)> &then);
    void write(const QString &file, const QByteArray &bytes);

    const Uses m_uses;
    app::performance::VerbRun m_run;
    Measure m_measured = Measure::Bench;     // what runs, or ran last
    bool m_imports = false;                  // a table instead
    bool m_compares = false;                 // two results that are there
    bool m_shows = false;                    // of which one is shown
    std::shared_ptr<QTemporaryFile> m_shown; // one of them
    QByteArray m_said;                       // by the newest that was measured
    Finding m_finding;
    bool m_gaveWay = false; // to speech
    QComboBox *m_choice;
    QLabel *m_about;
    QPushButton *m_begin;
    QPushButton *m_stop;
    QProgressBar *m_progress;
    shared::IconLabel *m_icon;
    QLabel *m_standing;
    FoundTable *m_rows;
    QPushButton *m_copy;
    QPushButton *m_compare;
    QAction *m_saveResult;
    QAction *m_saveTrend;
    QAction *m_trace;
    QAction *m_import;
    QAction *m_compareFiles;
    TrendPlot *m_trend;
};

} // namespace ui::performance
