namespace Larder.Compilers.Scanning;

/// <summary>Gathers what the readings of one text see.</summary>
internal sealed class ScanCollector
{
    private DistinctList<HeaderOperand>? _operands;
    private DistinctList<byte[]>? _lineFiles;
    private DistinctList<MacroHeader>? _macroHeaders;
    private DistinctList<byte[]>? _hasIncludeMacros;
    private DistinctList<HeaderOperand>? _uses;

    public ScanFindings Findings { get; set; }

    /// <summary>When set, only definitions of this macro matter.</summary>
    public byte[]? WantedMacro { get; init; }

    /// <summary>A definition of <see cref="WantedMacro"/> is something other than one header name.</summary>
    public bool WantedIsOtherwise { get; set; }

    /// <summary>When set, uses of this macro are looked for.</summary>
    public byte[]? WatchedMacro { get; init; }

    public void Add(HeaderOperand operand) => (_operands ??= new(EqualityComparer<HeaderOperand>.Default)).Add(operand);

    public void AddLineFile(byte[] file) => (_lineFiles ??= new(new ByteArrayComparer())).Add(file);

    public void Add(MacroHeader header) => (_macroHeaders ??= new(EqualityComparer<MacroHeader>.Default)).Add(header);

    public void AddHasIncludeMacro(byte[] name) => (_hasIncludeMacros ??= new(new ByteArrayComparer())).Add(name);

    /// <summary>Adds what <see cref="WatchedMacro"/> is asked for.</summary>
    public void AddUse(HeaderOperand operand) => (_uses ??= new(EqualityComparer<HeaderOperand>.Default)).Add(operand);

    public HeaderOperand[] Uses() => _uses?.ToArray() ?? [];

    public MacroHeader[] MacroHeaders() => _macroHeaders?.ToArray() ?? [];

    public SourceScan ToScan() => new(Findings, _operands?.ToArray() ?? [], _lineFiles?.ToArray() ?? [], MacroHeaders(), _hasIncludeMacros?.ToArray() ?? []);
}
