#include "app/decoding/helper/container_reader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <string_view>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
}

#include "app/decoding/helper/container_end.h"

namespace decode {

namespace {

constexpr int kIoBuffer = 1 << 16;

// By the demuxers' own names. None of these opens other files when io_open refuses.
constexpr std::array<std::string_view, 22> kContainers{"mov,mp4,m4a,3gp,3g2,mj2",
                                                       "matroska,webm",
                                                       "ogg",
                                                       "asf",
                                                       "aac",
                                                       "mp3",
                                                       "flac",
                                                       "wav",
                                                       "w64",
                                                       "aiff",
                                                       "caf",
                                                       "amr",
                                                       "ape",
                                                       "wv",
                                                       "tta",
                                                       "avi",
                                                       "flv",
                                                       "mpegts",
                                                       "mpeg",
                                                       "au",
                                                       "ac3",
                                                       "dsf"};
constexpr std::array<std::string_view, 7> kPlaylists{
    "hls", "concat", "dash", "sdp", "rtsp", "imf", "webm_dash_manifest"};
constexpr const char *kCodecs =
    "aac,aac_latm,aac_fixed,mp3float,mp3,mp2float,mp2,mp1float,mp1,flac,alac,vorbis,opus,wmav1,wmav2,wmapro,"
    "wmalossless,wmavoice,ac3,eac3,ape,wavpack,tta,amrnb,amrwb,gsm_ms,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,adpcm_swf,"
    "nellymoser,pcm_s8,pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_"
    "f64le,"
    "pcm_f64be,pcm_alaw,pcm_mulaw,pcm_bluray,pcm_dvd,dsd_lsbf,dsd_msbf,dsd_lsbf_planar,dsd_msbf_planar";

template <typename List> bool isAmong(const List &list, const char *name) {
    return name && std::find(list.begin(), list.end(), std::string_view(name)) != list.end();
}

bool isKnownCodec(const char *name) {
    std::string_view rest = kCodecs;
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        if (rest.substr(0, comma) == name)
            return true;
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return false;
}

int readBytes(void *self, std::uint8_t *bytes, int count) {
    const std::int64_t got = static_cast<InputFile *>(self)->read(bytes, count);
    return got > 0 ? int(got) : got == 0 ? AVERROR_EOF : AVERROR(EIO);
}

std::int64_t seekBytes(void *self, std::int64_t offset, int whence) {
    InputFile &file = *static_cast<InputFile *>(self);
    if (whence & AVSEEK_SIZE)
        return file.size();
    whence &= ~AVSEEK_FORCE;
    const std::int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? file.at() : file.size();
    std::int64_t to = 0;
    if (__builtin_add_overflow(base, offset, &to) || !file.seek(to))
        return AVERROR(EINVAL);
    return to;
}

int openNothing(AVFormatContext *, AVIOContext **, const char *, int, AVDictionary **) {
    return AVERROR(EPERM);
}

struct Free {
    void operator()(AVIOContext *io) const {
        av_freep(&io->buffer);
        avio_context_free(&io);
    }
    void operator()(AVFormatContext *context) const { avformat_close_input(&context); }
    void operator()(AVCodecContext *context) const { avcodec_free_context(&context); }
    void operator()(AVPacket *packet) const { av_packet_free(&packet); }
    void operator()(AVFrame *frame) const { av_frame_free(&frame); }
    void operator()(SwrContext *converter) const { swr_free(&converter); }
};
template <typename Of> using Owned = std::unique_ptr<Of, Free>;

[[noreturn]] void refuse(int error, wire::Reason otherwise) {
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(error, text.data(), text.size());
    throw Refused(error == AVERROR(ENOMEM) ? wire::Reason::Memory : otherwise, text.data());
}

template <typename Of> Owned<Of> owned(Of *made) {
    if (!made)
        throw Refused(wire::Reason::Memory, {});
    return Owned<Of>(made);
}

const AVInputFormat *probe(AVIOContext *io) {
    const AVInputFormat *format = nullptr;
    if (av_probe_input_buffer2(io, &format, "", nullptr, 0, 0) < 0 || !format)
        throw Refused(wire::Reason::NotSound, {});
    if (isAmong(kPlaylists, format->name))
        throw Refused(wire::Reason::Playlist, format->name);
    if (!isAmong(kContainers, format->name))
        throw Refused(wire::Reason::NotSound, format->name);
    return format;
}

Owned<AVFormatContext> openFormat(AVIOContext *io) {
    const AVInputFormat *format = probe(io);
    AVFormatContext *context = avformat_alloc_context();
    if (!context)
        throw Refused(wire::Reason::Memory, {});
    context->pb = io;
    context->flags |= AVFMT_FLAG_CUSTOM_IO;
    context->io_open = openNothing;
    av_opt_set(context, "codec_whitelist", kCodecs, 0);
    av_opt_set(context, "format_whitelist", format->name, 0);
    av_opt_set(context, "protocol_whitelist", "none", 0);
    if (const int error = avformat_open_input(&context, "", format, nullptr); error < 0) // frees it then
        refuse(error, wire::Reason::Damaged);
    Owned<AVFormatContext> opened(context);
    const auto discardOthers = [&] {
        for (unsigned i = 0; i < opened->nb_streams; ++i) {
            if (opened->streams[i]->codecpar->codec_type != AVMEDIA_TYPE_AUDIO)
                opened->streams[i]->discard = AVDISCARD_ALL;
        }
    };
    discardOthers();
    if (const int error = avformat_find_stream_info(opened.get(), nullptr); error < 0)
        refuse(error, wire::Reason::Damaged);
    discardOthers();
    return opened;
}

Owned<AVCodecContext> openDecoder(const AVStream &stream) {
    const AVCodec *codec = avcodec_find_decoder(stream.codecpar->codec_id);
    if (!codec || !isKnownCodec(codec->name))
        throw Refused(wire::Reason::UnknownCodec, avcodec_get_name(stream.codecpar->codec_id));
    Owned<AVCodecContext> decoder = owned(avcodec_alloc_context3(codec));
    decoder->thread_count = 1;
    decoder->pkt_timebase = stream.time_base;
    int error = avcodec_parameters_to_context(decoder.get(), stream.codecpar);
    if (error >= 0)
        error = avcodec_open2(decoder.get(), codec, nullptr);
    if (error < 0)
        refuse(error, wire::Reason::Damaged);
    return decoder;
}

// Frames of any form, which may change on the way, as mono at the rate of the first one.
class MonoMaker {
public:
    MonoMaker(SoundPipe &pipe, double seconds, std::string name)
        : m_pipe(pipe), m_seconds(seconds), m_name(std::move(name)) {}

    void take(const AVFrame &frame) {
        if (frame.nb_samples <= 0 || frame.sample_rate <= 0)
            return;
        if (!m_pipe.hasBegun()) {
            m_pipe.begin(frame.sample_rate, frame.ch_layout.nb_channels, m_seconds, m_name);
            m_rate = frame.sample_rate;
        }
        if (!m_converter || frame.format != m_format || frame.sample_rate != m_inRate ||
            frame.ch_layout.nb_channels != m_channels)
            prepare(frame);
        const std::span<const float> mono = converted(m_converter.get(), frame, 1, m_mono);
        m_pipe.look(m_separate ? converted(m_separate.get(), frame, m_channels, m_frames) : mono, m_channels);
        m_pipe.write(mono);
    }

private:
    static std::span<const float> converted(SwrContext *converter, const AVFrame &frame, int channels,
                                            std::vector<float> &samples) {
        const std::size_t room = std::size_t(std::max(swr_get_out_samples(converter, frame.nb_samples), 0)) + 64;
        samples.resize(room * std::size_t(channels));
        auto *out = reinterpret_cast<std::uint8_t *>(samples.data());
        const int made = swr_convert(converter, &out, int(room), const_cast<const std::uint8_t **>(frame.extended_data),
                                     frame.nb_samples);
        if (made < 0)
            refuse(made, wire::Reason::Damaged);
        return {samples.data(), std::size_t(made) * std::size_t(channels)};
    }

    void prepare(const AVFrame &frame) {
        AVChannelLayout mono = AV_CHANNEL_LAYOUT_MONO, from{};
        if (frame.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC)
            av_channel_layout_default(&from, frame.ch_layout.nb_channels);
        else if (av_channel_layout_copy(&from, &frame.ch_layout) < 0)
            throw Refused(wire::Reason::Memory, {});
        const auto make = [&](Owned<SwrContext> &converter, AVChannelLayout &to) {
            SwrContext *made = nullptr;
            int error = swr_alloc_set_opts2(&made, &to, AV_SAMPLE_FMT_FLT, m_rate, &from, AVSampleFormat(frame.format),
                                            frame.sample_rate, 0, nullptr);
            converter.reset(made);
            if (error >= 0)
                error = av_opt_set_double(made, "rematrix_maxval", 1.0, 0); // no louder than the loudest channel
            return error < 0 ? error : swr_init(made);
        };
        m_separate.reset();
        int error = make(m_converter, mono);
        if (error >= 0 && frame.ch_layout.nb_channels > 1)
            error = make(m_separate, from);
        av_channel_layout_uninit(&from);
        if (error < 0)
            refuse(error, wire::Reason::Damaged);
        m_format = frame.format;
        m_inRate = frame.sample_rate;
        m_channels = frame.ch_layout.nb_channels;
    }

    SoundPipe &m_pipe;
    const double m_seconds;
    const std::string m_name;
    Owned<SwrContext> m_converter;
    Owned<SwrContext> m_separate; // the channels as they are; null: there is one
    std::vector<float> m_mono, m_frames;
    int m_rate = 0;
    int m_format = -1;
    int m_inRate = 0;
    int m_channels = 0;
};

} // namespace

void readContainer(InputFile &file, SoundPipe &pipe) {
    av_log_set_level(AV_LOG_QUIET);
    auto *buffer = static_cast<unsigned char *>(av_malloc(kIoBuffer));
    const Owned<AVIOContext> io = owned(avio_alloc_context(buffer, kIoBuffer, 0, &file, readBytes, nullptr, seekBytes));
    const Owned<AVFormatContext> format = openFormat(io.get());
    const int index = av_find_best_stream(format.get(), AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
    if (index < 0)
        throw Refused(wire::Reason::NoSoundTrack, format->iformat->name);
    const AVStream &stream = *format->streams[index];
    for (unsigned i = 0; i < format->nb_streams; ++i) {
        if (int(i) != index)
            format->streams[i]->discard = AVDISCARD_ALL;
    }
    const Owned<AVCodecContext> decoder = openDecoder(stream);
    const Owned<AVPacket> packet = owned(av_packet_alloc());
    const Owned<AVFrame> frame = owned(av_frame_alloc());
    const std::string container = format->iformat->name;
    ContainerEnd end(*format, stream, file);
    const double seconds = end.claimedSeconds();
    const std::string codec = avcodec_get_name(stream.codecpar->codec_id),
                      kind = container.substr(0, container.find(','));
    MonoMaker mono(pipe, seconds, codec == kind ? codec : codec + " in " + kind);

    bool damaged = false;
    const auto receive = [&] {
        int error = 0;
        while ((error = avcodec_receive_frame(decoder.get(), frame.get())) >= 0) {
            damaged = damaged || (frame->flags & AV_FRAME_FLAG_CORRUPT) != 0;
            mono.take(*frame);
            av_frame_unref(frame.get());
        }
        damaged = damaged || (error != AVERROR(EAGAIN) && error != AVERROR_EOF);
    };
    int read = 0;
    while ((read = av_read_frame(format.get(), packet.get())) >= 0) {
        if (packet->stream_index == index) {
            damaged = damaged || (packet->flags & AV_PKT_FLAG_CORRUPT) != 0 ||
                      avcodec_send_packet(decoder.get(), packet.get()) < 0;
            receive();
            pipe.progress(end.share(*packet));
        }
        av_packet_unref(packet.get());
    }
    damaged = damaged || read != AVERROR_EOF || format->pb->error < 0 || end.isCutOff();
    if (avcodec_send_packet(decoder.get(), nullptr) >= 0)
        receive();
    // Films may hold less sound than pictures.
    damaged = damaged || (seconds > 0 && format->nb_streams == 1 && pipe.seconds() < seconds * 0.98 - 0.25);
    if (!pipe.hasBegun())
        throw Refused(wire::Reason::Damaged, {});
    pipe.end(damaged);
}

} // namespace decode
