#include "ui/server/access_card.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <tuple>

#include "app/server/guard.h"
#include "app/settings/setting_table.h"
#include "app/settings/settings.h"
#include "ui/server/qr_view.h"
#include "ui/server/server_acts.h"
#include "ui/shared/controls.h"
#include "ui/shared/drawn_anew.h"
#include "ui/shared/icons.h"
#include "ui/theme.h"

namespace ui::server {

using app::server::SpeechServer;

namespace {

const QString kReach = QStringLiteral("serverReach");
const QString kPort = QStringLiteral("serverPort");
const QString kStarts = QStringLiteral("serverStarts");
const QString kOrigins = QStringLiteral("serverOrigins");
const QString kHosts = QStringLiteral("serverHosts");
const QString kNetwork = QStringLiteral("network");
constexpr int kLongestList = 1000;

QLabel *makeLabel(const QString &text, QWidget *buddy) {
    auto *label = new QLabel(text, buddy->parentWidget());
    label->setBuddy(buddy);
    return label;
}

} // namespace

AccessCard::AccessCard(const SpeechServer &server, app::Settings &settings, ServerActs &acts, QWidget *parent)
    : QFrame(parent), m_server(server), m_settings(settings), m_acts(acts) {
    setRole(this, "card");
    m_reach = new QComboBox(this);
    m_reach->addItem(tr("This machine only"), QStringLiteral("machine"));
    m_reach->addItem(tr("The network"), kNetwork);
    m_reach->setAccessibleName(tr("Who may ask"));
    shared::letWheelPass(m_reach);
    m_meaning = new QLabel(this);
    m_meaning->setTextFormat(Qt::PlainText);
    m_meaning->setWordWrap(true);
    m_meaning->setMinimumWidth(120);
    setRole(m_meaning, "quiet");
    m_port = new QSpinBox(this);
    const app::Setting &ports = *app::findSetting(kPort);
    m_port->setRange(int(ports.low), int(ports.high));
    m_port->setGroupSeparatorShown(false);
    m_port->setKeyboardTracking(false); // a number that is half typed is no port
    m_port->setAccessibleName(tr("Port"));
    m_port->setToolTip(tr("iShowTTS used 27121. A server that runs moves there at once; who is connected is cut off."));
    shared::letWheelPass(m_port);
    m_origins = makeList(kOrigins, tr("Pages that may ask"), QStringLiteral("http://localhost:8080"),
                         tr("Web pages, such as an overlay, whose browser may ask the server: their addresses without "
                            "a path, with commas. “null” means pages from files, and counts where the token is "
                            "needed. A server that runs starts anew."));
    m_hosts = makeList(kHosts, tr("Further names"), QStringLiteral("studio.lan"),
                       tr("What else programs may call this machine, with commas, for example behind a proxy; "
                          "whoever calls it by another name is refused, and with such a name the token is needed. "
                          "A server that runs starts anew."));
    m_wrong = new QLabel(this);
    m_wrong->setTextFormat(Qt::PlainText);
    m_wrong->setWordWrap(true);
    m_wrong->setMinimumWidth(120);
    m_wrong->hide();
    m_withStudio = new QCheckBox(tr("Start with the Studio"), this);
    m_withStudio->setToolTip(tr("Otherwise it is off until you turn it on"));
    m_tokenRow = makeTokenRow();
    m_tokenLabel = makeLabel(tr("Token"), m_token);
    m_where = makeWhere();

    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(kGrid);
    grid->addWidget(makeLabel(tr("Who may ask"), m_reach), 0, 0);
    grid->addWidget(m_reach, 0, 1);
    grid->addWidget(m_meaning, 1, 0, 1, 3);
    grid->addWidget(makeLabel(tr("Port"), m_port), 2, 0);
    grid->addWidget(m_port, 2, 1);
    grid->addWidget(makeLabel(tr("Pages that may ask"), m_origins), 3, 0);
    grid->addWidget(m_origins, 3, 1, 1, 2);
    grid->addWidget(makeLabel(tr("Further names"), m_hosts), 4, 0);
    grid->addWidget(m_hosts, 4, 1, 1, 2);
    grid->addWidget(m_wrong, 5, 0, 1, 3);
    grid->addWidget(m_withStudio, 6, 0, 1, 3);
    grid->addWidget(m_tokenLabel, 7, 0);
    grid->addWidget(m_tokenRow, 7, 1, 1, 2);
    grid->setColumnStretch(2, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(kGrid);
    layout->addLayout(grid);
    layout->addWidget(m_where);

    connect(m_reach, &QComboBox::activated, this,
            [this](int index) { m_settings.setValue(kReach, m_reach->itemData(index).toString()); });
    connect(m_port, &QSpinBox::valueChanged, this, [this](int port) { m_settings.setValue(kPort, port); });
    connect(m_withStudio, &QCheckBox::toggled, this, [this](bool on) { m_settings.setValue(kStarts, on); });
}

QLineEdit *AccessCard::makeList(const QString &setting, const QString &name, const QString &example,
                                const QString &tip) {
    auto *field = new QLineEdit(this);
    field->setAccessibleName(name);
    field->setPlaceholderText(tr("for example %1").arg(example));
    field->setToolTip(tip);
    field->setMaxLength(kLongestList);
    connect(field, &QLineEdit::editingFinished, this, [this, field, setting] { keepList(field, setting); });
    return field;
}

// What is none is said, and the server goes on as it was.
void AccessCard::keepList(QLineEdit *field, const QString &setting) {
    const bool pages = setting == kOrigins;
    QString wrong;
    for (const QString &each : field->text().split(u',', Qt::SkipEmptyParts)) {
        const std::string one = each.trimmed().toStdString();
        if (!one.empty() && !(pages ? app::server::originFrom(one) : app::server::hostFrom(one)))
            wrong = each.trimmed();
    }
    QString words;
    if (!wrong.isEmpty() && pages)
        words = tr("“%1” is not the address of a page's site. Write it as the browser does, without a path: "
                   "http://localhost:8080")
                    .arg(wrong);
    else if (!wrong.isEmpty())
        words =
            tr("“%1” is not a name that a machine can have. Write it alone or with its port: studio.lan").arg(wrong);
    (pages ? m_wrongPages : m_wrongNames) = words;
    QStringList all{m_wrongPages, m_wrongNames};
    all.removeAll(QString());
    m_wrong->setText(all.join(u'\n'));
    m_wrong->setVisible(!all.isEmpty());
    if (!words.isEmpty()) // it stands below, perhaps out of sight
        QTimer::singleShot(0, this, &AccessCard::wrongShown);
    else if (field->text() != m_settings.value(setting).toString())
        m_settings.setValue(setting, field->text());
}

// Of the settings, whether it runs or not.
bool AccessCard::hasOtherName() const {
    app::server::ServerOptions options;
    for (const QString &each : m_settings.value(kHosts).toString().split(u',', Qt::SkipEmptyParts)) {
        if (const QString name = each.trimmed(); !name.isEmpty())
            options.hosts.push_back(name.toStdString());
    }
    return isTokenNeeded(options);
}

QWidget *AccessCard::makeTokenRow() {
    auto *box = new QWidget(this);
    m_token = new QLineEdit(box);
    m_token->setReadOnly(true);
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setAccessibleName(tr("Token"));
    m_show = shared::makeIconButton(u"eye", tr("Show the token"),
                                    tr("Shows the token; not while others see this screen"), box);
    m_show->setCheckable(true);
    m_show->setFocusPolicy(Qt::StrongFocus);
    connect(m_show, &QToolButton::toggled, this, &AccessCard::showToken);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid / 2);
    row->addWidget(m_token, 1);
    row->addWidget(m_show);
    for (const auto act : {ServerActs::CopyToken, ServerActs::NewToken}) {
        auto *button = new QToolButton(box);
        button->setDefaultAction(m_acts[act]);
        button->setAccessibleName(m_acts[act]->text().remove(u'&'));
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setIconSize(QSize(20, 20));
        button->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(button);
    }
    return box;
}

QWidget *AccessCard::makeWhere() {
    auto *box = new QWidget(this);
    m_addresses = new QComboBox(box);
    m_addresses->setAccessibleName(tr("Address for other machines"));
    m_addresses->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_addresses->setMinimumContentsLength(22);
    shared::letWheelPass(m_addresses);
    m_qr = new QrView(box);
    auto *words = new QLabel(tr("The address for programs on other machines; a phone's camera reads it from the code. "
                                "The token is not in it."),
                             box);
    words->setWordWrap(true);
    words->setMinimumWidth(120);
    setRole(words, "quiet");
    auto *texts = new QVBoxLayout;
    texts->setSpacing(kGrid);
    texts->addWidget(m_addresses);
    texts->addWidget(words);
    texts->addStretch(1);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(m_qr, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    connect(m_addresses, &QComboBox::currentIndexChanged, this, [this] {
        m_qr->setText(address());
        Q_EMIT addressChanged();
    });
    return box;
}

void AccessCard::setOwnAddresses(const QStringList &addresses) {
    const QString before = m_addresses->currentData().toString();
    const QSignalBlocker quiet(m_addresses);
    m_addresses->clear();
    for (const QString &own : addresses)
        m_addresses->addItem(QStringLiteral("http://%1:%2").arg(own).arg(m_server.port()), own);
    m_addresses->setCurrentIndex(std::max(0, m_addresses->findData(before)));
    m_qr->setText(address());
}

QString AccessCard::address() const {
    const bool network = m_settings.value(kReach).toString() == kNetwork;
    if (!network)
        return m_server.address();
    const QString host = m_addresses->count() > 0 ? m_addresses->currentData().toString() : QStringLiteral("127.0.0.1");
    return QStringLiteral("http://%1:%2").arg(host).arg(m_server.port());
}

void AccessCard::follow() {
    const bool network = m_settings.value(kReach).toString() == kNetwork;
    const bool on = m_server.state() == SpeechServer::State::On;
    const QSignalBlocker quiet(m_port), still(m_withStudio);
    m_reach->setCurrentIndex(m_reach->findData(network ? kNetwork : QStringLiteral("machine")));
    m_port->setValue(m_settings.value(kPort).toInt());
    m_withStudio->setChecked(m_settings.value(kStarts).toBool());
    for (const auto &[field, setting, wrong] :
         {std::tuple(m_origins, kOrigins, m_wrongPages), std::tuple(m_hosts, kHosts, m_wrongNames)}) {
        if (!field->hasFocus() && wrong.isEmpty()) // what is wrong stays to be put right
            field->setText(m_settings.value(setting).toString());
    }
    const bool token = on && m_server.isTokenNeeded();
    m_meaning->setText(
        network ? tr("Every machine that reaches this one may ask, if it sends the token. The connection is not "
                     "encrypted: whoever listens in a network that you do not trust can read the token and the text.")
        : hasOtherName()
            ? tr("Only programs that run here reach it, but one of them may pass on what others ask, such as a proxy: "
                 "under a further name the token is needed, also by programs that run here.")
            : tr("Only programs that run here may ask; they need no token. Web pages in your browser are refused, "
                 "but for those that you name."));
    m_token->setText(m_server.token());
    m_token->setCursorPosition(0);
    m_tokenLabel->setVisible(token);
    m_tokenRow->setVisible(token);
    m_where->setVisible(on && network && m_addresses->count() > 0);
    if (!token)
        hideToken();
}

QWidget *AccessCard::wrong() const {
    return m_wrong;
}

bool AccessCard::isTokenShown() const {
    return m_show->isChecked();
}

void AccessCard::hideToken() {
    m_show->setChecked(false);
}

void AccessCard::showToken(bool shown) {
    m_token->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
    m_show->setAccessibleName(shown ? tr("Hide the token") : tr("Show the token"));
    Q_EMIT addressChanged();
}

// Nobody sees it by accident when the pane comes back.
void AccessCard::hideEvent(QHideEvent *event) {
    if (!shared::isDrawnAnew(*this))
        hideToken();
    QFrame::hideEvent(event);
}

} // namespace ui::server

#include "moc_access_card.cpp"
