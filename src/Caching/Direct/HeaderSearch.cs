using Larder.Caching.Inputs;
using Larder.Caching.Neutral;
using Larder.Caching.Precompiled;
using Larder.Caching.Toolchains;
using Larder.Compilers;
using Larder.Compilers.Scanning;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Direct;

/// <summary>
/// Walks the search path for every operand as the compilers do (gcc's cpp manual, "Search Path"; libcpp/files.cc; clang's
/// HeaderSearch) and records each place where it finds nothing.
/// </summary>
internal sealed partial class HeaderSearch
{
    private readonly Compilation _compilation;
    private readonly InputSetBuilder _inputs;
    private readonly AbsenceRecorder _absent;
    private readonly CanonicalHeaders _canonical;
    private readonly RacyClock _clock;
    private readonly HeaderReader _reader;
    private readonly PrecompiledInputs _precompiled;
    private readonly HashSet<byte[]> _done = new(ByteStringComparer.Instance);
    private readonly Dictionary<byte[], FileStatus?> _statuses = new(ByteStringComparer.Instance);
    private readonly HashSet<(ulong Device, ulong Inode)> _readInodes = [];
    private readonly HashSet<byte[]> _nextNames = new(ByteStringComparer.Instance);
    private readonly HashSet<byte[]> _nowhere = new(ByteStringComparer.Instance);
    private IReadOnlyList<ReadFile> _files = [];
    private CollectState _state;
    private bool _hasDriverInclude;

    internal HeaderSearch(
        Compilation compilation,
        Toolchain toolchain,
        InputSetBuilder inputs,
        RacyClock clock,
        HeaderReader reader,
        PrecompiledInputs precompiled,
        NeutralWays? neutral)
    {
        _reader = reader;
        _precompiled = precompiled;
        _compilation = compilation;
        Toolchain = toolchain;
        _inputs = inputs;
        _absent = new AbsenceRecorder(inputs);
        _canonical = new CanonicalHeaders(compilation, toolchain, inputs, neutral);
        _clock = clock;
    }

    /// <summary>What gcc includes by itself (c-family, TARGET_C_PREINCLUDE), mentioned in dependencies but not by -H.</summary>
    internal static ReadOnlySpan<byte> Predefinitions => "stdc-predef.h"u8;

    internal Toolchain Toolchain { get; }

    /// <summary>The compile failed: then clang has also tried what the author may have meant.</summary>
    internal bool HasFailed { get; set; }

    internal Counter Reason { get; private set; }

    internal byte[]? Culprit { get; private set; }

    private bool IsGcc => Toolchain.Family == CompilerFamily.Gcc;

    /// <summary>
    /// Where an operand of -include is found: in the working directory, then as a quoted include of a file there. Null where
    /// it is nowhere. Places passed on the way are recorded.
    /// </summary>
    internal byte[]? FindCommandLineInclude(CommandLineInclude include)
    {
        if (!IsGcc && !include.PastDriver && !include.MacrosOnly)
        {
            // clang's driver takes FILE.pch or FILE.gch for FILE where one is there (its Clang.cpp, AddPreprocessingOptions): for the first
            // -include alone, and it warns where a later one has one.
            bool isFirst = !_hasDriverInclude;
            _hasDriverInclude = true;
            if (!TryPrecompiled(""u8, ByteString.Concat(include.Operand, ".pch"u8), isFirst))
                TryPrecompiled(""u8, ByteString.Concat(include.Operand, ".gch"u8), isFirst);
        }

        byte[]? found = Walk([], include.Operand, Toolchain.QuoteDirectories, Toolchain.AngleDirectories, tryPrecompiled: IsGcc);
        if (found is not null)
            _canonical.Add(found);
        return found;
    }

    /// <summary>-include-pch.</summary>
    internal void AddPrecompiled(byte[] path) => TryPrecompiled(""u8, path);

    /// <summary>The <see cref="Predefinitions"/> that a compile would find, or null. Places passed on the way are recorded.</summary>
    internal byte[]? FindPredefinitions() =>
        IsGcc ? Walk(null, Predefinitions.ToArray(), [], Toolchain.AngleDirectories, tryPrecompiled: true) : null;

    /// <summary>Looks up every operand of every file.</summary>
    internal CollectState Run(List<ReadFile> files)
    {
        _files = files;
        foreach (ReadFile file in files)
        {
            _readInodes.Add((file.Status.Device, file.Status.Inode));
            foreach (HeaderOperand operand in file.Scan.Operands)
            {
                if (operand.Kind is DirectiveKind.IncludeNext)
                    _nextNames.Add(operand.Name);
            }
        }

        if (IsGcc)
        {
            // cc1 looks for SOURCE.gch before it opens the source.
            TryPrecompiled(ByteString.DirectoryPrefix(_compilation.Source), ByteString.Concat(ByteString.FileName(_compilation.Source), ".gch"u8));
        }

        if (_compilation.Modules is { Root: { } root })
            RecordHeaderUnits(root);
        for (int i = 0; i < files.Count && _state == CollectState.Complete; i++)
        {
            // gcc takes a precompiled header only for what the source or the command line includes first.
            bool tryPrecompiled = IsGcc && i <= _compilation.CommandLineIncludes.Count;
            foreach (HeaderOperand operand in files[i].Scan.Operands)
                LookUp(files[i], operand, tryPrecompiled);
        }

        LookUpHasIncludeMacros();
        return _state;
    }

    /// <summary>Whether a header of this name was asked for in some directive, and is nowhere.</summary>
    internal bool IsNowhere(byte[] name) => _nowhere.Contains(name);

    /// <summary>A file whose text may have been shown: its content counts if it is there, its appearance if it isn't.</summary>
    internal void AddIfThere(byte[] path)
    {
        byte[]? content = FileSystem.ReadAll(path, out int error);
        if (content is not null)
            _inputs.Add(path, InputKind.Content, Digest.Of(content));
        else if (Errno.SaysAbsent(error))
            _absent.Add(ByteString.DirectoryPrefix(path), ByteString.FileName(path));
    }

    /// <summary>
    /// A file that the assembler read: tried as named, then below each -I directory (as manual, ".incbin"). False where it
    /// can't be read.
    /// </summary>
    internal bool AddAssembled(byte[] path)
    {
        byte[]? content = FileSystem.ReadAll(path, out _);
        if (content is null)
            return false;
        _inputs.Add(path, InputKind.Content, Digest.Of(content));
        List<byte[]> directories = AssemblerSearch.Directories(_compilation);
        for (int i = 0; i < directories.Count; i++)
        {
            byte[] prefix = PathSpelling.Normalize(ByteString.Concat(directories[i], "/"u8));
            if (!path.AsSpan().StartsWith(prefix))
                continue;
            byte[] name = path[prefix.Length..];
            RecordIfAbsent(""u8, name);
            for (int k = 0; k < i; k++)
                RecordIfAbsent(directories[k], name);
        }

        return true;
    }

    /// <summary>A place that a file of this name was perhaps looked for in: where one is, it was named in another way.</summary>
    private void RecordIfAbsent(ReadOnlySpan<byte> directory, byte[] name)
    {
        if (Status(ByteString.JoinPath(directory, name)) is null)
            RecordAbsence(directory, name);
    }

    private void LookUp(ReadFile file, HeaderOperand operand, bool tryPrecompiled)
    {
        switch (operand.Kind)
        {
            case DirectiveKind.Include or DirectiveKind.Import or DirectiveKind.IncludeMacros or DirectiveKind.IncludeNext
                or DirectiveKind.HasInclude or DirectiveKind.HasIncludeNext:
                break;
            case DirectiveKind.HeaderUnit:
                Refuse(Counter.ModulesUsed, file.Path);
                return;
            case DirectiveKind.ModuleInterface or DirectiveKind.ModuleImplementation:
                return;
            case DirectiveKind.ModuleImport:
                // gcc's include translation and header units: what isn't read as a name may be a header's.
                if (_compilation.Modules is { Root: not null } && operand.Name.Length == 0)
                    Refuse(Counter.ModulesUsed, file.Path);
                return;
            default:
                Refuse(Counter.UnsupportedDirective, file.Path);
                return;
        }

        if (operand.Form == HeaderOperandForm.Computed)
        {
            LookUpComputed(file, operand, tryPrecompiled);
            return;
        }

        bool presence = operand.Kind is DirectiveKind.HasInclude or DirectiveKind.HasIncludeNext;
        if (operand.Kind is DirectiveKind.IncludeNext or DirectiveKind.HasIncludeNext)
            WholeChain(operand.Name, presence);
        if (operand.Form == HeaderOperandForm.Angled)
            Angled(operand.Name, presence, tryPrecompiled);
        else
            Quoted(file.Path, operand.Name, presence, tryPrecompiled);
        if (HasFailed && !IsGcc && !presence && IsNowhere(operand.Name))
            LookUpMeant(file, operand);
    }

    /// <summary>
    /// A header that isn't there, as clang goes on to look for it: in quotes instead of angles, and without what is no letter or digit at either
    /// end of its name (Preprocessor::LookupHeaderIncludeOrImport).
    /// </summary>
    private void LookUpMeant(ReadFile file, HeaderOperand operand)
    {
        if (operand.Form == HeaderOperandForm.Angled)
            Quoted(file.Path, operand.Name, presence: false, tryPrecompiled: false);
        int first = Array.FindIndex(operand.Name, static b => char.IsAsciiLetterOrDigit((char)b));
        int last = Array.FindLastIndex(operand.Name, static b => char.IsAsciiLetterOrDigit((char)b));
        if (first >= 0 && last - first + 1 < operand.Name.Length)
            LookUp(file, operand with { Name = operand.Name[first..(last + 1)] }, tryPrecompiled: false);
    }

    /// <summary>
    /// <c>#include NAME</c>: where every definition of NAME in all text read, and on the command line, is one header name, each
    /// of them is a candidate; else only the preprocessor knows.
    /// </summary>
    private void LookUpComputed(ReadFile file, HeaderOperand operand, bool tryPrecompiled)
    {
        List<HeaderOperand> candidates = [];
        byte[] macro = ComputedOperand.LeadingWord(operand.Name);
        bool isKnown = macro.Length > 0 && !ComputedOperand.IsPredefined(macro) && !_precompiled.IsAny;
        for (int i = 0; i < _files.Count && isKnown; i++)
            isKnown = TryCollectDefinitions(_files[i], macro, candidates);
        for (int i = 0; i < _compilation.Parsed.Count && isKnown; i++)
            isKnown = _compilation.Parsed[i].Value.IndexOf(macro) < 0;

        // A macro that is defined nowhere: an #include of it is inactive, for it would be an error.
        if (candidates.Count == 0)
            isKnown &= operand.Kind is DirectiveKind.Include;
        else
            isKnown &= macro.Length == operand.Name.Length;
        if (!isKnown)
        {
            LeaveToPreprocessor(file.Path);
            return;
        }

        foreach (HeaderOperand candidate in candidates)
            LookUp(file, candidate with { Kind = operand.Kind }, tryPrecompiled);
    }

    /// <summary>Reads a file once more for the definitions of one macro. False where one of them is no header name.</summary>
    private bool TryCollectDefinitions(ReadFile file, byte[] macro, List<HeaderOperand> candidates)
    {
        if (_reader.Read(file.Path, out ReadOnlySpan<byte> text, out FileStatus status) == Errno.None
            && status.IsUnchangedFrom(file.Status))
            return SourceScanner.TryCollectDefinitions(text, macro, candidates, Dialects.Of(_compilation));
        Refuse(Counter.RacyInput, file.Path);
        return false;
    }

    private void Angled(byte[] name, bool presence, bool tryPrecompiled)
    {
        if (!_done.Add(ByteString.Concat(presence ? "?<"u8 : tryPrecompiled ? "p<"u8 : "<"u8, name)))
            return;
        Judge(Walk(null, name, [], Toolchain.AngleDirectories, tryPrecompiled), name, presence, [], Toolchain.AngleDirectories);
    }

    private void Quoted(byte[] includer, byte[] name, bool presence, bool tryPrecompiled)
    {
        byte[] prefix = ByteString.DirectoryPrefix(includer).ToArray();
        if (!_done.Add(ByteString.Concat(ByteString.Concat(presence ? "?"u8 : tryPrecompiled ? "p"u8 : ""u8, prefix, "\""u8), name)))
            return;
        byte[]? found = Walk(prefix, name, Toolchain.QuoteDirectories, Toolchain.AngleDirectories, tryPrecompiled);
        Judge(found, name, presence, Toolchain.QuoteDirectories, Toolchain.AngleDirectories);
    }

    /// <summary>
    /// #include_next goes on from wherever its file was found: what stands in each directory counts. From a file that wasn't found along the path (the source itself,
    /// one that was named by an absolute path, with clang one beside its includer) it searches as #include does, so that is looked up too.
    /// </summary>
    private void WholeChain(byte[] name, bool presence)
    {
        if (name is [(byte)'/', ..] || !_done.Add(ByteString.Concat(presence ? "?>"u8 : ">"u8, name)))
            return;
        foreach (byte[][] directories in (byte[][][])[Toolchain.QuoteDirectories, Toolchain.AngleDirectories])
        {
            foreach (byte[] directory in directories)
            {
                byte[] path = ByteString.JoinPath(directory, name);
                if (FileAt(directory, name, path) is { } status)
                    Judge(path, in status, presence);
            }
        }
    }

    /// <summary>The first place where a name is found, the ones before it recorded as empty.</summary>
    /// <param name="own">The includer's directory with its slash, tried first; null: not tried.</param>
    private byte[]? Walk(byte[]? own, byte[] name, byte[][] quoteDirectories, byte[][] angleDirectories, bool tryPrecompiled)
    {
        if (name is [(byte)'/', ..])
            return Try("/"u8, name.AsSpan(1), tryPrecompiled);
        if (own is not null && Try(own, name, tryPrecompiled) is { } beside)
            return beside;
        foreach (byte[] directory in quoteDirectories)
        {
            if (Try(directory, name, tryPrecompiled) is { } found)
                return found;
        }

        foreach (byte[] directory in angleDirectories)
        {
            if (Try(directory, name, tryPrecompiled) is { } found)
                return found;
        }

        return null;
    }

    private byte[]? Try(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> name, bool tryPrecompiled)
    {
        if (tryPrecompiled)
            TryPrecompiled(directory, ByteString.Concat(name, ".gch"u8));
        byte[] path = ByteString.JoinPath(directory, name);
        return FileAt(directory, name, path) is null ? null : path;
    }

    /// <summary>The file in a place where a header may stand; null where there is none, which is recorded: nothing, or a directory, which is passed over.</summary>
    private FileStatus? FileAt(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> name, byte[] path)
    {
        if (Status(path) is not { } status)
            RecordAbsence(directory, name);
        else if (status.IsDirectory)
            _inputs.Add(path, InputKind.DirectoryPresent, default);
        else
            return status;
        return null;
    }

    /// <summary>
    /// A place where a precompiled header would be taken. True where one is there; false where none is, which is recorded.
    /// </summary>
    private bool TryPrecompiled(ReadOnlySpan<byte> directory, byte[] name, bool mayBeTaken = true)
    {
        byte[] path = ByteString.JoinPath(directory, name);
        if (Status(path) is null)
        {
            RecordAbsence(directory, name);
            return false;
        }

        Counter reason = mayBeTaken ? _precompiled.Add(path) : Counter.PrecompiledHeaderUsed;
        if (reason != Counter.None)
            Refuse(reason, path);
        return true;
    }

    private void RecordAbsence(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> name) => _absent.Add(directory, name);

    private void LeaveToPreprocessor(byte[] culprit)
    {
        if (_state != CollectState.Complete)
            return;
        _state = CollectState.NeedsPreprocessor;
        Culprit = culprit;
    }

    private void Refuse(Counter reason, byte[] culprit)
    {
        if (_state == CollectState.NotStorable)
            return;
        _state = CollectState.NotStorable;
        Reason = reason;
        Culprit = culprit;
    }

    private FileStatus? Status(byte[] path)
    {
        if (_statuses.TryGetValue(path, out FileStatus? known))
            return known;
        FileStatus? status = FileSystem.Stat(path, out FileStatus found) == Errno.None ? found : null;
        _statuses.Add(path, status);
        return status;
    }
}
