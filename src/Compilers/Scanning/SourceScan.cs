namespace Larder.Compilers.Scanning;

/// <summary>What a scan of one source text found. Immutable.</summary>
public sealed class SourceScan
{
    /// <summary>A scan that found nothing.</summary>
    public static SourceScan Empty { get; } = new(ScanFindings.None, [], [], [], []);

    internal SourceScan(ScanFindings findings, HeaderOperand[] operands, byte[][] lineFiles, MacroHeader[] macroHeaders, byte[][] hasIncludeMacros)
    {
        Findings = findings;
        Operands = operands;
        LineFiles = lineFiles;
        MacroHeaders = macroHeaders;
        HasIncludeMacros = hasIncludeMacros;
    }

    /// <summary>All means found.</summary>
    public ScanFindings Findings { get; }

    /// <summary>Every file asked for, without duplicates, inactive branches included.</summary>
    public IReadOnlyList<HeaderOperand> Operands { get; }

    /// <summary>File names in <c>#line</c> and linemarkers, unescaped, without duplicates.</summary>
    public IReadOnlyList<byte[]> LineFiles { get; }

    /// <summary>Macros that name a header, without duplicates.</summary>
    public IReadOnlyList<MacroHeader> MacroHeaders { get; }

    /// <summary>The macros of <see cref="ScanFindings.HasIncludeParameter"/>, without duplicates.</summary>
    public IReadOnlyList<byte[]> HasIncludeMacros { get; }
}
