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

    // `asks`: with the buttons that accept and refuse; else only with one that closes.
    // `downloads`: what follows when it is accepted; else it is used.
    void present(const QString &summary, const QString &words, const QString &page, bool asks, bool downloads);
    bool asks() const { return m_asks; }

Q_SIGNALS:
    void accepted();
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    bool m_asks = false;
    QLabel *m_summary;
    QPlainTextEdit *m_words;
    QLabel *m_page;
    QPushButton *m_accept;
    QPushButton *m_close;
};

} // namespace ui::models
