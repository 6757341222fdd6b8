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
            // gcc lists neither the file of an -include nor its depth: what that file includes stands at the top.
            if (EndsWith(path, include.Operand) || Includes(include.Operand, path) || IncludesFromSearchPath(include.Operand, path))
                return true;
        }

        return false;
    }

    private bool IncludesFromSearchPath(byte[] operand, byte[] path)
    {
        foreach (byte[][] directories in (byte[][][])[Toolchain.QuoteDirectories, Toolchain.AngleDirectories])
        {
            foreach (byte[] directory in directories)
            {
                if (Includes(ByteString.JoinPath(directory, operand), path))
                    return true;
            }
        }

        return false;
    }

    private bool Includes(byte[] parent, byte[] path)
    {
        if (!_scans.TryGetValue(parent, out SourceScan? scan))
        {
            byte[]? text = FileSystem.ReadAll(parent, out _);
            scan = text is null ? null : SourceScanner.Scan(text, _dialect);
            _scans.Add(parent, scan);
        }

        if (scan is null)
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
