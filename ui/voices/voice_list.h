// The cards, one under the other. Enter or a double click chooses a voice, Space or the triangle plays its recording,
// F2 opens it, Del removes it.
#pragma once

#include <QListView>

namespace ui::voices {

class VoiceListModel;

class VoiceList : public QListView {
    Q_OBJECT

public:
    VoiceList(VoiceListModel &model, QWidget *parent);

    int currentRow() const;                  // -1: none
    void setPlaying(const QString &voiceId); // its triangle is a square; empty: none

Q_SIGNALS:
    void chosen();
    void playWanted();
    void editWanted();
    void removeWanted();
    void leftUpwards(); // arrow up on the first card
    void currentMoved();

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    bool isOnPlay(const QPoint &place) const;

    class Cards;
    Cards *m_cards;
};

} // namespace ui::voices
