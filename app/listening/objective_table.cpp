#include "app/listening/objective_table.h"

#include <QFile>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/listening/listening_words.h"
#include "engine/audio/loudness.h"
#include "engine/distances/cepstral_distance.h"
#include "engine/distances/pitch_distance.h"
#include "engine/distances/speaker_encoder.h"
#include "engine/distances/spectral_distance.h"
#include "engine/distances/teacher_distance.h"
#include "engine/distances/word_error.h"
#include "engine/error.h"
#include "engine/quality/artifacts.h"

namespace app::listening {

using namespace engine::distances;

namespace {

constexpr int kTeacherSteps = 32;
const char *const kOfPair[] = {"teacher",  "teacher-worst",  "lsd",     "mcd",
                               "f0-cents", "f0-correlation", "voicing", "f0-frame-error"};

std::filesystem::path pathOf(const QString &name) {
    return QFile::encodeName(name).toStdString();
}

class Measuring {
public:
    explicit Measuring(const MeasureOrder &order) : m_order(order), m_teacher(teacherOf(order.design)) {
        if (!order.speakerModel.isEmpty())
            m_encoder = SpeakerEncoder::open(pathOf(order.speakerModel));
        if (!order.heardTexts.isEmpty())
            m_heard = readHeardTexts(pathOf(order.heardTexts));
        if (m_encoder && order.voice)
            m_voice = m_encoder->embed(*order.voice);
        sayWhatIsMissing();
    }

    std::optional<MeasuredCells> run(const std::stop_token &stop, const std::function<void(int, int)> &progress) {
        const int all = int(m_order.cells.size());
        // Row by row, so that a teacher's melody is looked for once.
        for (int row = 0; row < int(m_order.design.rows.size()); ++row) {
            const CellSound *teacher = soundOf(row, m_teacher);
            std::optional<PitchTrack> melody;
            for (const CellSound &cell : m_order.cells) {
                if (cell.row != row)
                    continue;
                if (stop.stop_requested())
                    return std::nullopt;
                if (teacher && !melody)
                    melody = trackPitch(*teacher->clip);
                measure(cell, teacher, melody ? &*melody : nullptr);
                if (progress)
                    progress(int(m_result.cells.size()), all);
            }
        }
        if (int(m_result.cells.size()) != all)
            throw engine::badInput(sayPlain("A sound belongs to no sentence of the test."),
                                   sayPlain("Measure sounds of this test only."));
        return std::move(m_result);
    }

private:
    void sayWhatIsMissing() {
        const auto miss = [&](const char *measure, const QString &why) { m_result.notMeasured.emplace(measure, why); };
        for (const char *measure : kOfPair) {
            if (!m_order.isSeedMatched)
                miss(measure, say("The sounds of a row were not made with one seed, so their distance says nothing."));
            else if (!m_teacher)
                miss(measure, say("No column has 32 steps and is otherwise as the baseline."));
        }
        if (!m_encoder)
            miss("likeness", m_order.speakerModel.isEmpty()
                                 ? say("No speaker model is present.")
                                 : say("There is no speaker model in %1.").arg(m_order.speakerModel));
        else if (!m_voice)
            miss("likeness", say("There is no recording of the voice to compare with."));
        if (!m_heard)
            miss("word-error", say("No recogniser’s file is present."));
        if (!engine::audio::canMeasureLoudness()) {
            miss("lufs", say("This build cannot measure loudness."));
            miss("true-peak", say("This build cannot measure loudness."));
        }
    }

    static bool isComparable(const CellSound &cell) {
        return cell.clip && std::all_of(cell.clip->samples.begin(), cell.clip->samples.end(),
                                        [](float sample) { return std::isfinite(sample); });
    }

    const CellSound *soundOf(int row, std::optional<Condition> condition) const {
        if (!condition || !m_order.isSeedMatched)
            return nullptr;
        for (const CellSound &cell : m_order.cells) {
            if (cell.row == row && cell.condition == *condition)
                return isComparable(cell) ? &cell : nullptr;
        }
        return nullptr;
    }

    void measure(const CellSound &cell, const CellSound *teacher, const PitchTrack *melody) {
        if (!cell.clip)
            throw engine::badInput(sayPlain("A cell of the test has no sound."), sayPlain("Make it first."));
        CellFigures figures;
        figures.row = cell.row;
        figures.condition = cell.condition;
        const auto put = [&](const char *measure, const std::optional<double> &value) {
            if (value && std::isfinite(*value))
                figures.figures.emplace(measure, *value);
        };
        put("rtf", cell.rtf);
        put("seconds", cell.clip->seconds());
        const std::string &text = m_order.design.rows[std::size_t(cell.row)].text;
        const engine::quality::Artifacts artifacts =
            engine::quality::measureArtifacts(*cell.clip, engine::quality::writtenLine(text));
        figures.artifacts = artifacts.found();
        figures.artifactsLookedFor = true;
        put("artifacts", double(figures.artifacts.size()));
        put("true-peak", artifacts.truePeak);
        // What holds no numbers has no loudness and no distance; its artifacts say so.
        if (artifacts.notNumbers == 0) {
            if (engine::audio::canMeasureLoudness())
                put("lufs", engine::audio::measureLoudness(*cell.clip).integrated);
            if (teacher)
                measureDistances(cell, *teacher, *melody, put);
            if (m_voice)
                put("likeness", likeness(*cell.clip));
        }
        if (m_heard) {
            if (const auto heard = m_heard->heard.find(cell.key); heard != m_heard->heard.end())
                put("word-error", wordError(text, heard->second).rate());
        }
        m_result.cells.push_back(std::move(figures));
    }

    template <class Put>
    static void measureDistances(const CellSound &cell, const CellSound &teacher, const PitchTrack &melody, Put &&put) {
        if (const auto far = cepstralDistance(*cell.clip, *teacher.clip))
            put("mcd", far->mean);
        // Another length: frames do not belong together.
        if (cell.clip->samples.size() != teacher.clip->samples.size())
            return;
        if (const auto far = teacherDistance(*cell.clip, *teacher.clip)) {
            put("teacher", far->mean);
            put("teacher-worst", far->worst);
        }
        if (const auto far = spectralDistance(*cell.clip, *teacher.clip))
            put("lsd", far->mean);
        if (const auto far = pitchDistance(trackPitch(*cell.clip), melody)) {
            put("f0-cents", far->rmseCents);
            put("f0-correlation", far->correlation);
            put("voicing", far->voicingError);
            put("f0-frame-error", far->frameError);
        }
    }

    std::optional<double> likeness(const engine::Clip &clip) const {
        const std::optional<std::vector<float>> point = m_encoder->embed(clip);
        if (!point)
            return std::nullopt;
        double cosine = 0;
        for (std::size_t i = 0; i < point->size(); ++i)
            cosine += double((*point)[i]) * double((*m_voice)[i]);
        return cosine;
    }

    const MeasureOrder &m_order;
    const std::optional<Condition> m_teacher;
    std::optional<SpeakerEncoder> m_encoder;
    std::optional<std::vector<float>> m_voice;
    std::optional<HeardTexts> m_heard;
    MeasuredCells m_result;
};

} // namespace

std::optional<Condition> teacherOf(const TestDesign &design) {
    const auto written = [&](TestColumn column) {
        column.voice = column.voice.empty() ? design.voice : column.voice;
        column.model = column.model.empty() ? design.model : column.model;
        column.schedule = engine::effectiveSchedule(column.nfeStep, column.schedule);
        return column;
    };
    TestColumn teacher = columnOf(design, design.baseline);
    teacher.nfeStep = kTeacherSteps;
    teacher.precision = engine::Precision::Fp32;
    teacher = written(teacher);
    for (Condition column = 0; column < Condition(design.columns.size()); ++column) {
        if (written(columnOf(design, column)) == teacher)
            return column;
    }
    return written(design.reference) == teacher ? std::optional(kReference) : std::nullopt;
}

std::optional<MeasuredCells> measureCells(const MeasureOrder &order, const std::stop_token &stop,
                                          const std::function<void(int, int)> &progress) {
    return Measuring(order).run(stop, progress);
}

ObjectiveTable::ObjectiveTable(QObject *parent) : QObject(parent) {}

ObjectiveTable::~ObjectiveTable() {
    m_stop.request_stop();
}

void ObjectiveTable::start(MeasureOrder order) {
    cancel();
    m_stop = std::stop_source();
    m_running = true;
    m_thread.post([this, order = std::move(order), stop = m_stop.get_token(), round = m_round] {
        try {
            const auto found = measureCells(order, stop, [&](int done, int all) {
                tell(round, [this, done, all] { Q_EMIT progressed(done, all); });
            });
            if (found)
                tell(round, [this, cells = std::make_shared<const MeasuredCells>(*found)] {
                    m_running = false;
                    Q_EMIT measured(cells);
                });
        } catch (const engine::Error &error) {
            const Problem problem{QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}};
            tell(round, [this, problem] {
                m_running = false;
                Q_EMIT failed(problem);
            });
        }
    });
}

void ObjectiveTable::cancel() {
    m_stop.request_stop();
    ++m_round;
    if (std::exchange(m_running, false))
        Q_EMIT cancelled();
}

void ObjectiveTable::tell(int round, const std::function<void()> &what) {
    QMetaObject::invokeMethod(
        this,
        [this, round, what] {
            if (round == m_round)
                what();
        },
        Qt::QueuedConnection);
}

} // namespace app::listening

#include "moc_objective_table.cpp"
