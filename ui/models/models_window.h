// The models of this machine and those that can be had, each as a card. It stands beside the main window and blocks
// nothing.
#pragma once

#include <QDialog>

#include <map>
#include <set>

#include "app/models/model_store.h"
#include "ui/models/model_card.h"

class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace ui::models {

class ModelsWindow : public QDialog {
    Q_OBJECT

public:
    ModelsWindow(app::models::ModelStore &store, QWidget *parent);

    void setStanding(const QString &inUse, bool loading, std::int64_t inMemory); // `inUse` is an id or a name
    ModelCard *card(const QString &id) const;                                    // null when it has none
    void chooseFolder();                                                         // to be added
    void point(const QString &id);                                               // to its card, when it is there
    void askToUse(const QString &id);                                            // its licence is to be accepted first

Q_SIGNALS:
    void useWanted(const QString &id);
    void unloadWanted();

private:
    void present(const app::models::ModelItems &items);
    ModelCard *makeCard(const QString &id);
    CardState stateOf(const app::models::ModelItem &item) const;
    void download(const QString &id);
    void readLicence(const QString &id, bool asks);
    void accept(const QString &id);
    void use(const QString &id);
    void chooseVocoder(const QString &id);

    app::models::ModelStore &m_store;
    QString m_inUse;
    bool m_loading = false;
    std::int64_t m_inMemory = 0;
    std::set<QString> m_toFetch; // accepted just now: fetched when that is written down
    std::set<QString> m_toUse;   // the same, of those that are here
    QScrollArea *m_area;
    QWidget *m_list;
    QVBoxLayout *m_rows;
    QLabel *m_empty;
    QPushButton *m_add;
    std::map<QString, ModelCard *> m_cards;
    std::map<QString, QString> m_shownWords; // of licences, by their hash
};

} // namespace ui::models
