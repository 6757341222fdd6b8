namespace Larder.Compilers.Scanning;

/// <summary>Gathers what the readings of one text see.</summary>
internal sealed class ScanCollector
{
    private readonly DistinctList<HeaderOperand> _operands = new(EqualityComparer<HeaderOperand>.Default);
    private readonly DistinctList<byte[]> _lineFiles = new(new ByteArrayComparer());
    private readonly DistinctList<MacroHeader> _macroHeaders = new(EqualityComparer<MacroHeader>.Default);

    public ScanFindings Findings { get; set; }

    /// <summary>When set, only definitions of this macro matter.</summary>
    public byte[]? WantedMacro { get; init; }

    /// <summary>A definition of <see cref="WantedMacro"/> is something other than one header name.</summary>
    public bool WantedIsOtherwise { get; set; }

    public void Add(HeaderOperand operand) => _operands.Add(operand);

    public void AddLineFile(byte[] file) => _lineFiles.Add(file);

    public void Add(MacroHeader header) => _macroHeaders.Add(header);

    public MacroHeader[] MacroHeaders() => _macroHeaders.ToArray();

    public SourceScan ToScan() => new(Findings, _operands.ToArray(), _lineFiles.ToArray(), _macroHeaders.ToArray());
}
