// The chat that is read aloud: what comes in, what will be read, and what was not read with the rule that said so. What
// is on air stands beside it (on_air_pane.h).
#pragma once

#include <QWidget>

#include <memory>
#include <optional>

#include "app/danmaku/live_stage.h"
#include "ui/danmaku/incoming_model.h"
#include "ui/danmaku/queue_model.h"

class QCheckBox;
class QLineEdit;
class QPushButton;
class QSplitter;
class QTabBar;
class QStackedLayout;
class QTimer;

namespace app {
class Settings;
}

namespace ui::danmaku {

class DanmakuActs;
class HaltLine;
class ItemList;
class QueueFigures;
class SourceBar;
class TypedLine;

class DanmakuPane : public QWidget {
    Q_OBJECT

public:
    DanmakuPane(app::danmaku::LiveStage &stage, app::Settings &settings, const DanmakuActs &acts,
                QWidget *parent = nullptr);

    // What the acts are about: the current row of the list where the keyboard was last.
    std::optional<app::danmaku::Item> current() const;
    int placeOfCurrent() const; // in the queue; -1: it has none
    QPoint menuPlace() const;   // under the row that the acts are about, of the screen
    void editCurrent();
    void focusChannel();
    void focusTyped();
    void focusQueue();
    bool isEmpty() const; // nothing was started yet
    // In little room its two columns are one, with a tab for each.
    bool isNarrow() const { return m_narrow; }
    QSize minimumSizeHint() const override;

    IncomingModel &incoming() { return *m_incoming; }
    QueueModel &queue() { return *m_queue; }
    QueueModel &over() { return *m_over; }
    ItemList &incomingList() { return *m_incomingList; }
    ItemList &queueList() { return *m_queueList; }
    ItemList &overList() { return *m_overList; }

public Q_SLOTS:
    void undo(); // Edit › Undo knows it by name

Q_SIGNALS:
    void chosen(); // current() is another one
    void menuWanted(const QPoint &where);
    void copyWanted();
    void editWanted(quint64 item, const QString &text);
    void moveWanted(quint64 item, int place);
    void modelsWanted();
    void deviceWanted();

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeEmptyPage();
    QWidget *makeFullPage();
    QWidget *makeIncoming(QWidget *parent);
    QWidget *makeQueue(QWidget *parent);
    QWidget *makeOver(QWidget *parent);
    void dress(ItemList &list);
    void follow();
    void showPage();
    bool showsSeveralChannels() const; // in the lists
    void showColumns();

    app::danmaku::LiveStage &m_stage;
    app::Settings &m_settings;
    const DanmakuActs &m_acts;
    IncomingModel *m_incoming;
    QueueModel *m_queue;
    QueueModel *m_over;
    QStackedLayout *m_pages;
    QWidget *m_empty;
    QWidget *m_full;
    QLineEdit *m_firstChannel;
    SourceBar *m_sources;
    QueueFigures *m_figures;
    QTabBar *m_tabs;
    QWidget *m_left = nullptr;
    QWidget *m_right = nullptr;
    bool m_narrow = false;
    ItemList *m_incomingList = nullptr;
    ItemList *m_queueList = nullptr;
    std::shared_ptr<const QObject *> m_field = std::make_shared<const QObject *>(); // in which an item is edited
    ItemList *m_overList = nullptr;
    ItemList *m_at = nullptr; // where the keyboard was last
    bool m_typing = false;    // a line was to be typed before anything came in
    QPushButton *m_newest;
    QCheckBox *m_readToo;
    TypedLine *m_typed;
    QTimer *m_second; // rings go on while nothing else happens
};

} // namespace ui::danmaku
