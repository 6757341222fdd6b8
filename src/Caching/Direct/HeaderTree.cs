using Larder.Caching.Toolchains;
using Larder.Compilers;
using Larder.Compilers.Scanning;
using Larder.Posix;

namespace Larder.Caching.Direct;

/// <summary>
/// Says whether one file can have included another: the includer's text has an include whose name ends the path. Scans are
/// kept, since every header of a compile is asked about.
/// </summary>
internal sealed class HeaderTree(Compilation compilation, Toolchain toolchain)
{
    private readonly Dictionary<byte[], SourceScan?> _scans = new(ByteStringComparer.Instance);
    private readonly SourceDialect _dialect = Dialects.Of(compilation);

    /// <summary>The compiler whose headers these are.</summary>
    internal Toolchain Toolchain { get; } = toolchain;

    internal bool Fits(byte[]? parent, byte[] path)
    {
        if (FileSystem.Stat(path, out FileStatus status) != Errno.None || status.IsDirectory)
            return false;
        if (parent is not null)
            return Includes(parent, path);
        if (Includes(compilation.Source, path) || EndsWith(path, HeaderSearch.Predefinitions))
            return true;
        foreach (CommandLineInclude include in compilation.CommandLineIncludes)
        {
            if (EndsWith(path, include.Operand))
                return true;

            // In the trailer, which has files of any depth.
            foreach (byte[] place in Places(include.Operand))
            {
                if (Includes(place, path))
                    return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a trace tells all that was read. gcc begins to trace behind the files of -include (c-opts.cc, push_command_line_include), so what these include in turn is
    /// listed nowhere. A precompiled header that was taken for the one file of -include knows itself what it was made of.
    /// </summary>
    internal bool IsTracedWhole(bool tookPrecompiled) =>
        (tookPrecompiled && compilation.CommandLineIncludes.Count <= 1) || !IncludesAheadOfSource();

    /// <summary>Whether a precompiled header stands beside a place where the file of an -include may be.</summary>
    internal bool MayTakePrecompiled()
    {
        foreach (CommandLineInclude include in compilation.CommandLineIncludes)
        {
            foreach (byte[] place in Places(include.Operand))
            {
                if (FileSystem.Stat(ByteString.Concat(place, ".gch"u8), out _) == Errno.None)
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a file that gcc reads ahead of the source, for an option or by itself, asks for another one. Where such a file isn't seen, it may.</summary>
    private bool IncludesAheadOfSource()
    {
        foreach (CommandLineInclude include in compilation.CommandLineIncludes)
        {
            bool isThere = false;
            foreach (byte[] place in Places(include.Operand))
            {
                SourceScan? scan = Scan(place);
                if (scan is { Operands.Count: > 0 })
                    return true;
                isThere |= scan is not null;
            }

            if (!isThere)
                return true;
        }

        foreach (byte[] directory in Toolchain.AngleDirectories)
        {
            if (Scan(ByteString.JoinPath(directory, HeaderSearch.Predefinitions)) is { Operands.Count: > 0 })
                return true;
        }

        return false;
    }

    /// <summary>Where the file of an -include may stand.</summary>
    private IEnumerable<byte[]> Places(byte[] operand)
    {
        yield return operand;
        foreach (byte[] directory in Toolchain.QuoteDirectories)
            yield return ByteString.JoinPath(directory, operand);
        foreach (byte[] directory in Toolchain.AngleDirectories)
            yield return ByteString.JoinPath(directory, operand);
    }

    private SourceScan? Scan(byte[] file)
    {
        if (!_scans.TryGetValue(file, out SourceScan? scan))
        {
            byte[]? text = FileSystem.ReadAll(file, out _);
            scan = text is null ? null : SourceScanner.Scan(text, _dialect);
            _scans.Add(file, scan);
        }

        return scan;
    }

    private bool Includes(byte[] parent, byte[] path)
    {
        if (Scan(parent) is not { } scan)
            return false;
        foreach (HeaderOperand operand in scan.Operands)
        {
            if (operand.Form == HeaderOperandForm.Computed || EndsWith(path, operand.Name))
                return true;
        }

        return false;
    }

    /// <summary>Links and ".." may change the directories of a header that gcc makes canonical, but not its own name.</summary>
    private static bool EndsWith(ReadOnlySpan<byte> path, ReadOnlySpan<byte> operand) =>
        ByteString.FileName(path).SequenceEqual(ByteString.FileName(operand));
}
