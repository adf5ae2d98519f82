#include "ui/settings/setting_words.h"

#include <QCoreApplication>

#include "app/settings/setting_table.h"
#include "ui/shared/format_names.h"
#include "ui/shared/loudness_box.h"
#include "ui/shared/setting_explanation.h"

namespace ui::settings {
namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(ui::settings::Words)

    static QString id(const char *text) { return QString::fromLatin1(text); }
    static QString explanation(const char *setting) { return shared::explanationOf(id(setting)); }

    static QHash<QString, QString> formats() {
        QHash<QString, QString> names;
        for (const auto &[id, name] : shared::formatNames())
            names.insert(id, name);
        return names;
    }

    static QHash<QString, QString> loudnesses() {
        QHash<QString, QString> names;
        for (const QString &choice : app::findSetting(id("loudness"))->choices)
            names.insert(choice, shared::loudnessName(app::lufsOf(choice)));
        return names;
    }

public:
    static QList<SettingWords> speech() {
        return {
            {id("voice"), tr("Voice"), tr("Who speaks the lines that have no voice of their own.")},
            {id("model"),
             tr("Model"),
             tr("The name of an installed model, or a folder with an F5-TTS checkpoint. Empty is the demo model."),
             {},
             tr("Demo model")},
            {id("modelMirror"),
             tr("Mirror for models"),
             tr("An address that stands for https://huggingface.co when a model is fetched, beginning with https://. "
                "What comes from it is checked as always."),
             {},
             tr("None")},
            {id("device"),
             tr("Device"),
             tr("What computes the speech. A graphics card is much faster where there is one."),
             {{id("auto"), tr("Best there is")},
              {id("cpu"), tr("Processor")},
              {id("cuda"), tr("NVIDIA graphics card")}}},
            {id("precision"),
             tr("Precision"),
             explanation("precision"),
             {{id("auto"), tr("Automatic")}, {id("fp32"), tr("fp32")}, {id("bf16"), tr("bf16")}}},
            {id("nfe"), tr("Steps (NFE)"), explanation("nfe")},
            {id("schedule"),
             tr("Schedule"),
             explanation("schedule"),
             {{id("epss"), tr("EPSS")}, {id("uniform"), tr("Uniform")}}},
            {id("speed"), tr("Speed"), explanation("speed"), {}, {}, tr(" ×")},
            {id("cfg"), tr("Guidance (CFG)"), explanation("cfg")},
            {id("sway"), tr("Sway"), explanation("sway")},
            {id("crossFade"), tr("Cross-fade"), explanation("crossFade"), {}, {}, tr(" s")},
            {id("readNumbers"), tr("Say numbers and signs as words"),
             tr("“3.5 km” is said as “three point five kilometers”, and dates, times, money and addresses likewise. "
                "Otherwise the model is given what is written, and guesses.")},
            {id("dayFirst"), tr("The day comes first in 5/1/2024"),
             tr("How a date is said that is written in digits with slashes: as the fifth of January, otherwise as the "
                "first of May. It counts while numbers are said as words.")},
            {id("durationRule"),
             tr("How long speech becomes"),
             tr("By what has to be said, so that short lines and mixed scripts are spoken at one pace. As upstream "
                "counts bytes, which is what F5-TTS does and slows the shortest lines."),
             {{id("syllables"), tr("By syllables")}, {id("upstream"), tr("As upstream")}}},
            {id("joining"),
             tr("Pieces of a long line"),
             tr("At one loudness, and joined in the pauses of the speech. As upstream overlaps them by the cross-fade, "
                "whatever is there."),
             {{id("even"), tr("Evenly")}, {id("upstream"), tr("As upstream")}}},
            {id("checkTakes"), tr("Check new takes"),
             tr("Looks in each new take for holes, clicks, words said twice and words of the recording, and marks what "
                "is doubtful. What is read of the chat and what other programs ask for is looked at, too, so that a "
                "change "
                "which made it worse is noticed. It costs a moment of one processor core and changes no sound.")},
            {id("seedPinned"), tr("Keep the seed"),
             tr("Every take is made with the same seed, so the same text sounds the same.")},
            {id("seed"), tr("Seed"),
             explanation("seed") + u' ' + tr("Here stands the kept one, or that of the last take.")},
        };
    }

    static QList<SettingWords> sound() {
        return {
            {id("outputDevice"), tr("Monitor"),
             tr("The device where you hear takes. When it vanishes, the next best is used, but never the program's.")},
            {id("programDevice"), tr("Program"),
             tr("The device that a stream or a recorder listens to, for example a virtual cable. It sounds only while "
                "“Send to program” is on, and no other device takes its place when it vanishes.")},
            {id("programLevel"), tr("Program level"),
             tr("How loud the program is; the monitor's volume does not change it. 1 is unchanged.")},
            {id("loudness"), tr("Loudness"), explanation("loudness"), loudnesses()},
            {id("volume"), tr("Volume"),
             tr("How loud the monitor is, where you hear takes; it does not change the program. 1 is unchanged.")},
            {id("muted"), tr("Muted"), tr("You hear nothing on the monitor; the program sounds as ever.")},
            {id("loop"), tr("Loop"), tr("A take, or the selected part of it, is played again and again.")},
            {id("compareLevelled"), tr("Compare at equal loudness"),
             tr("Two takes that are compared are brought to one loudness, because the louder one always seems "
                "better.")},
        };
    }

    static QList<SettingWords> importing() {
        return {
            {id("importCut"),
             tr("Texts are cut into"),
             tr("What becomes a line when a plain text is imported. Lines that were only broken to fit a page are "
                "joined "
                "first."),
             {{id("paragraphs"), tr("Paragraphs")}, {id("sentences"), tr("Sentences")}}},
        };
    }

    static QList<SettingWords> exporting() {
        return {
            {id("exportPerLine"), tr("A file for each line"), tr("Otherwise a script becomes one file.")},
            {id("exportFormat"), tr("Format"),
             tr("WAV can be read everywhere; FLAC is smaller and exact; Ogg Vorbis and Opus are small."), formats()},
            {id("exportPause"),
             tr("Pause between lines"),
             tr("Silence between two lines in one file."),
             {},
             {},
             tr(" s")},
            {id("exportTimed"), tr("Lines begin with their cues"),
             tr("In one file a line that came from subtitles begins when its subtitle is shown. One that is too long "
                "for "
                "it is made faster, up to 1.35 times, and said when that is not enough.")},
            {id("exportSrt"), tr("SubRip captions (.srt)"), tr("Written beside the sound, with the real times.")},
            {id("exportVtt"), tr("WebVTT captions (.vtt)"), tr("Written beside the sound, with the real times.")},
            {id("exportFolder"), tr("Folder"), tr("Where the last script was exported to."), {}, tr("None yet")},
        };
    }

    static QList<SettingWords> listening() {
        return {
            {id("speakerModel"),
             tr("Speaker model"),
             tr("A folder with speaker.json, to measure whether the voice stays alike."),
             {},
             tr("None")},
            {id("heardTexts"),
             tr("What a recogniser heard"),
             tr("A JSON file, to measure wrong words in listening tests."),
             {},
             tr("None")},
        };
    }

    static QList<SettingWords> performance() {
        return {
            {id("watchMachine"), tr("Watch temperature, load and clocks"),
             tr("What the performance pane draws, the temperature in the status line, and notices when the graphics "
                "card is hot, held back or gone. It costs next to nothing; nothing is sent anywhere.")},
            {id("watchRate"), tr("How often"), tr("Readings in a second."), {}, {}, tr(" a second")},
            {id("slowRtf"), tr("Say when the RTF is above"),
             tr("The mean of the last five utterances; 0 never says it. iShowTTS's targets were 0.30, 0.20, 0.18, 0.15 "
                "and 0.11.")},
        };
    }

    static QList<SettingWords> chat() {
        return {
            {id("talkListens"), tr("Hold while my microphone hears me"),
             tr("While a chat is read aloud and the microphone hears you, nothing new begins. Its sound is only "
                "measured: it is never kept or sent.")},
            {id("talkMicrophone"),
             tr("Microphone"),
             tr("Which one it is, as the sound server calls it. It is chosen, and its level seen, under Danmaku › "
                "Microphone for holding."),
             {},
             tr("The system's")},
            {id("talkLine"),
             tr("You talk from"),
             tr("The level from which on the microphone hears you."),
             {},
             {},
             tr(" dB")},
            {id("talkRelease"),
             tr("Goes on after a silence of"),
             tr("Longer than your pauses between two sentences."),
             {},
             {},
             tr(" s")},
            {id("talkLouder"),
             tr("Louder while something is read"),
             tr("How much more it takes then: for loudspeakers, which the microphone hears, too."),
             {},
             {},
             tr(" dB")},
            {id("talkStops"), tr("What is on air stops while you talk"),
             tr("It fades out where it is, and goes on there. Otherwise it is read to its end.")},
        };
    }

    static QList<SettingWords> server() {
        return {
            {id("serverReach"),
             tr("Who may ask"),
             tr("Which programs the server answers. From the network only those that send its token."),
             {{id("machine"), tr("This machine only")}, {id("network"), tr("The network")}}},
            {id("serverPort"), tr("Port"), tr("Where the server listens, and a running one moves at once.")},
            {id("serverStarts"), tr("Start with the Studio"),
             tr("Otherwise the server is off until it is turned on in its pane.")},
            {id("serverOrigins"), tr("Pages that may ask"),
             tr("Addresses of web pages, such as an overlay's, with commas: http://localhost:8080. “null” means pages "
                "from files, and counts only where the token is needed.")},
            {id("serverHosts"), tr("Further names"),
             tr("What else programs may call this server, with its port and with commas: studio.lan:27121.")},
        };
    }

    static QList<SettingWords> window() {
        return {
            {id("theme"),
             tr("Theme"),
             tr("Light or dark."),
             {{id("system"), tr("As the system")}, {id("light"), tr("Light")}, {id("dark"), tr("Dark")}}},
            {id("size"),
             tr("Size"),
             tr("How many times as large as the system has it everything is drawn. "
                "QT_SCALE_FACTOR in the environment goes before it."),
             {{id("system"), tr("As the system")},
              {id("125"), tr("125 %")},
              {id("150"), tr("150 %")},
              {id("175"), tr("175 %")},
              {id("200"), tr("200 %")},
              {id("250"), tr("250 %")},
              {id("300"), tr("300 %")}}},
            {id("spokenForm"), tr("What is said, under each line"),
             tr("Where something else is said than stands there, for numbers, tags and words of the lexicon, it is "
                "shown in small letters under the line. Tags that are not known are marked in any case.")},
            {id("spectrogram"), tr("Spectrogram"),
             tr("Beside the wave, which frequencies sound when, as the model hears them.")},
            {id("lineCard"),
             tr("Voice, speed and seed of a line"),
             tr("Whether the fields over the settings are open or folded to a row."),
             {{id("auto"), tr("Open where there is room")}, {id("open"), tr("Open")}, {id("folded"), tr("Folded")}}},
        };
    }

    static QList<SettingSection> all() {
        return {{tr("Speech"), speech()},
                {tr("Sound"), sound()},
                {tr("Import"), importing()},
                {tr("Export"), exporting()},
                {tr("Listening tests"), listening()},
                {tr("Performance"), performance()},
                {tr("Live chat"), chat()},
                {tr("Server"), server()},
                {tr("Window"), window()}};
    }
};

} // namespace

QList<SettingSection> settingSections() {
    return Words::all();
}

} // namespace ui::settings
