# Eight files of a library go through the compiler as one (presets release, dev and engine-only): half of its time is
# templates that each file needs anew. So a name in an anonymous namespace is said once in a folder, and a file that says
# one again ("redefinition", "ambiguous" or "shadows" in a build) stands here and is compiled alone, until one of the two
# gets another name. What sees LibTorch is compiled alone anyway: those files are few and long.
set(ISHOWTTS_COMPILED_ALONE
    app/backup/folder_swap.cpp app/backup/library_copy.cpp app/backup/restore.cpp
    app/chat/chat_statistics.cpp app/chat/spoken_name.cpp app/chat/twitch_source.cpp
    app/cli/lexicon_acts.cpp app/cli/narration_parts.cpp app/cli/verb_danmaku.cpp app/cli/verb_takes.cpp
    app/cli/verb_voice_library.cpp
    app/danmaku/danmaku_store.cpp app/danmaku/director_people.cpp app/danmaku/director_undo.cpp
    app/danmaku/rules_format.cpp app/danmaku/rules_import.cpp
    app/lexicons/lexicon_import.cpp
    app/listening/session_log.cpp app/listening/session_merge.cpp app/listening/session_plan.cpp
    app/listening/simulated_listener.cpp app/listening/toml_steps.cpp app/listening/vote_grids.cpp
    app/models/http_answer.cpp app/models/licence_book.cpp app/models/licence_gate.cpp app/models/model_fetch.cpp
    app/models/model_folders.cpp app/models/model_store.cpp app/models/part_file.cpp
    app/performance/change_watch.cpp app/performance/performance_notice.cpp app/performance/series.cpp
    app/performance/speed_limits.cpp app/performance/utterance.cpp
    app/script/import_table.cpp app/script/import_text.cpp app/script/imported_script.cpp
    app/script/script_format.cpp app/script/session.cpp app/script/text_decoder.cpp app/script/whole_file.cpp
    app/server/exchange_wire.cpp app/server/openai_routes.cpp
    app/settings/preset_file.cpp app/settings/setting_overrides.cpp app/settings/settings_file.cpp
    app/settings/shortcut_file.cpp app/settings/typed_settings.cpp
    app/speech/pulse_stream.cpp app/speech/track.cpp
    app/storage/checked_opening.cpp
    app/voices/pack_manifest.cpp app/voices/voice_draft.cpp app/voices/voice_folders.cpp app/voices/voice_import.cpp
    app/voices/voice_pack.cpp
    engine/audio/loudness.cpp engine/audio/row_levels.cpp engine/audio/sound_file.cpp engine/audio/speech_shape.cpp
    engine/audio/stream_encoder.cpp
    engine/cli/verb_say.cpp
    engine/distances/spectral_distance.cpp engine/distances/word_error.cpp
    engine/performance/regression.cpp
    engine/quality/gap_measure.cpp engine/quality/leak_measure.cpp engine/quality/repeat_measure.cpp
    engine/text/lexicon_entry.cpp engine/text/line_preparation.cpp engine/text/normalize_addresses.cpp
    engine/text/normalize_pictures.cpp engine/text/normalize_signs.cpp engine/text/normalize_telephone_words.cpp
    engine/text/numbers_chinese.cpp engine/text/numbers_english.cpp engine/text/segmenter.cpp
    engine/text/speaker_book.cpp engine/text/speech_units.cpp engine/text/syllable.cpp engine/text/tag_forms.cpp
    engine/text/tag_markup.cpp engine/text/tag_values.cpp engine/text/vocabulary.cpp
    engine/text/written_characters.cpp engine/text/written_language.cpp engine/text/written_line.cpp
    ui/backup/restore_sheet.cpp
    ui/listening/decision_desk.cpp ui/listening/grid_model.cpp ui/listening/listening_desk.cpp
    ui/listening/measure_desk.cpp ui/listening/pair_desk.cpp ui/listening/result_files.cpp
    ui/listening/results_desk.cpp ui/listening/sound_folder.cpp ui/listening/sound_keeper.cpp
    ui/models/model_words.cpp
    ui/import_desk.cpp ui/script_desk.cpp
    ui/server/access_card.cpp ui/server/server_desk.cpp
    ui/performance/performance_plot.cpp ui/performance/strips.cpp ui/performance/time_ruler.cpp
    ui/shared/output_choice.cpp ui/shared/spectrogram_picture.cpp ui/shared/status_line.cpp
    ui/studio/line_problems.cpp ui/studio/line_standings.cpp ui/studio/line_status.cpp ui/studio/preset_desk.cpp
    ui/studio/spoken_rows.cpp ui/studio/take_note.cpp ui/studio/voice_menu.cpp
    ui/voices/voice_card.cpp ui/voices/voices_pane.cpp)

function(ishowtts_compile_together target)
    get_target_property(_type ${target} TYPE)
    if(NOT ISHOWTTS_UNITY OR NOT _type STREQUAL "STATIC_LIBRARY")
        return()
    endif()
    file(RELATIVE_PATH _folder "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
    foreach(_file IN LISTS ISHOWTTS_COMPILED_ALONE)
        if(_file MATCHES "^${_folder}/[^/]+$")
            set_source_files_properties("${CMAKE_SOURCE_DIR}/${_file}" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
        endif()
    endforeach()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    # A class may have members of types that only its file knows, also where that file is not the one that is named.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endfunction()
