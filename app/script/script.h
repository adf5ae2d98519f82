// What is to be said, line by line. Plain values: a Script is copied in no time (its lists are shared until one of
// them changes) and may cross threads.
#pragma once

#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace app::script {

inline constexpr int kMostLines = 20'000;
inline constexpr int kLongestLine = 200'000;     // bytes of UTF-8; more is not spoken at once (engine/request.h)
inline constexpr int kLongestScript = 8'000'000; // bytes of UTF-8, all lines together
inline constexpr double kSlowest = 0.3;
inline constexpr double kFastest = 3.0;

inline constexpr double kLatestCue = 1000 * 3600.0; // s

// When a line is shown in the film that it belongs to, in seconds from its beginning: 0 ≤ begin ≤ end ≤ kLatestCue.
struct CueTimes {
    double begin = 0;
    double end = 0;

    double seconds() const { return end - begin; }
    friend bool operator==(const CueTimes &, const CueTimes &) = default;
};

struct Line {
    QString id;      // UUID, lower case without braces; takes are kept by it, so it survives every edit of the line
    QString text;    // one line: cleanText() of something
    QString voiceId; // "" = the voice that is chosen in the Studio
    std::optional<double> speed;      // kSlowest…kFastest; none = the speed that is chosen in the Studio
    std::optional<quint64> seed;      // none = as the Studio does it
    std::optional<CueTimes> cue = {}; // none = after the line before

    friend bool operator==(const Line &, const Line &) = default;
};

struct Script {
    QString id;        // UUID; kept by "save as", so that the takes stay with it
    QList<Line> lines; // at least one, and every id once

    friend bool operator==(const Script &, const Script &) = default;
};

// A place between two characters; `position` counts UTF-16 units from the start of the line.
struct Place {
    int line = 0;
    int position = 0;

    friend bool operator==(const Place &, const Place &) = default;
};

Line newLine(const QString &text = {});                  // with an id of its own
Line newLineLike(const Line &line, const QString &text); // another one with its voice, speed and seed, without a cue
Script newScript();                                      // one empty line

// Text as a line holds it: every line break and control character (the tab excepted) becomes a space, and half a
// surrogate pair becomes U+FFFD.
QString cleanText(const QString &text);

// Text of several lines, cut at every kind of line break (LF, CR, CR LF, VT, FF, U+0085, U+2028, U+2029), each part
// cleaned. A break at the very end makes no further line; "" is one empty line.
QStringList linesOf(const QString &text);

bool isLineBreak(QChar c);

// ids as this program makes them, in lower case without braces; "" when it is none.
QString canonicalId(const QString &id);
// What a folder of voices may be called: not empty, at most 255 bytes, no slash, no control characters, not "." or
// "..".
bool isVoiceId(const QString &id);

// What the newest take of a line was made with.
struct Made {
    QString text;
    QString voiceId;
    double speed = 1.0;
    quint64 seed = 0;
    std::optional<double> crossFade = {}; // s; none: in one piece, where it does nothing
    QString spoken = {};                  // engine::Request::spoken; "" = the text as it stands
};

// What counts where a line says nothing of its own.
struct Chosen {
    QString voiceId;
    double speed = 1.0;
    double crossFade = 0.15; // s
};

enum class LineState {
    Blank,   // nothing to say
    NotMade, // has no take
    Changed, // text, voice, speed, pinned seed or the cross-fade of its pieces differ from those of its newest take
    Made,    // its newest take says what stands here; with which settings, cloning::LineStanding::otherwise tells
};

bool isBlank(const Line &line); // nothing to say: white space and invisible signs alone
// `says`: whether the take's words are those of the line; without it whether the texts are the same.
using SaysLine = std::function<bool(const Made &made, const Line &line, const QString &voiceId)>;
LineState state(const Line &line, const Chosen &chosen, const std::optional<Made> &made, const SaysLine &says = {});

} // namespace app::script

Q_DECLARE_METATYPE(app::script::Script)
