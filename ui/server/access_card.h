// Who may ask the server and where it listens, its token, and the address as a QR code for what is not on this machine.
#pragma once

#include <QFrame>
#include <QStringList>

#include "app/server/speech_server.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;
class QToolButton;

namespace app {
class Settings;
}

namespace ui::server {

class QrView;
class ServerActs;

class AccessCard : public QFrame {
    Q_OBJECT

public:
    AccessCard(const app::server::SpeechServer &server, app::Settings &settings, ServerActs &acts,
               QWidget *parent = nullptr);

    void follow();                                      // the server and the settings
    void setOwnAddresses(const QStringList &addresses); // of this machine; the first is used until another is chosen
    QString address() const;                            // what a program is told: "http://192.168.0.7:27121"
    bool isTokenShown() const;
    QWidget *wrong() const; // says what is wrong with what was typed
    void hideToken();

Q_SIGNALS:
    void addressChanged(); // or whether the token is seen
    void wrongShown();

protected:
    void hideEvent(QHideEvent *event) override;

private:
    QLineEdit *makeList(const QString &setting, const QString &name, const QString &example, const QString &tip);
    void keepList(QLineEdit *field, const QString &setting);
    bool hasOtherName() const;
    QWidget *makeTokenRow();
    QWidget *makeWhere();
    void showToken(bool shown);

    const app::server::SpeechServer &m_server;
    app::Settings &m_settings;
    ServerActs &m_acts;
    QComboBox *m_reach;
    QLabel *m_meaning;
    QSpinBox *m_port;
    QLineEdit *m_origins;               // pages, with commas
    QLineEdit *m_hosts;                 // names, with commas
    QLabel *m_wrong;                    // with what was just typed into the two
    QString m_wrongPages, m_wrongNames; // what it says of each; empty: nothing
    QCheckBox *m_withStudio;
    QWidget *m_tokenRow;
    QLabel *m_tokenLabel;
    QLineEdit *m_token;
    QToolButton *m_show;
    QWidget *m_where;
    QComboBox *m_addresses;
    QrView *m_qr;
};

} // namespace ui::server
