using Larder.Posix;

namespace Larder.Units.UpToDate;

/// <summary>Whether a build would find nothing to do.</summary>
/// <param name="Directory">Where it would be begun: absolute.</param>
/// <param name="Wanted">What would be built, as its command line names it; none: all.</param>
/// <param name="Environment">What it would be begun with.</param>
internal sealed record UpToDateQuestion(string Directory, string[] Wanted, ProcessEnvironment Environment);
