#include "app/settings/setting_table.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "app/settings/settings_words.h"

namespace app {
namespace {

using Kind = Setting::Kind;

QString lit(const char *text) {
    return QString::fromLatin1(text);
}

Setting flag(const char *id, const char *section, const char *key, bool fallback) {
    return {lit(id), lit(section), lit(key), Kind::Flag, fallback};
}

Setting number(const char *id, const char *section, const char *key, double low, double high, double fallback,
               Kind kind = Kind::Number) {
    return {lit(id), lit(section), lit(key), kind, fallback, low, high};
}

Setting choice(const char *id, const char *section, const char *key, QStringList choices) { // the first is the default
    const QString fallback = choices.first();
    return {lit(id), lit(section), lit(key), Kind::Choice, fallback, 0, 0, std::move(choices)};
}

Setting text(const char *id, const char *section, const char *key, const char *fallback) {
    return {lit(id), lit(section), lit(key), Kind::Text, lit(fallback)};
}

QList<Setting> makeTable() {
    return {
        text("voice", "speech", "voice", "slt"),
        text("model", "speech", "model", ""),
        text("modelMirror", "speech", "modelMirror", ""),
        choice("device", "speech", "device", {lit("auto"), lit("cpu"), lit("cuda")}),
        choice("precision", "speech", "precision", {lit("auto"), lit("fp32"), lit("bf16")}),
        number("nfe", "speech", "nfe", 1, 128, 7, Kind::Whole),
        choice("schedule", "speech", "schedule", {lit("epss"), lit("uniform")}),
        number("speed", "speech", "speed", 0.3, 3, 1),
        number("cfg", "speech", "cfg", 0, 10, 2),
        number("sway", "speech", "sway", -1, 1, -1),
        number("crossFade", "speech", "crossFade", 0, 1, 0.15),
        flag("readNumbers", "speech", "readNumbers", true),
        flag("dayFirst", "speech", "dayFirst", false),
        choice("durationRule", "speech", "durationRule", {lit("syllables"), lit("upstream")}),
        choice("joining", "speech", "joining", {lit("even"), lit("upstream")}),
        flag("checkTakes", "speech", "checkTakes", true),
        flag("seedPinned", "speech", "seedPinned", false),
        {lit("seed"), lit("speech"), lit("seed"), Kind::Seed, lit("1")},

        choice("loudness", "sound", "loudness",
               {lit("as-spoken"), lit("-14"), lit("-16"), lit("-18"), lit("-20"), lit("-23")}),
        number("volume", "sound", "volume", 0, 1, 1),
        flag("muted", "sound", "muted", false),
        flag("loop", "sound", "loop", false),
        text("outputDevice", "sound", "outputDevice", ""),
        text("programDevice", "sound", "programDevice", ""),
        number("programLevel", "sound", "programLevel", 0, 1, 1),
        flag("compareLevelled", "sound", "compareLevelled", true),

        choice("importCut", "import", "cut", {lit("paragraphs"), lit("sentences")}),

        flag("exportPerLine", "export", "perLine", false),
        choice(
            "exportFormat", "export", "format",
            {lit("wav16"), lit("wav24"), lit("wav-float"), lit("flac16"), lit("flac24"), lit("vorbis"), lit("opus")}),
        number("exportPause", "export", "pause", 0, 10, 0.4),
        flag("exportTimed", "export", "timed", true),
        flag("exportSrt", "export", "srt", false),
        flag("exportVtt", "export", "vtt", false),
        text("exportFolder", "export", "folder", ""),

        text("speakerModel", "listening", "speakerModel", ""),
        text("heardTexts", "listening", "heardTexts", ""),

        flag("watchMachine", "performance", "watch", true),
        number("watchRate", "performance", "rate", 0.1, 10, 2),
        number("slowRtf", "performance", "slowRtf", 0, 10, 0),

        flag("talkListens", "chat", "talkListens", false),
        text("talkMicrophone", "chat", "talkMicrophone", ""),
        number("talkLine", "chat", "talkLine", -80, 0, -40),
        number("talkRelease", "chat", "talkRelease", 0.2, 10, 1.5),
        number("talkLouder", "chat", "talkLouder", 0, 60, 0),
        flag("talkStops", "chat", "talkStops", false),

        choice("serverReach", "server", "reach", {lit("machine"), lit("network")}),
        number("serverPort", "server", "port", 1024, 65535, 27121, Kind::Whole),
        flag("serverStarts", "server", "start", false),
        text("serverOrigins", "server", "origins", ""),
        text("serverHosts", "server", "hosts", ""),

        choice("theme", "window", "theme", {lit("system"), lit("light"), lit("dark")}),
        choice("size", "window", "size",
               {lit("system"), lit("125"), lit("150"), lit("175"), lit("200"), lit("250"), lit("300")}),
        flag("spokenForm", "window", "spokenForm", true),
        flag("spectrogram", "window", "spectrogram", false),
        choice("lineCard", "window", "lineCard", {lit("auto"), lit("open"), lit("folded")}),
        text("workspace", "window", "workspace", "clone"),
    };
}

QString plain(QString name) {
    return name.toLower().remove(u'_').remove(u'-');
}

int distance(const QString &a, const QString &b) { // Levenshtein
    std::vector<int> row(std::size_t(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        int corner = row[0]++;
        for (qsizetype j = 0; j < b.size(); ++j) {
            int &above = row[std::size_t(j) + 1];
            const int cost = std::min({above, row[std::size_t(j)], corner - (a[i] == b[j])}) + 1;
            corner = above;
            above = cost;
        }
    }
    return row.back();
}

} // namespace

QString Setting::variable() const {
    QString snake;
    for (const QChar c : key) {
        if (c.isUpper())
            snake += u'_';
        snake += c.toUpper();
    }
    return QStringLiteral("ISHOWTTS__%1__%2").arg(section.toUpper(), snake);
}

bool Setting::accepts(const QJsonValue &value) const {
    switch (kind) {
    case Kind::Flag:
        return value.isBool();
    case Kind::Whole:
    case Kind::Number: {
        const double number = value.toDouble(std::nan(""));
        return number >= low && number <= high && (kind == Kind::Number || number == std::floor(number));
    }
    case Kind::Choice:
        return choices.contains(value.toString());
    case Kind::Text:
        return value.isString() && value.toString().size() <= kLongestText;
    case Kind::Seed: {
        const QString digits = value.toString();
        bool isNumber = false;
        digits.toULongLong(&isNumber);
        return isNumber && !digits.startsWith(u'+');
    }
    }
    return false;
}

std::optional<QJsonValue> Setting::parse(const QString &given) const {
    const QString written = given.trimmed();
    QJsonValue value = written;
    if (kind == Kind::Flag) {
        const QString word = written.toLower();
        if (QStringList{lit("true"), lit("yes"), lit("on"), lit("1")}.contains(word))
            value = true;
        else if (QStringList{lit("false"), lit("no"), lit("off"), lit("0")}.contains(word))
            value = false;
    } else if (kind == Kind::Whole || kind == Kind::Number) {
        bool isNumber = false;
        value = QLocale::c().toDouble(written, &isNumber);
        if (!isNumber)
            return {};
    } else if (kind == Kind::Choice) {
        value = written.toLower();
    } else if (kind == Kind::Text) {
        value = given;
    }
    return accepts(value) ? std::optional(value) : std::nullopt;
}

QString Setting::allowed() const {
    const auto digits = [](double value) { return QLocale::c().toString(value, 'g', 6); };
    switch (kind) {
    case Kind::Flag:
        return say(QT_TRANSLATE_NOOP("settings", "true or false"));
    case Kind::Whole:
        return say(QT_TRANSLATE_NOOP("settings", "a whole number from %1 to %2")).arg(digits(low), digits(high));
    case Kind::Number:
        return say(QT_TRANSLATE_NOOP("settings", "a number from %1 to %2")).arg(digits(low), digits(high));
    case Kind::Choice:
        return say(QT_TRANSLATE_NOOP("settings", "one of %1")).arg(choices.join(QStringLiteral(", ")));
    case Kind::Text:
        return say(QT_TRANSLATE_NOOP("settings", "text of at most %1 characters")).arg(kLongestText);
    case Kind::Seed:
        return say(QT_TRANSLATE_NOOP("settings", "a whole number from 0 to 18446744073709551615, in quotes"));
    }
    return {};
}

const QList<Setting> &settingTable() {
    static const QList<Setting> table = makeTable();
    return table;
}

const Setting *findSetting(const QString &id) {
    const auto &table = settingTable();
    const auto found = std::find_if(table.begin(), table.end(), [&](const Setting &one) { return one.id == id; });
    return found == table.end() ? nullptr : &*found;
}

std::optional<double> lufsOf(const QString &choice) {
    bool isNumber = false;
    const double lufs = choice.toDouble(&isNumber);
    return isNumber ? std::optional(lufs) : std::nullopt;
}

const Setting *settingNamed(const QString &section, const QString &key) {
    const auto &table = settingTable();
    const auto found = std::find_if(table.begin(), table.end(), [&](const Setting &one) {
        return plain(one.section) == plain(section) && plain(one.key) == plain(key);
    });
    return found == table.end() ? nullptr : &*found;
}

const Setting *nearestSetting(const QString &section, const QString &key) {
    const Setting *best = nullptr;
    int least = std::numeric_limits<int>::max();
    for (const Setting &one : settingTable()) {
        // A right key in a wrong section is nearer than a wrong key.
        const int away = 2 * distance(plain(key), plain(one.key)) + (plain(section) != plain(one.section));
        if (away < least) {
            least = away;
            best = &one;
        }
    }
    return least <= std::max<qsizetype>(3, plain(key).size()) ? best : nullptr;
}

} // namespace app
