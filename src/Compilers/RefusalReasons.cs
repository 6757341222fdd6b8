namespace Larder.Compilers;

/// <summary>The printed names of <see cref="RefusalReason"/>: the words of the field where it has one.</summary>
public static class RefusalReasons
{
    /// <summary>The highest value in use; counters are 1 to this.</summary>
    public const int Highest = (int)RefusalReason.Probe;

    /// <summary>The snake_case name that statistics print.</summary>
    public static ReadOnlySpan<byte> Name(RefusalReason reason) => reason switch
    {
        RefusalReason.CalledForLink => "called_for_link"u8,
        RefusalReason.CalledForPreprocessing => "called_for_preprocessing"u8,
        RefusalReason.NoInputFile => "no_input_file"u8,
        RefusalReason.MultipleSourceFiles => "multiple_source_files"u8,
        RefusalReason.InputFromStdin => "input_from_stdin"u8,
        RefusalReason.OutputToStdout => "output_to_stdout"u8,
        RefusalReason.UnsupportedSourceLanguage => "unsupported_source_language"u8,
        RefusalReason.UnsupportedCompilerOption => "unsupported_compiler_option"u8,
        RefusalReason.UnknownOptionWithSeparateWord => "unknown_option_with_separate_word"u8,
        RefusalReason.ResponseFileUnreadable => "response_file_unreadable"u8,
        RefusalReason.InformationRequest => "information_request"u8,
        RefusalReason.BadArguments => "bad_arguments"u8,
        RefusalReason.Modules => "modules"u8,
        RefusalReason.PrecompiledHeader => "precompiled_header"u8,
        RefusalReason.SyntaxOnly => "syntax_only"u8,
        RefusalReason.MultipleArchitectures => "multiple_architectures"u8,
        RefusalReason.MissingHeadersAllowed => "missing_headers_allowed"u8,
        RefusalReason.ResponseFileAmbiguous => "response_file_ambiguous"u8,
        RefusalReason.Probe => "probe"u8,
        _ => "unknown_refusal"u8,
    };
}
