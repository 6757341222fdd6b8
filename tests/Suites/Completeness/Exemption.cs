namespace Larder.Suites.Completeness;

/// <summary>Probes that needn't be recorded, and why.</summary>
/// <param name="Reason">Why the answer can't reach an output, or where else it is keyed.</param>
/// <param name="Matches">Which probes.</param>
public sealed record Exemption(string Reason, Func<FileProbe, bool> Matches);
