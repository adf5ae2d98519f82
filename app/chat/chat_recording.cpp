#include "app/chat/chat_recording.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <functional>
#include <mutex>
#include <utility>

#include "app/chat/line_splitter.h"
#include "app/storage/file_thread.h"

namespace app::chat {

namespace {

constexpr qint64 kLatest = 4'102'444'800'000; // the year 2100

template <class Value> struct Word {
    Value value;
    const char *word;
};
constexpr std::array<Word<Kind>, 7> kKinds{{{Kind::Chat, "chat"},
                                            {Kind::Paid, "paid"},
                                            {Kind::Gift, "gift"},
                                            {Kind::Member, "member"},
                                            {Kind::Raid, "raid"},
                                            {Kind::Notice, "notice"},
                                            {Kind::Operator, "operator"}}};
constexpr std::array<Word<Role>, 6> kRoles{{{Role::Broadcaster, "broadcaster"},
                                            {Role::Moderator, "moderator"},
                                            {Role::Vip, "vip"},
                                            {Role::Member, "member"},
                                            {Role::FirstTime, "first"},
                                            {Role::Bot, "bot"}}};
constexpr std::array<Word<Removal::What>, 3> kWhats{{{Removal::What::Message, "message"},
                                                     {Removal::What::Person, "person"},
                                                     {Removal::What::Everything, "everything"}}};

struct Damaged {
    QString flaw;
};

QString words(const char *text) {
    return QCoreApplication::translate("app::chat::Recording", text);
}

[[noreturn]] void damaged(const char *text, const QString &what) {
    throw Damaged{words(text).arg(what)};
}

void put(QJsonObject &object, const char *key, const QString &text) {
    if (!text.isEmpty())
        object.insert(QLatin1String(key), text);
}
void put(QJsonObject &object, const char *key, qint64 number) {
    if (number != 0)
        object.insert(QLatin1String(key), number);
}
void put(QJsonObject &object, const char *key, bool yes) {
    if (yes)
        object.insert(QLatin1String(key), true);
}

QString text(const QJsonObject &object, const char *key) {
    const QJsonValue value = object.value(QLatin1String(key));
    if (!value.isUndefined() && !value.isString())
        damaged(QT_TRANSLATE_NOOP("app::chat::Recording", "“%1” is no text"), QLatin1String(key));
    return value.toString();
}

qint64 number(const QJsonObject &object, const char *key, qint64 least, qint64 most) {
    const QJsonValue value = object.value(QLatin1String(key));
    if (value.isUndefined())
        return std::max<qint64>(0, least);
    const qint64 number = value.toInteger(-1);
    if (!value.isDouble() || number < least || number > most || double(number) != value.toDouble())
        damaged(QT_TRANSLATE_NOOP("app::chat::Recording", "“%1” is no number in its range"), QLatin1String(key));
    return number;
}

bool flag(const QJsonObject &object, const char *key) {
    const QJsonValue value = object.value(QLatin1String(key));
    if (!value.isUndefined() && !value.isBool())
        damaged(QT_TRANSLATE_NOOP("app::chat::Recording", "“%1” is neither true nor false"), QLatin1String(key));
    return value.toBool();
}

std::vector<Emote> emotesOf(const QJsonObject &json, const QString &written) {
    const QJsonValue value = json.value(QLatin1String("emotes"));
    if (value.isUndefined())
        return {};
    const auto points = written.toUcs4().size();
    std::vector<Emote> emotes;
    int free = 0;
    for (const QJsonValue &each : value.toArray()) {
        const QJsonObject object = each.toObject();
        const Emote emote{text(object, "id"), text(object, "name"), int(number(object, "begin", 0, 1 << 20)),
                          int(number(object, "end", 0, 1 << 20))};
        if (emote.begin < free || emote.end <= emote.begin || emote.end > points)
            damaged(QT_TRANSLATE_NOOP("app::chat::Recording", "the emote “%1” lies outside its text or over another"),
                    emote.id.left(40));
        free = emote.end;
        emotes.push_back(emote);
    }
    return emotes;
}

Message messageOf(const QJsonObject &json, qint64 at) {
    static const QRegularExpression colour(QStringLiteral("^#[0-9A-Fa-f]{6}$"));
    Message message;
    message.source = text(json, "source");
    message.channel = text(json, "channel");
    message.id = text(json, "id");
    message.userId = text(json, "userId");
    message.login = text(json, "login");
    message.user = text(json, "user");
    for (const QJsonValue &each : json.value(QLatin1String("roles")).toArray())
        for (const Word<Role> &role : kRoles)
            if (each.toString() == QLatin1String(role.word))
                message.roles |= role.value;
    if (const QString kind = text(json, "kind"); !kind.isEmpty()) {
        bool known = false;
        for (const Word<Kind> &each : kKinds)
            if (kind == QLatin1String(each.word)) {
                message.kind = each.value;
                known = true;
            }
        if (!known)
            damaged(QT_TRANSLATE_NOOP("app::chat::Recording", "there is no kind “%1”"), kind.left(40));
    }
    message.paid.micros = number(json, "micros", 0, 9'000'000'000'000'000);
    message.paid.currency = text(json, "currency");
    if (message.paid.micros > 0 && message.paid.currency.isEmpty())
        damaged(QT_TRANSLATE_NOOP("app::chat::Recording", "“%1” without a currency"), QStringLiteral("micros"));
    message.gift = text(json, "gift");
    message.giftCount = int(number(json, "giftCount", 0, 1'000'000));
    message.combo = text(json, "combo");
    message.viewers = int(number(json, "viewers", 0, 100'000'000));
    message.text = text(json, "text");
    message.said = text(json, "said");
    message.emotes = emotesOf(json, message.text);
    message.action = flag(json, "action");
    message.replyUserId = text(json, "replyUserId");
    message.replyUser = text(json, "replyUser");
    message.fromChannel = text(json, "fromChannel");
    message.sourceId = text(json, "sourceId");
    message.colour = text(json, "colour");
    if (!colour.match(message.colour).hasMatch())
        message.colour.clear();
    message.sentAt = number(json, "sentAt", 0, kLatest);
    message.receivedAt = at;
    message.history = flag(json, "history");
    message.bridged = flag(json, "bridged");
    return message;
}

Removal removalOf(const QJsonObject &json, qint64 at) {
    Removal removal;
    const QString what = text(json, "what");
    bool known = false;
    for (const Word<Removal::What> &each : kWhats)
        if (what == QLatin1String(each.word)) {
            removal.what = each.value;
            known = true;
        }
    if (!known)
        damaged(QT_TRANSLATE_NOOP("app::chat::Recording", "“%1” cannot be removed"), what.left(40));
    removal.source = text(json, "source");
    removal.channel = text(json, "channel");
    removal.room = text(json, "room");
    removal.messageId = text(json, "messageId");
    removal.originId = text(json, "originId");
    removal.userId = text(json, "userId");
    removal.login = text(json, "login");
    if (removal.what == Removal::What::Message && removal.messageId.isEmpty())
        damaged(QT_TRANSLATE_NOOP("app::chat::Recording", "there is no “%1”"), QStringLiteral("messageId"));
    if (removal.what == Removal::What::Person && removal.userId.isEmpty() && removal.login.isEmpty())
        damaged(QT_TRANSLATE_NOOP("app::chat::Recording", "there is no “%1”"), QStringLiteral("login"));
    removal.seconds = number(json, "seconds", 0, 100 * 365 * 86'400LL);
    removal.at = at;
    return removal;
}

QByteArray line(qint64 at, const char *key, const QJsonObject &what) {
    return QJsonDocument(QJsonObject{{QStringLiteral("at"), at}, {QLatin1String(key), what}})
               .toJson(QJsonDocument::Compact) +
           '\n';
}

} // namespace

QJsonObject recordedMessage(const Message &message) {
    QJsonObject json;
    put(json, "source", message.source);
    put(json, "channel", message.channel);
    put(json, "id", message.id);
    put(json, "userId", message.userId);
    put(json, "login", message.login);
    put(json, "user", message.user);
    QJsonArray roles;
    for (const Word<Role> &role : kRoles)
        if (message.roles.testFlag(role.value))
            roles.append(QLatin1String(role.word));
    if (!roles.isEmpty())
        json.insert(QLatin1String("roles"), roles);
    for (const Word<Kind> &kind : kKinds)
        if (kind.value == message.kind)
            json.insert(QLatin1String("kind"), QLatin1String(kind.word));
    put(json, "micros", message.paid.micros);
    put(json, "currency", message.paid.currency);
    put(json, "gift", message.gift);
    put(json, "giftCount", qint64(message.giftCount));
    put(json, "combo", message.combo);
    put(json, "viewers", qint64(message.viewers));
    put(json, "text", message.text);
    put(json, "said", message.said);
    QJsonArray emotes;
    for (const Emote &emote : message.emotes)
        emotes.append(QJsonObject{{QStringLiteral("id"), emote.id},
                                  {QStringLiteral("name"), emote.name},
                                  {QStringLiteral("begin"), emote.begin},
                                  {QStringLiteral("end"), emote.end}});
    if (!emotes.isEmpty())
        json.insert(QLatin1String("emotes"), emotes);
    put(json, "action", message.action);
    put(json, "replyUserId", message.replyUserId);
    put(json, "replyUser", message.replyUser);
    put(json, "fromChannel", message.fromChannel);
    put(json, "sourceId", message.sourceId);
    put(json, "colour", message.colour);
    put(json, "sentAt", message.sentAt);
    put(json, "history", message.history);
    put(json, "bridged", message.bridged);
    return json;
}

QByteArray recordedLine(const Message &message) {
    return line(message.receivedAt, "message", recordedMessage(message));
}

QByteArray recordedLine(const Removal &removal) {
    QJsonObject json;
    for (const Word<Removal::What> &each : kWhats)
        if (each.value == removal.what)
            json.insert(QLatin1String("what"), QLatin1String(each.word));
    put(json, "source", removal.source);
    put(json, "channel", removal.channel);
    put(json, "room", removal.room);
    put(json, "messageId", removal.messageId);
    put(json, "originId", removal.originId);
    put(json, "userId", removal.userId);
    put(json, "login", removal.login);
    put(json, "seconds", removal.seconds);
    return line(removal.at, "removal", json);
}

RecordedLine parseRecordedLine(const QByteArray &bytes) {
    try {
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
        if (!document.isObject())
            damaged(QT_TRANSLATE_NOOP("app::chat::Recording", "no JSON object: %1"), error.errorString());
        const QJsonObject json = document.object();
        if (!json.contains(QLatin1String("at")))
            damaged(QT_TRANSLATE_NOOP("app::chat::Recording", "there is no “%1”"), QStringLiteral("at"));
        const qint64 at = number(json, "at", 0, kLatest);
        if (const QJsonValue message = json.value(QLatin1String("message")); message.isObject())
            return {RecordedEvent{at, messageOf(message.toObject(), at)}, {}};
        if (const QJsonValue removal = json.value(QLatin1String("removal")); removal.isObject())
            return {RecordedEvent{at, removalOf(removal.toObject(), at)}, {}};
        const QJsonValue raw = json.value(QLatin1String("raw"));
        if (!raw.isString())
            damaged(QT_TRANSLATE_NOOP("app::chat::Recording", "there is no “%1”"), QStringLiteral("message"));
        const auto parsed = parseTwitchLine(raw.toString().toUtf8());
        if (!parsed)
            damaged(QT_TRANSLATE_NOOP("app::chat::Recording", "“%1” is no line of a chat"), QStringLiteral("raw"));
        if (const auto event = twitchEvent(*parsed, at))
            return {RecordedEvent{at, *event}, {}};
        return {};
    } catch (const Damaged &damage) {
        return {{}, damage.flaw};
    }
}

Recording readRecording(const QString &name) {
    Recording recording;
    QFile file(name);
    if (!QFileInfo(name).isFile() || !file.open(QIODevice::ReadOnly)) {
        recording.problem = {words("The recorded chat could not be read."), words("Choose another file."),
                             name + QLatin1String(": ") + file.errorString()};
        return recording;
    }
    LineSplitter splitter(kLongestRecordedLine);
    int number = 0;
    const auto spoil = [&](int at, const QString &flaw) {
        if (recording.damaged++ == 0) {
            recording.firstDamaged = at;
            recording.flaw = flaw;
        }
    };
    const auto take = [&](const QByteArray &each) {
        RecordedLine read = parseRecordedLine(each);
        if (!read.flaw.isEmpty())
            spoil(number, read.flaw);
        if (!read.event)
            return;
        if (auto *message = std::get_if<Message>(&read.event->what))
            recording.messages.push_back(std::make_shared<const Message>(std::move(*message)));
        else
            recording.removals.push_back(std::get<Removal>(read.event->what));
    };
    qint64 tooLong = 0;
    while (!file.atEnd()) {
        const QByteArray piece = file.readLine(kLongestRecordedLine); // at most one end in it
        if (piece.isEmpty())
            break;
        const qint64 before = splitter.number();
        number = int(std::min<qint64>(before + 1, 1 << 30));
        for (const QByteArray &each : splitter.feed(piece))
            take(each);
        if (splitter.skipped() > std::exchange(tooLong, splitter.skipped()))
            spoil(number, words("the line is too long"));
    }
    number = int(std::min<qint64>(splitter.number() + 1, 1 << 30));
    if (const QByteArray last = splitter.rest(); !last.isEmpty())
        take(last);
    return recording;
}

// On the thread for files.
struct ChatRecorder::Book {
    QFile file;
    QPointer<QObject> context;
    std::function<void(const Problem &)> failed;
    bool broken = false;
    std::mutex mutex;
    QByteArray waiting;    // under the mutex
    bool isPosted = false; // likewise

    void write() {
        QByteArray bytes;
        {
            const std::lock_guard lock(mutex);
            bytes = std::exchange(waiting, {});
            isPosted = false;
        }
        if (broken)
            return;
        const bool open = file.isOpen() || file.open(QIODevice::WriteOnly | QIODevice::Append,
                                                     QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        if (open && file.write(bytes) == bytes.size() && file.flush())
            return;
        broken = true;
        const Problem problem{tr("The chat is not recorded any more."),
                              tr("Make room on the disk or choose another file, and record again."),
                              file.fileName() + QLatin1String(": ") + file.errorString()};
        if (QObject *const asker = context)
            QMetaObject::invokeMethod(
                asker, [tell = failed, problem] { tell(problem); }, Qt::QueuedConnection);
    }
};

ChatRecorder::ChatRecorder(const QString &file, storage::FileThread &files, QObject *context,
                           std::function<void(const Problem &)> failed)
    : m_files(files), m_book(std::make_shared<Book>()) {
    m_book->file.setFileName(file);
    m_book->context = context;
    m_book->failed = std::move(failed);
}

ChatRecorder::~ChatRecorder() = default;

void ChatRecorder::add(const Message &message) {
    post(recordedLine(message));
}

void ChatRecorder::add(const Removal &removal) {
    post(recordedLine(removal));
}

void ChatRecorder::post(QByteArray line) {
    {
        const std::lock_guard lock(m_book->mutex);
        m_book->waiting += line;
        if (std::exchange(m_book->isPosted, true))
            return;
    }
    m_files.post([book = m_book] { book->write(); });
}

} // namespace app::chat
