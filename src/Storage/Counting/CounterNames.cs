namespace Larder.Storage;

/// <summary>The counters' names, as statistics show them.</summary>
public static class CounterNames
{
    /// <summary>The name in snake_case. Empty for reasons of refusal, which their own list names, and for unknown values.</summary>
    public static string Of(Counter counter) => counter switch
    {
        Counter.DirectHit => "direct_hit",
        Counter.PreprocessedHit => "preprocessed_hit",
        Counter.Miss => "miss",
        Counter.Recache => "recache",
        Counter.Stored => "stored",
        Counter.StoreFailed => "store_failed",
        Counter.CorruptEntry => "corrupt_entry",
        Counter.Evicted => "evicted",
        Counter.Cleared => "cleared",
        Counter.ManifestMismatch => "manifest_mismatch",
        Counter.ResultGone => "result_gone",
        Counter.Fetched => "fetched",
        Counter.Offered => "offered",
        Counter.CommandSplit => "command_split",
        Counter.FailedHit => "failed_hit",
        Counter.FailedStored => "failed_stored",
        Counter.PreprocessingHit => "preprocessing_hit",
        Counter.PreprocessingMiss => "preprocessing_miss",
        Counter.RacyInput => "racy_input",
        Counter.ModifiedInput => "modified_input",
        Counter.CompileFailed => "compile_failed",
        Counter.PreprocessorFailed => "preprocessor_failed",
        Counter.CalledForLink => "called_for_link",
        Counter.CalledForPreprocessing => "called_for_preprocessing",
        Counter.CompilerIsScript => "compiler_is_script",
        Counter.CompilerUnknown => "compiler_unknown",
        Counter.TimeMacros => "time_macros",
        Counter.UnknownInput => "unknown_input",
        Counter.UnsupportedOutput => "unsupported_output",
        Counter.MissingOutput => "missing_output",
        Counter.ResultTooLarge => "result_too_large",
        Counter.Disabled => "disabled",
        Counter.Probe => "probe",
        Counter.NotStoredReadOnly => "not_stored_read_only",
        Counter.MissingInput => "missing_input",
        Counter.TooManyInputs => "too_many_inputs",
        Counter.UnsupportedEnvironment => "unsupported_environment",
        Counter.AmbiguousHeaderTrace => "ambiguous_header_trace",
        Counter.ModulesUsed => "modules_used",
        Counter.PrecompiledHeaderUsed => "precompiled_header_used",
        Counter.UnsupportedDirective => "unsupported_directive",
        Counter.InternalError => "internal_error",
        Counter.FallbackExecuted => "fallback_executed",
        _ => string.Empty,
    };
}
