using Larder.Caching;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Explaining;

/// <summary>What the reasons mean for which a call is not served from the cache, or what it made isn't stored.</summary>
internal static class ReasonTexts
{
    /// <summary>A sentence without its end; what it is about stands in it.</summary>
    internal static string Of(Counter reason, byte[] detail)
    {
        string about = Shown(detail);
        int refusal = reason - Counter.FirstRefusal;
        string? text = refusal >= 0 && refusal <= RefusalReasons.Highest ? Of((RefusalReason)refusal, about) : OfCounter(reason, about);
        return text ?? (about.Length > 0 ? $"{ReasonNames.Of(reason)}: {about}" : ReasonNames.Of(reason));
    }

    private static string? Of(RefusalReason reason, string about) => reason switch
    {
        RefusalReason.CalledForLink => "it links",
        RefusalReason.CalledForPreprocessing => "it only preprocesses, and `cache_preprocessing` is off or its text can't be kept",
        RefusalReason.NoInputFile => "it names no source",
        RefusalReason.MultipleSourceFiles => $"it has several sources{Of(about, ": ")}",
        RefusalReason.InputFromStdin => "the source comes from standard input",
        RefusalReason.OutputToStdout => "the output goes to standard output",
        RefusalReason.UnsupportedSourceLanguage => $"sources of this language are not cached{Of(about, ": ")}",
        RefusalReason.UnsupportedCompilerOption when about.StartsWith("`plugin ", StringComparison.Ordinal) => $"{about}: what it makes the compiler do can't be known",
        RefusalReason.UnsupportedCompilerOption => $"{about} is not supported: what it makes, or reads, can't be restored",
        RefusalReason.UnknownOptionWithSeparateWord => $"{about} is an option that larder doesn't know, and the word behind it may be its value or a second source",
        RefusalReason.ResponseFileUnreadable => $"the response file {about} can't be read",
        RefusalReason.InformationRequest => $"the compiler is only asked for information{Of(about, ": ")}",
        RefusalReason.BadArguments => $"the compiler will reject the command line{Of(about, ": ")}",
        RefusalReason.Modules => $"modules in this form are not supported{Of(about, ": ")}",
        RefusalReason.PrecompiledHeader => $"precompiled headers in this form are not supported{Of(about, ": ")}",
        RefusalReason.SyntaxOnly => "nothing is written (-fsyntax-only)",
        RefusalReason.MultipleArchitectures => "it is for several architectures",
        RefusalReason.MissingHeadersAllowed => "with -MG, headers that are missing can't be told from those that were found",
        RefusalReason.ResponseFileAmbiguous => $"releases of the compiler read the quoting in the response file {about} differently",
        RefusalReason.Probe => "it is a build system's probe of the compiler",
        _ => null,
    };

    private static string? OfCounter(Counter reason, string about) => reason switch
    {
        Counter.Recache => "`recache` is set",
        Counter.WrongHit => $"what the cache held was not what the compiler makes (verify_hits); it stands in {about}",
        Counter.StoreFailed => "the cache directory could not be written: full, or without permission",
        Counter.RacyInput => $"{Or(about, "an input")} was modified so shortly before the compile, or during it, that what the compiler saw of it isn't sure",
        Counter.ModifiedInput => $"{Or(about, "an input")} was modified while the compiler ran",
        Counter.CompileFailed => "the compile failed",
        Counter.PreprocessorFailed => $"the preprocessor alone can't say what the compile reads{Of(about, ": ")}",
        Counter.CompilerIsScript => $"the compiler {about} is a script that can't be asked what it runs",
        Counter.CompilerUnknown => $"{Or(about, "the compiler")} doesn't answer as a compiler that larder understands, or rejects an option",
        Counter.TimeMacros => $"{Or(about, "a file")} uses __TIME__, __DATE__ or __TIMESTAMP__, so the result holds the time (the setting `sloppiness` can allow that)",
        Counter.UnknownInput => $"an input can't be determined, or is no regular file{Of(about, ": ")}",
        Counter.UnsupportedOutput => $"an output can't be restored{Of(about, ": ")}",
        Counter.MissingOutput => $"the compiler didn't write an output that was expected{Of(about, ": ")}",
        Counter.ResultTooLarge => "what was made is larger than the cache takes",
        Counter.NotStoredReadOnly => "`read_only` is set",
        Counter.MissingInput => $"{Or(about, "a file that an option names")} could not be read",
        Counter.TooManyInputs => "it reads more files than the cache keeps track of",
        Counter.UnsupportedEnvironment => $"the variable {about} makes the compiler write what can't be restored",
        Counter.AmbiguousHeaderTrace => "the compiler's list of headers can't be told from what it said",
        Counter.InternalError => $"a fault of larder's own{Of(about, ": ")}",
        Counter.FallbackExecuted => $"the compiler was executed as it is: {(about.Length > 0 ? about : "larder could not start it")}",
        Counter.ModulesUsed => $"modules in this form are not supported{Of(about, ": ")}",
        Counter.PrecompiledHeaderUsed => $"of the precompiled header {about} nothing is known: larder has not made it",
        Counter.UnsupportedDirective => $"{Or(about, "a file")} has a directive whose inputs can't be determined",
        Counter.CalledForLink => "it links",
        Counter.CalledForPreprocessing => "it only preprocesses",
        Counter.Disabled => "`disable` or `passthrough` is set",
        _ => null,
    };

    private static string Of(string about, string before) => about.Length > 0 ? before + about : string.Empty;

    private static string Or(string about, string otherwise) => about.Length > 0 ? about : otherwise;

    private static string Shown(byte[] detail) => detail.Length == 0 ? string.Empty : $"`{ByteText.Show(detail)}`";
}
