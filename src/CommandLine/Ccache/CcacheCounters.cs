using Larder.Compilers;
using Larder.Storage;
using static Larder.CommandLine.Ccache.CcacheSection;

namespace Larder.CommandLine.Ccache;

/// <summary>ccache's counters (its core/statistics.cpp has the ids) and which of ours are counted under each.</summary>
internal static class CcacheCounters
{
    /// <summary>All of them, in the order of their ids, but for what is added when they are printed (sizes, times).</summary>
    internal static IReadOnlyList<CcacheCounter> All { get; } =
    [
        new("autoconf_test", Uncacheable, "Autoconf compile/link"),
        new("bad_compiler_arguments", Uncacheable, "Bad compiler arguments"),
        new("bad_input_file", Error, "Could not read or parse input file"),
        new("bad_output_file", Error, "Could not write to output file"),
        new("cache_miss"),
        new("called_for_link", Uncacheable, "Called for linking"),
        new("called_for_preprocessing", Uncacheable, "Called for preprocessing"),
        new("cleanups_performed"),
        new("compile_failed", Uncacheable, "Compilation failed"),
        new("compiler_check_failed", Error, "Compiler check failed"),
        new("compiler_produced_empty_output", Uncacheable, "Compiler produced empty output"),
        new("compiler_produced_no_output", Uncacheable, "Compiler output file missing"),
        new("compiler_produced_stdout", Uncacheable, "Compiler produced stdout"),
        new("could_not_find_compiler", Error, "Could not find compiler"),
        new("could_not_use_modules", Uncacheable, "Could not use modules"),
        new("could_not_use_precompiled_header", Uncacheable, "Could not use precompiled header"),
        new("direct_cache_hit"),
        new("direct_cache_miss"),
        new("disabled", Uncacheable, "Disabled"),
        new("error_hashing_extra_file", Error, "Error hashing extra file"),
        new("internal_error", Error, "Internal error"),
        new("local_storage_hit"),
        new("local_storage_miss"),
        new("local_storage_read_hit"),
        new("local_storage_read_miss"),
        new("local_storage_write"),
        new("missing_cache_file", Error, "Missing cache file"),
        new("modified_input_file", Error, "Input file modified during compilation"),
        new("multiple_source_files", Uncacheable, "Multiple source files"),
        new("no_input_file", Uncacheable, "No input file"),
        new("output_to_stdout", Uncacheable, "Output to stdout"),
        new("preprocessed_cache_hit"),
        new("preprocessed_cache_miss"),
        new("preprocessor_error", Uncacheable, "Preprocessing failed"),
        new("recache", Uncacheable, "Forced recache"),
        new("remote_storage_error"),
        new("remote_storage_hit"),
        new("remote_storage_miss"),
        new("remote_storage_read_hit"),
        new("remote_storage_read_miss"),
        new("remote_storage_timeout"),
        new("remote_storage_write"),
        new("unsupported_code_directive", Uncacheable, "Unsupported code directive"),
        new("unsupported_compiler_option", Uncacheable, "Unsupported compiler option"),
        new("unsupported_environment_variable", Uncacheable, "Unsupported environment variable"),
        new("unsupported_source_encoding", Uncacheable, "Unsupported source encoding"),
        new("unsupported_source_language", Uncacheable, "Unsupported source language"),
    ];

    /// <summary>
    /// The id that a request which ended so is counted under; null for what is counted beside a request's end. One that isn't named here, a later
    /// version's, is not understood well enough, as an option.
    /// </summary>
    internal static string? IdOf(Counter counter) => counter switch
    {
        Counter.DirectHit or Counter.CommentHit => "direct_cache_hit",
        Counter.PreprocessedHit => "preprocessed_cache_hit",
        Counter.Miss => "cache_miss",
        Counter.Recache => "recache",
        Counter.Cleared => "cleanups_performed",
        Counter.Stored or Counter.FailedStored => "local_storage_write",
        Counter.RacyInput or Counter.ModifiedInput => "modified_input_file",
        Counter.CompileFailed or Counter.FailedHit => "compile_failed",
        Counter.PreprocessorFailed => "preprocessor_error",
        Counter.CalledForLink => "called_for_link",
        Counter.CalledForPreprocessing or Counter.PreprocessingHit or Counter.PreprocessingMiss => "called_for_preprocessing",
        Counter.CompilerIsScript or Counter.CompilerUnknown => "compiler_check_failed",
        Counter.TimeMacros or Counter.UnsupportedDirective => "unsupported_code_directive",
        Counter.UnknownInput or Counter.TooManyInputs => "bad_input_file",
        Counter.UnsupportedOutput or Counter.ResultTooLarge => "bad_output_file",
        Counter.MissingOutput => "compiler_produced_no_output",
        Counter.Disabled => "disabled",
        Counter.Probe => "autoconf_test",
        Counter.MissingInput => "no_input_file",
        Counter.UnsupportedEnvironment => "unsupported_environment_variable",
        Counter.AmbiguousHeaderTrace => "bad_input_file",
        Counter.ModulesUsed => "could_not_use_modules",
        Counter.PrecompiledHeaderUsed => "could_not_use_precompiled_header",
        Counter.InternalError or Counter.FallbackExecuted or Counter.WrongHit => "internal_error",
        Counter.None or Counter.CommandSplit or Counter.StoreFailed or Counter.CorruptEntry or Counter.Evicted or Counter.ManifestMismatch or Counter.ResultGone
            or Counter.Fetched or Counter.Offered or Counter.NotStoredReadOnly or Counter.SharedResult or Counter.SharedKibibytes or Counter.LowerHit or Counter.CorruptLowerEntry or Counter.LowerUnusable
            or Counter.VerifiedHit or Counter.UnverifiableHit => null,
        >= Counter.FirstRefusal and <= Counter.LastRefusal => IdOf((RefusalReason)(counter - Counter.FirstRefusal)),
        _ => "unsupported_compiler_option",
    };

    private static string IdOf(RefusalReason reason) => reason switch
    {
        RefusalReason.CalledForLink => "called_for_link",
        RefusalReason.CalledForPreprocessing => "called_for_preprocessing",
        RefusalReason.NoInputFile or RefusalReason.InputFromStdin or RefusalReason.InformationRequest => "no_input_file",
        RefusalReason.MultipleSourceFiles => "multiple_source_files",
        RefusalReason.OutputToStdout => "output_to_stdout",
        RefusalReason.UnsupportedSourceLanguage => "unsupported_source_language",
        RefusalReason.ResponseFileUnreadable or RefusalReason.ResponseFileAmbiguous or RefusalReason.BadArguments => "bad_compiler_arguments",
        RefusalReason.Modules => "could_not_use_modules",
        RefusalReason.PrecompiledHeader => "could_not_use_precompiled_header",
        RefusalReason.Probe => "autoconf_test",
        _ => "unsupported_compiler_option",
    };
}
