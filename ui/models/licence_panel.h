// The words of a licence inside a card: to be read, and before a download accepted there.
#pragma once

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace ui::models {

class LicencePanel : public QWidget {
    Q_OBJECT

public:
    explicit LicencePanel(QWidget *parent = nullptr);

    enum class Offer {
        Nothing,  // only to be closed
        Download, // what follows when it is accepted
        Use,
        Withdraw, // it was accepted
    };

    // `model`: whose licence it is, for who hears the buttons without the card around them.
    void present(const QString &model, const QString &summary, const QString &words, const QString &page, Offer offer);
    bool asks() const { return m_offer == Offer::Download || m_offer == Offer::Use; }

Q_SIGNALS:
    void accepted();
    void withdrawn();
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    Offer m_offer = Offer::Nothing;
    QLabel *m_summary;
    QPlainTextEdit *m_words;
    QLabel *m_page;
    QPushButton *m_accept;
    QPushButton *m_withdraw;
    QPushButton *m_close;
};

} // namespace ui::models
