using Larder.Projects.Building;

namespace Larder.Projects.Reporting;

/// <summary>A project that was built, and what is to be said of it.</summary>
/// <param name="Project">Which.</param>
/// <param name="Builds">The four builds, or fewer where one failed.</param>
/// <param name="Files">Files that were compared.</param>
/// <param name="Unstable">Files, and lines said, in which two bare builds differ: nothing is known of them.</param>
/// <param name="Faults">What is wrong.</param>
internal sealed record Examination(
    Project Project, IReadOnlyList<Build> Builds, int Files, IReadOnlyCollection<string> Unstable, IReadOnlyList<string> Faults);
