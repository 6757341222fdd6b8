using Larder.Caching.Running;
using Larder.Caching.Settings;
using Larder.Compilers;
using Larder.Compilers.Scanning;
using Larder.Storage;

namespace Larder.Caching.Direct;

/// <content>What the texts that were read allow.</content>
internal sealed partial class InputCollector
{
    private CollectState JudgeFindings(bool hasDiagnostics)
    {
        bool ignoreTime = (_settings.Sloppiness & Sloppiness.TimeMacros) != 0;
        CollectState state = CollectState.Complete;
        if (!JudgeFindings(_commandLine, null, hasDiagnostics, ignoreTime, ref state))
            return CollectState.NotStorable;
        foreach (ReadFile file in _files)
        {
            if (!JudgeFindings(file.Scan.Findings, file.Path, hasDiagnostics, ignoreTime, ref state))
                return CollectState.NotStorable;
        }

        return HasTwins() ? CollectState.NeedsPreprocessor : state;
    }

    /// <summary>A relative name takes the place of files' names in debug information, and what it leads to isn't looked at.</summary>
    private bool RenamesFiles()
    {
        foreach (ParsedArgument argument in _compilation.Parsed)
        {
            if ((argument.Name.StartsWith("-ffile-prefix-map"u8) || argument.Name.StartsWith("-fdebug-prefix-map"u8))
                && argument.Value[(argument.Value.IndexOf((byte)'=') + 1)..] is not [(byte)'/', ..])
                return true;
        }

        return false;
    }

    /// <summary>Judges one text: a file's, or (no path) that of the macros on the command line. False where nothing may be stored.</summary>
    private bool JudgeFindings(ScanFindings findings, byte[]? path, bool hasDiagnostics, bool ignoreTime, ref CollectState state)
    {
        Counter reason = Counter.None;
        if (Has(findings, ScanFindings.TimeMacro) && !ignoreTime && !_sourceDateIsFixed)
            reason = Counter.TimeMacros;
        else if (Has(findings, ScanFindings.PragmaGccDependency | ScanFindings.TooComplex))
            reason = Counter.UnsupportedDirective;
        else if (Has(findings, ScanFindings.PragmaPch))
            reason = Counter.PrecompiledHeaderUsed;
        else if (Has(findings, ScanFindings.ObjCImport | ScanFindings.ModulePragma) || (Has(findings, ScanFindings.CxxImport) && _compilation.Modules is null))
            reason = Counter.ModulesUsed;
        else if ((Has(findings, ScanFindings.LineFileComputed) && hasDiagnostics)
            || (Has(findings, ScanFindings.IncbinText) && !AssemblerTells))
            reason = Counter.UnsupportedDirective;
        if (reason != Counter.None)
        {
            NotStorable(reason, path);
            return false;
        }

        if ((Has(findings, ScanFindings.DateMacro) && !ignoreTime && !_sourceDateIsFixed)
            || (Has(findings, ScanFindings.TimestampMacro) && !ignoreTime)
            || Has(findings, ScanFindings.HasIncludeObscured)
            || (Has(findings, ScanFindings.HasIncludeParameter) && !Dialects.IsPreprocessed(_compilation.Language)))
        {
            state = CollectState.NeedsPreprocessor;
            Culprit = path;
        }

        return true;
    }

    /// <summary>The assembler lists what it read, or doesn't run at all.</summary>
    private bool AssemblerTells =>
        _compilation.Stage != CompileStage.Object || IncludeSources.ListsAssembled(_compilation, _search.Toolchain);

    /// <summary>
    /// Two files of equal content, one of them once-only: whether the compiler takes them for one file hangs on time stamps
    /// (gcc) or inodes (clang), which are no inputs of ours.
    /// </summary>
    private bool HasTwins()
    {
        Dictionary<Digest, bool> seen = [];
        foreach (ReadFile file in _files)
        {
            if (seen.TryGetValue(file.Digest, out bool once) && (once || file.IsOnceOnly))
            {
                Culprit = file.Path;
                return true;
            }

            seen[file.Digest] = once || file.IsOnceOnly;
        }

        return false;
    }
}
