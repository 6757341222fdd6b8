using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Sccache;

/// <summary>
/// The statistics of a cache in sccache's terms (its server.rs, ServerStats). Languages and times are not counted here: all compiles
/// stand under "C/C++", and durations are 0.
/// </summary>
internal sealed class SccacheStatistics
{
    internal SccacheStatistics(LocalStore store)
    {
        StatisticsSnapshot snapshot = new Statistics(store).Read();
        foreach ((ushort id, ulong value) in snapshot.Counters)
            Add((Counter)id, value);
        foreach ((byte[] name, ulong value) in snapshot.Named)
            AddReason(ByteText.Show(name), value);
        Size = snapshot.IsSizeKnown ? snapshot.Bytes : store.Scan().Bytes;
    }

    internal ulong Hits { get; private set; }

    internal ulong Misses { get; private set; }

    internal ulong Recaches { get; private set; }

    internal ulong Failures { get; private set; }

    internal ulong NotCompilations { get; private set; }

    internal ulong NotCacheable { get; private set; }

    internal ulong UnsupportedCompilers { get; private set; }

    /// <summary>Compiles that ran and could not be stored.</summary>
    internal ulong NotStorable { get; private set; }

    internal ulong Errors { get; private set; }

    internal ulong ReadErrors { get; private set; }

    internal ulong WriteErrors { get; private set; }

    internal ulong Writes { get; private set; }

    /// <summary>In bytes.</summary>
    internal long Size { get; }

    /// <summary>Why calls were not cacheable.</summary>
    internal SortedDictionary<string, ulong> Reasons { get; } = new(StringComparer.Ordinal);

    internal ulong Executed => Hits + Misses + Failures + NotStorable + Errors;

    internal ulong Requests => Executed + NotCompilations + NotCacheable + UnsupportedCompilers;

    private void Add(Counter counter, ulong value)
    {
        switch (counter)
        {
            case Counter.DirectHit or Counter.CommentHit or Counter.PreprocessedHit:
                Hits += value;
                break;
            case Counter.Recache:
                Recaches += value;
                Misses += value;
                break;
            case Counter.Miss:
                Misses += value;
                break;
            case Counter.CompileFailed or Counter.FailedHit or Counter.PreprocessorFailed:
                Failures += value;
                break;
            case Counter.Stored or Counter.FailedStored:
                Writes += value;
                break;
            case Counter.StoreFailed:
                WriteErrors += value;
                break;
            case Counter.CorruptEntry:
                ReadErrors += value;
                break;
            case Counter.CompilerUnknown or Counter.CompilerIsScript:
                UnsupportedCompilers += value;
                break;
            case Counter.InternalError or Counter.FallbackExecuted or Counter.WrongHit:
                Errors += value;
                break;
            case Counter.PreprocessingHit or Counter.PreprocessingMiss:
                AddRefusal(RefusalReason.CalledForPreprocessing, value);
                break;
            case Counter.None or Counter.CommandSplit or Counter.Evicted or Counter.Cleared or Counter.ManifestMismatch or Counter.ResultGone or Counter.Fetched
                or Counter.Offered or Counter.NotStoredReadOnly or Counter.SharedResult or Counter.SharedKibibytes or Counter.LowerHit or Counter.CorruptLowerEntry or Counter.LowerUnusable
                or Counter.VerifiedHit or Counter.UnverifiableHit:
                break;
            case >= Counter.FirstRefusal and <= Counter.LastRefusal:
                AddRefusal((RefusalReason)(counter - Counter.FirstRefusal), value);
                break;
            case Counter.CalledForLink:
                NotCompilations += value;
                break;
            default:
                NotStorable += value;
                break;
        }
    }

    private void AddRefusal(RefusalReason reason, ulong value)
    {
        if (reason is RefusalReason.CalledForLink or RefusalReason.InformationRequest or RefusalReason.Probe)
        {
            NotCompilations += value;
            return;
        }

        NotCacheable += value;

        // Those of an option are named by the option itself, which is counted beside them.
        if (reason is not (RefusalReason.UnsupportedCompilerOption or RefusalReason.UnknownOptionWithSeparateWord))
            AddReason(NameOf(reason), value);
    }

    private void AddReason(string name, ulong value) => Reasons[name] = Reasons.GetValueOrDefault(name) + value;

    /// <summary>sccache's words where it has such a reason.</summary>
    private static string NameOf(RefusalReason reason) => reason switch
    {
        RefusalReason.CalledForPreprocessing => "-E",
        RefusalReason.NoInputFile => "no input file",
        RefusalReason.MultipleSourceFiles => "multiple input files",
        RefusalReason.InputFromStdin => "-",
        RefusalReason.UnsupportedSourceLanguage => "unknown source language",
        RefusalReason.ResponseFileUnreadable or RefusalReason.ResponseFileAmbiguous => "@",
        RefusalReason.BadArguments => "argument parse",
        RefusalReason.SyntaxOnly => "-fsyntax-only",
        RefusalReason.Modules => "-fmodules",
        _ => System.Text.Encoding.ASCII.GetString(RefusalReasons.Name(reason)),
    };
}
